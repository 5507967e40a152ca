import { describe, expect, it } from "vitest";
import {
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  cosine,
  evaluate,
  exponentiate,
  gram,
  gramDiagonal,
  type Kernel,
  linear,
  type Matrix,
  matern,
  multiply,
  normalize,
  periodic,
  polynomial,
  power,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
} from "../../src/entries/index";
import { at, build } from "../support/dense";
import { errorOf, expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS } from "../support/kernels";
import { expectRounded } from "../support/precision";
import { randomMatrix } from "../support/random";

const [n, d] = [9, 3];
const sized = (size: number): Matrix => ({ rows: n, cols: d, data: randomMatrix(4, n, d).data.map((x) => size * x) });
const SIZES = [1e160, 1e-160, 1e100, 1e-100, 1e300, 1e-300];

/** The Gram matrix, or null where the library says that it overflows. */
function gramOrOverflow(kernel: Kernel, X: Matrix): Matrix | null {
  try {
    return gram(kernel, X);
  } catch {
    expect(["not-finite"]).toContain(errorOf(() => gram(kernel, X)).code);
    return null;
  }
}

describe.each(SIZES)("points of size %d", (size) => {
  it.each([...VECTOR_KERNELS, ...COMPOSITES])("$name: finite and symmetric, or an error", ({ kernel }) => {
    const X = sized(size);
    const K = gramOrOverflow(kernel(d), X);
    if (K === null) return;
    expect(K.data.every(Number.isFinite)).toBe(true);
    expect(K.data).toEqual(build(n, n, (i, j) => at(K, j, i)).data);
  });

  it.each(NON_NEGATIVE_KERNELS)("$name: finite, or an error", ({ kernel }) => {
    const X = sized(size);
    const K = gramOrOverflow(kernel(d), { ...X, data: X.data.map(Math.abs) });
    if (K !== null) expect(K.data.every(Number.isFinite)).toBe(true);
  });

  it("the cosine does not depend on it", () => {
    const K = gram(cosine(), sized(1));
    gram(cosine(), sized(size)).data.forEach((value, k) => {
      expect(Math.abs(value - (K.data[k] as number))).toBeLessThanOrEqual(16 * Number.EPSILON);
    });
    expect(Array.from(gramDiagonal(cosine(), sized(size)))).toEqual(new Array(n).fill(1));
    expect(evaluate(cosine(), [size, size], [size, -size])).toBeCloseTo(0, 15);
    expectRounded(evaluate(cosine(), [size, 0], [-size, 0]), -1, 2);
  });
});

describe.each([1e100, 1e-100, 1e150, 1e-150])("normalised kernels at size %d", (size) => {
  it("are what they are at size 1 where k(x, x) is representable", () => {
    const K = gram(normalize(linear()), sized(1));
    const scaled = gram(normalize(linear()), sized(size));
    scaled.data.forEach((value, k) => {
      expect(Math.abs(value - (K.data[k] as number))).toBeLessThanOrEqual(16 * Number.EPSILON);
    });
    for (let i = 0; i < n; i++) expect(at(scaled, i, i)).toBe(1);
  });
});

describe("zero points", () => {
  const X = [
    [0, 0],
    [1, 2],
    [0, 0],
  ];

  it("have cosine 0, with themselves as well", () => {
    expect(Array.from(gram(cosine(), X).data)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(Array.from(gram(normalize(linear()), X).data)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(Array.from(gramDiagonal(cosine(), X))).toEqual([0, 1, 0]);
    expect(evaluate(cosine(), [0, 0], [1, 2])).toBe(0);
    expect(evaluate(cosine(), [0, 0], [0, 0])).toBe(0);
  });

  it("have χ² kernel 1 with themselves", () => {
    expect(gram(chi2(), X).data[0]).toBe(1);
    expect(gram(additiveChi2(), X).data[0]).toBeCloseTo(0, 15);
  });
});

describe("χ² kernels", () => {
  it("refuse negative features on either side, naming the element", () => {
    for (const kernel of [chi2(), additiveChi2(), multiply(rbf(), chi2())]) {
      expectError("argument", () => gram(kernel, [[1], [-2]]), { row: 1, column: 0, value: -2 });
      expectError("argument", () => gram(kernel, [[1], [2]], [[-0.5]]), { row: 0, column: 0, value: -0.5 });
      expectError("argument", () => evaluate(kernel, [1], [-2]));
    }
  });

  it("neither overflow nor vanish before their value does", () => {
    expect(at(gram(additiveChi2(), [[1e200], [0]]), 0, 1)).toBe(-1e200);
    expect(at(gram(additiveChi2(), [[1e-200], [0]]), 0, 1)).toBe(-1e-200);
  });
});

describe("kernels that overflow", () => {
  const wide = [new Array<number>(400).fill(9), new Array<number>(400).fill(1)];
  it.each<[string, Kernel]>([
    ["all subsets", allSubsets()],
    ["ANOVA", anova({ degree: 200 })],
    ["a polynomial", polynomial({ gamma: 1, degree: 99 })],
    ["a power", power(linear(), 200)],
    ["an exponential", exponentiate(linear())],
    ["a multiple", scale(1e308, linear())],
    ["a product", multiply(power(linear(), 60), power(linear(), 61))],
  ])("%s: a clear error that names the pair", (_, kernel) => {
    const error = expectError("not-finite", () => gram(kernel, wide), { row: 0, column: 0 });
    expect(error.message).toContain("scale the features down");
    expectError("not-finite", () => gram(kernel, [[...(wide[1] as number[])]], wide), {});
  });
});

describe("parameters at the ends of their ranges", () => {
  const X = [[1], [1], [2]];
  const tiny = 1e-320;
  it.each<[string, () => Kernel]>([
    ["Matérn 1/2", () => matern({ nu: 0.5, lengthScale: tiny })],
    ["Matérn 3/2", () => matern({ nu: 1.5, lengthScale: tiny })],
    ["Matérn 5/2", () => matern({ nu: 2.5, lengthScale: [tiny] })],
    ["rational quadratic", () => rationalQuadratic({ alpha: 1, lengthScale: 1e-170 })],
    ["rational quadratic, α tiny", () => rationalQuadratic({ alpha: tiny, lengthScale: 1 })],
    ["rational quadratic, α huge", () => rationalQuadratic({ alpha: 1e308, lengthScale: 1 })],
    ["periodic, ℓ tiny", () => periodic({ period: 1, lengthScale: 1e-170 })],
    ["periodic, p tiny", () => periodic({ period: tiny, lengthScale: 1 })],
    ["periodic, p huge", () => periodic({ period: 1e308, lengthScale: 1 })],
    ["rbf", () => rbf({ gamma: 1e308 })],
    ["sigmoid", () => sigmoid({ gamma: 1e308, coef0: -1e308 })],
  ])("%s: 1 at equal points or an error, never NaN", (name, make) => {
    const K = outcome(() => gram(make(), X));
    if (typeof K === "string") {
      expect(["argument", "not-finite"]).toContain(K);
      return;
    }
    expect(Array.from(K.data).filter(Number.isNaN)).toEqual([]);
    if (name !== "sigmoid") expect([at(K, 0, 0), at(K, 0, 1), at(K, 2, 2)]).toEqual([1, 1, 1]);
  });
});

function outcome(body: () => Matrix): Matrix | string {
  try {
    return body();
  } catch {
    return errorOf(body).code;
  }
}
