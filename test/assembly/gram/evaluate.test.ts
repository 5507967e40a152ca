import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { blocking, createBench, expectExact, padded } from "../../support/core";
import { integers, random } from "../../support/generator";
import { preciseSine, sample, spread, worstError } from "../../support/math";
import { ulp } from "../../support/oracles";
import {
  CHI_SQUARE,
  EXACT_PROGRAMS,
  GAUSSIAN,
  gramByFormula,
  type Instruction,
  type Program,
  pairs,
  placeProgram,
  SUBSET_PRODUCT,
} from "../../support/programs";

const KC = blocking("KC");
const bench = createBench();

/** K of the points by the core, with a padded leading dimension. */
function gram(
  code: Pick<Program, "instructions" | "weight">,
  d: number,
  X: Float64Array,
  Z: Float64Array,
): { refused: number; K: Float64Array } {
  const [m, n] = [X.length / d, Z.length / d];
  bench.clear();
  const program = placeProgram(bench, code, d, X, Z);
  const K = bench.matrix(m, n, null, { layout: padded });
  const refused = bench.run([K], (core) => core.gramRectangular(program.address, m, n, K.address, K.rs));
  return { refused, K: bench.read(K) };
}

function check(program: Program, m: number, n: number, d: number, from = -4, to = 4): void {
  const source = random(m + 100 * n + 10_000 * d);
  const X = integers(source, m * d, from, to);
  const Z = integers(source, n * d, from, to);
  const { refused, K } = gram(program, d, X, Z);
  expect(refused).toBe(-1);
  expectExact(K, gramByFormula(program, d, X, Z), `${m} × ${n} points, d = ${d}`);
}

describe.each([...EXACT_PROGRAMS, SUBSET_PRODUCT, CHI_SQUARE])("the opcode $name is its formula, exactly", (program) => {
  const range: [number, number] = program === SUBSET_PRODUCT || program === CHI_SQUARE ? [0, 1] : [-4, 4];

  it("for 1…9 points on either side and 1…9 features", () => {
    for (let m = 1; m <= 9; m++) for (let n = 1; n <= 9; n++) for (let d = 1; d <= 9; d++) check(program, m, n, d, ...range);
  });

  it.each([TILE - 1, TILE, TILE + 1, 2 * TILE + 1])("for %i points on one side", (size) => {
    check(program, size, 5, 3, ...range);
    check(program, 6, size, 2, ...range);
    check(program, size, size, 4, ...range);
  });

  it.each([KC - 1, KC, KC + 1, 2 * KC - 1, 2 * KC, 2 * KC + 1])("for %i features", (d) => {
    check(program, 5, 7, d, ...range);
    check(program, TILE + 1, TILE + 2, d, ...range);
  });
});

describe("the opcode SquaredCrossProducts", () => {
  const CROSS: Program = {
    name: "SquaredCrossProducts",
    instructions: [pairs(Opcode.SquaredCrossProducts)],
    formula: (x, z) => {
      let sum = 0;
      for (let k = 0; k < x.length; k += 2) sum += ((x[k] as number) * (z[k + 1] as number) - (x[k + 1] as number) * (z[k] as number)) ** 2;
      return sum;
    },
  };

  it.each([2, 4, 10, KC - 2, KC, KC + 2, 2 * KC + 2])("is its formula, exactly, for %i features", (d) => {
    for (const [m, n] of [
      [1, 1],
      [2, 6],
      [4, 3],
      [TILE + 3, TILE + 1],
    ] as const)
      check(CROSS, m, n, d, -4, 4);
  });

  it("is 0 between equal points and the same for (x, z) and (z, x)", () => {
    const [n, d] = [60, 6];
    const X = sample(8, n * d, (source) => source.between(-1, 1));
    const { K } = gram(CROSS, d, X, X);
    for (let i = 0; i < n; i++) {
      expect(K[i * n + i]).toBe(0);
      for (let j = 0; j < i; j++) expect(K[i * n + j]).toBe(K[j * n + i]);
    }
  });
});

describe("the opcode Exponential", () => {
  it.each([1, 2, 3, TILE, TILE + 1, 50])("of a distance is the exponential of the host within 2 ulp, %i points", (n) => {
    const source = random(n);
    const d = 3;
    const X = integers(source, n * d, -40, 40);
    const Z = integers(source, (n + 1) * d, -40, 40);
    const { K } = gram(GAUSSIAN, d, X, Z);
    const expected = gramByFormula(GAUSSIAN, d, X, Z);
    const worst = K.reduce((largest, k, at) => Math.max(largest, Math.abs(k - (expected[at] as number)) / ulp(expected[at] as number)), 0);
    expect(worst).toBeLessThanOrEqual(2);
  });

  it("is 1 at equal points and 0 where the distance overflows", () => {
    const { K, refused } = gram(GAUSSIAN, 1, Float64Array.of(1e200, 3), Float64Array.of(-1e200, 1e200, 3));
    expect(refused).toBe(-1);
    expect(Array.from(K)).toEqual([0, 1, 0, 0, 0, 1]);
  });
});

