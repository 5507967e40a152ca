import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { blocking, createBench, expectExact, type Keep, padded } from "../../support/core";
import { integers, normals, random } from "../../support/generator";
import { EXACT_PROGRAMS, GAUSSIAN, gramByFormula, LINEAR, type Program, pairs, placeProgram, SUBSET_PRODUCT } from "../../support/programs";

const KC = blocking("KC");
const bench = createBench();
const SIZES = [1, 2, 3, 4, 5, 8, 17, TILE - 1, TILE, TILE + 1, 2 * TILE - 1, 2 * TILE, 2 * TILE + 1, 101];
type Code = Pick<Program, "instructions" | "weight">;

/** K of the points with themselves, rows in groups of `group`; a padded leading dimension. */
function symmetric(code: Code, d: number, X: Float64Array, group = X.length): { refused: number; K: Float64Array } {
  const n = X.length / d;
  bench.clear();
  const program = placeProgram(bench, code, d, X, X);
  const K = bench.matrix(n, n, null, { layout: padded });
  let refused = -1;
  for (let from = 0; from < n && refused < 0; from += group) {
    const to = Math.min(n, from + group);
    // The rows of the group, and their mirror image.
    const touched: Keep = (i, j) => Math.max(i, j) < to && Math.max(i, j) >= from;
    refused = bench.run([[K, touched]], (core) => core.gramSymmetric(program.address, from, to, n, K.address, K.rs));
  }
  return { refused, K: bench.read(K) };
}

function rectangular(code: Code, d: number, X: Float64Array, Z: Float64Array): Float64Array {
  const [m, n] = [X.length / d, Z.length / d];
  bench.clear();
  const program = placeProgram(bench, code, d, X, Z);
  const K = bench.matrix(m, n, null, { layout: padded });
  bench.run([K], (core) => core.gramRectangular(program.address, m, n, K.address, K.rs));
  return bench.read(K);
}

describe("gramSymmetric", () => {
  it.each(SIZES)("is the formula, exactly on whole numbers, for %i points", (n) => {
    for (const program of EXACT_PROGRAMS) {
      for (const d of [1, 3]) {
        const X = integers(random(n + d), n * d, -4, 4);
        expectExact(symmetric(program, d, X).K, gramByFormula(program, d, X, X), `${program.name}, d = ${d}`);
      }
    }
  });

  it.each([KC - 1, KC, KC + 1, 2 * KC + 1])("is the formula for %i features", (d) => {
    for (const program of EXACT_PROGRAMS) {
      const X = integers(random(d), (TILE + 3) * d, -4, 4);
      expectExact(symmetric(program, d, X).K, gramByFormula(program, d, X, X), program.name);
    }
  });

  it.each([...EXACT_PROGRAMS, SUBSET_PRODUCT, GAUSSIAN])(
    "is symmetric, and gramRectangular of the points with themselves, bit for bit: $name",
    (program) => {
      for (const n of SIZES) {
        for (const d of [1, 2, 7, KC + 1]) {
          const X = normals(random(n + d), n * d).map((x) => x / 8);
          const { K } = symmetric(program, d, X);
          const transposed = K.map((_, at) => K[(at % n) * n + Math.floor(at / n)] as number);
          expectExact(K, transposed, `n = ${n}, d = ${d}`);
          expectExact(rectangular(program, d, X, X), K, `rectangular, n = ${n}, d = ${d}`);
        }
      }
    },
  );

  it.each([TILE, 2 * TILE, 5 * TILE])("may be made %i rows at a time, each call touching its rows and their mirror image only", (group) => {
    for (const n of [TILE + 1, 3 * TILE, 5 * TILE + 7]) {
      const d = 3;
      const X = integers(random(n), n * d, -9, 9);
      expectExact(symmetric(LINEAR, d, X, group).K, gramByFormula(LINEAR, d, X, X), `n = ${n}`);
    }
  });

  it.each([
    [TILE, 0],
    [TILE + 1, TILE - 1],
    [2 * TILE + 4, 0],
    [2 * TILE + 4, 2 * TILE - 1],
  ])("returns i·n + j of the only element (%i, %i) below the diagonal that is refused", (i, j) => {
    const n = 2 * TILE + 5;
    const code = { instructions: [pairs(Opcode.SquaredDistance), [Opcode.RequireFinite]] } as const;
    const X = new Float64Array(n);
    X[i] = 1.2e154;
    X[j] = -1.2e154;
    expect(symmetric(code, 1, X).refused).toBe(i * n + j);
  });

  it.each<[string, Code["instructions"]]>([
    ["made in place", [pairs(Opcode.SquaredDistance), [Opcode.RequireFinite]]],
    ["made on tiles", [pairs(Opcode.SquaredDistance), [Opcode.Constant, 0], [Opcode.Add], [Opcode.RequireFinite]]],
  ])("returns the upper of two refused elements, wherever their columns are: %s", (_, instructions) => {
    const n = 6 * TILE + 3;
    const [upper, lower, column] = [4 * TILE + 6, 5 * TILE + 4, 2 * TILE + 1];
    const X = new Float64Array(2 * n);
    // (2a)² overflows, a² + a² does not
    X.set([7e153, 0], 2 * lower);
    X.set([-7e153, 0], 0);
    X.set([0, 7e153], 2 * upper);
    X.set([0, -7e153], 2 * column);
    expect(symmetric({ instructions }, 2, X).refused).toBe(upper * n + column);
  });

  it.each([0, 5, TILE - 1, TILE, 2 * TILE + 4])("returns i·n + i when k(x_i, x_i) is refused, i = %i", (i) => {
    const n = 2 * TILE + 5;
    const code = { instructions: [pairs(Opcode.InnerProduct), [Opcode.RequireFinite]] } as const;
    const X = new Float64Array(n);
    X[i] = 1e200;
    expect(symmetric(code, 1, X).refused).toBe(i * n + i);
  });
});

describe("gramRectangular", () => {
  it("is the formula for every pair of sizes around the edges of a tile", () => {
    const d = 2;
    for (const m of SIZES) {
      for (const n of SIZES) {
        const source = random(m + 200 * n);
        const X = integers(source, m * d, -9, 9);
        const Z = integers(source, n * d, -9, 9);
        expectExact(rectangular(LINEAR, d, X, Z), gramByFormula(LINEAR, d, X, Z), `${m} × ${n}`);
      }
    }
  });

  it("gives an element the same bits wherever it stands", () => {
    const [n, d] = [TILE + 9, KC + 3];
    const X = normals(random(4), n * d);
    for (const program of [LINEAR, GAUSSIAN]) {
      const whole = rectangular(program, d, X, X);
      for (const i of [0, 1, 6, TILE, n - 1]) {
        for (const j of [0, 3, TILE - 1, n - 1]) {
          const alone = rectangular(program, d, X.slice(i * d, (i + 1) * d), X.slice(j * d, (j + 1) * d));
          expect(alone[0]).toBe(whole[i * n + j]);
        }
      }
    }
  });
});