describe("the opcode SquaredSines is at most 5 ulp from sin² π w(x − z), w(x − z) being rounded; the greatest error seen on these points is 2.814 ulp", () => {
  it.each<[string, Float64Array, number]>([
    ["on [0, ½]", sample(1, 2000, (source) => source.between(0, 0.5)), 1],
    ["on [−100, 100]", sample(2, 2000, (source) => source.between(-100, 100)), 1 / 7],
    ["from 2⁻⁴⁰⁰ to ½ on a logarithmic scale", sample(3, 500, (source) => spread(source, -400, -1)), 1],
    ["from 1 to 2⁵² on a logarithmic scale", sample(4, 500, (source) => spread(source, 0, 52)), 3],
    ["close to integers", sample(5, 500, (source) => source.integer(1, 1000) + source.between(-1, 1) * 2 ** -source.integer(5, 40)), 1],
  ])("%s", (_, x, w) => {
    const { K } = gram({ instructions: [pairs(Opcode.SquaredSines, w)] }, 1, x, Float64Array.of(0));
    const worst = worstError(
      x.map((value) => value * w),
      K,
      (t) => preciseSine(t).pow(2),
    );
    expect(worst).toBeLessThanOrEqual(5);
    expect(worst).toBeGreaterThan(0.45);
  });

  it("is 0 between equal points and the same for (x, z) and (z, x)", () => {
    const X = sample(6, 60, (source) => source.between(-9, 9));
    const code = { instructions: [pairs(Opcode.SquaredSines, 0.3)] };
    const { K } = gram(code, 3, X, X);
    for (let i = 0; i < 20; i++) for (let j = 0; j <= i; j++) expect(K[20 * i + j]).toBe(i === j ? 0 : K[20 * j + i]);
  });
});

describe("the opcode ChiSquare", () => {
  const code = { instructions: [pairs(Opcode.ChiSquare)] };
  /** Σ (a − b)²/(a + b), each term in an order that cannot overflow. */
  const formula = (x: Float64Array, z: Float64Array): number =>
    x.reduce((sum, a, k) => sum + (a === z[k] ? 0 : (a - (z[k] as number)) * ((a - (z[k] as number)) / (a + (z[k] as number)))), 0);
  const points = (seed: number, count: number, d: number, extreme: (i: number) => boolean): Float64Array => {
    const source = random(seed);
    return Float64Array.from({ length: count * d }, (_, at) => {
      if (source.integer(0, 3) === 0) return 0;
      const size = extreme(Math.floor(at / d)) ? source.integer(-1000, 1000) : source.integer(-290, 290);
      return source.between(0.5, 1) * 2 ** size;
    });
  };

  it.each([1, 2, 3, 4, 7, 20])("of features of any size, some of them 0, is its formula to 2 + d ulp, d = %i", (d) => {
    const X = points(d, TILE + 7, d, (i) => i % 3 === 0);
    const Z = points(d + 100, TILE + 5, d, (i) => i % 5 === 0);
    const { K } = gram(code, d, X, Z);
    K.forEach((value, at) => {
      const [i, j] = [Math.floor(at / (TILE + 5)), at % (TILE + 5)];
      const expected = formula(X.subarray(i * d, (i + 1) * d), Z.subarray(j * d, (j + 1) * d));
      expect(Math.abs(value - expected)).toBeLessThanOrEqual((2 + d) * ulp(expected));
    });
  });

  it("gives each pair the same bits, whatever stands beside it, and the same for (x, z) and (z, x)", () => {
    const d = 5;
    const X = points(1, 9, d, () => false);
    const alone = gram(code, d, X, X).K;
    const beside = new Float64Array(2 * X.length).fill(1e200);
    for (let i = 0; i < 9; i++) beside.set(X.subarray(i * d, (i + 1) * d), 2 * i * d);
    const mixed = gram(code, d, beside, beside).K;
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        expect(mixed[2 * i * 18 + 2 * j]).toBe(alone[9 * i + j]);
        expect(alone[9 * i + j]).toBe(alone[9 * j + i]);
      }
    }
  });
});

describe("SquaredDistance and ManhattanDistance", () => {
  it.each([Opcode.SquaredDistance, Opcode.ManhattanDistance])("do not cancel under a common offset (opcode %i)", (opcode) => {
    const source = random(1);
    const d = 4;
    const grid = Float64Array.from({ length: 20 * d }, () => source.integer(-1000, 1000) / 1024);
    const code = { instructions: [pairs(opcode)] };
    const far = grid.map((value) => value + 2 ** 30);
    expectExact(gram(code, d, far, far).K, gram(code, d, grid, grid).K, "moved by 2³⁰");
  });
});

describe("the opcode RequireFinite", () => {
  const code = { instructions: [pairs(Opcode.InnerProduct), [Opcode.RequireFinite]] } as const;
  const [m, n] = [2 * TILE + 3, TILE + 5];

  it.each([
    [0, 0],
    [0, n - 1],
    [m - 1, 0],
    [m - 1, n - 1],
    [TILE - 1, TILE - 1],
    [TILE, TILE],
    [TILE + 1, 3],
    [37, TILE + 1],
  ])("returns i·n + j of the element (%i, %i) that overflows", (i, j) => {
    const X = new Float64Array(m).fill(1);
    const Z = new Float64Array(n).fill(1);
    X[i] = 1e200;
    Z[j] = -1e200;
    expect(gram(code, 1, X, Z).refused).toBe(i * n + j);
  });

  it("refuses NaN, and what it may not see passes without it", () => {
    const X = Float64Array.of(1, 2, 3);
    const Z = Float64Array.of(4, Number.NaN);
    expect(gram(code, 1, X, Z).refused).toBe(1);
    const unchecked = gram({ instructions: [pairs(Opcode.InnerProduct)] }, 1, X, Z);
    expect(unchecked.refused).toBe(-1);
    expect(Array.from(unchecked.K)).toEqual([4, Number.NaN, 8, Number.NaN, 12, Number.NaN]);
  });

  it("looks at the points only, not at what fills up the last panel", () => {
    // Behind the last point the inner product is 0, and e^800 overflows.
    const instructions: Instruction[] = [
      pairs(Opcode.InnerProduct),
      [Opcode.Affine, -1000, 800],
      [Opcode.Exponential, 1],
      [Opcode.RequireFinite],
    ];
    expect(gram({ instructions }, 1, Float64Array.of(2), Float64Array.of(3)).refused).toBe(-1);
  });
});
