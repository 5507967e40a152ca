import { describe, expect, it } from "vitest";
import {
  allSubsets,
  evaluate,
  gram,
  gramDiagonal,
  laplacian,
  linear,
  type Matrix,
  polynomial,
  power,
  precomputed,
  rbf,
  rowOf,
} from "../../src/entries/index";
import { at, build, jacobi, pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { COMPOSITES, type KernelCase, NON_NEGATIVE_KERNELS, STATIONARY, VECTOR_KERNELS } from "../support/kernels";
import { gridMatrix, permutation, randomMatrix } from "../support/random";
import { roundingBound } from "../support/rounding";

/** Around the register tile (4), the tile (32) and the packed depth (256). */
const SIZES: readonly (readonly [n: number, d: number])[] = [
  [1, 1],
  [2, 3],
  [3, 255],
  [4, 4],
  [5, 256],
  [31, 2],
  [32, 1],
  [33, 5],
  [65, 257],
];

/** Points whose norms do not grow with d, so that no kernel does. */
const signed = (seed: number, n: number, d: number): Matrix => randomMatrix(seed, n, d, 2 / Math.sqrt(d));
const nonNegative = (seed: number, n: number, d: number): Matrix => ({ rows: n, cols: d, data: signed(seed, n, d).data.map(Math.abs) });

const CASES: readonly (KernelCase & { readonly points: typeof signed })[] = [
  ...[...VECTOR_KERNELS, ...COMPOSITES].map((given) => ({ ...given, points: signed })),
  ...NON_NEGATIVE_KERNELS.map((given) => ({ ...given, points: nonNegative })),
];

describe.each(CASES)("gram of $name", ({ kernel, points }) => {
  it.each(SIZES)("is the readable formula at %i points of %i features", (n, d) => {
    const k = kernel(d);
    const X = points(n, n, d);
    const Z = points(d + 1000, 7, d);
    for (const [K, other] of [
      [gram(k, X), X],
      [gram(k, X, Z), Z],
    ] as const) {
      expect([K.rows, K.cols]).toEqual([n, other.rows]);
      for (let i = 0; i < n; i++) {
        // K(X) is symmetric bit for bit, see below
        for (let j = 0; j < (other === X ? i + 1 : other.rows); j++) {
          const formula = evaluate(k, rowOf(X, i), rowOf(other, j));
          expect(Math.abs(at(K, i, j) - formula)).toBeLessThanOrEqual(roundingBound(k, rowOf(X, i), rowOf(other, j)));
        }
      }
    }
  });

  it.each(SIZES)("is symmetric bit for bit, its diagonal that of gramDiagonal, at %i points of %i features", (n, d) => {
    const X = points(n + 1, n, d);
    const K = gram(kernel(d), X);
    expect(K.data).toEqual(build(n, n, (i, j) => at(K, j, i)).data);
    expect(gramDiagonal(kernel(d), X)).toEqual(Float64Array.from({ length: n }, (_, i) => at(K, i, i)));
  });

  it("has elements that depend on their two points alone, not on where these stand: bit for bit", () => {
    const [n, d] = [70, 9];
    const X = points(2, n, d);
    const K = gram(kernel(d), X);
    const order = permutation(3, n);
    expect(gram(kernel(d), pickRows(X, order))).toEqual(build(n, n, (i, j) => at(K, order[i] as number, order[j] as number)));
    expect(gram(kernel(d), X, pickRows(X, order))).toEqual(build(n, n, (i, j) => at(K, i, order[j] as number)));
    expect(gram(kernel(d), pickRows(X, [41]), X)).toEqual(build(1, n, (_, j) => at(K, 41, j)));
  });
});

describe.each(CASES.filter(({ psd }) => psd === true))("gram of $name", ({ kernel, points }) => {
  it("is positive semi-definite", () => {
    for (const [n, d] of [
      [12, 1],
      [20, 2],
      [25, 6],
    ] as const) {
      const { values } = jacobi(gram(kernel(d), points(n, n, d)));
      expect(values[0]).toBeGreaterThanOrEqual(-n * Number.EPSILON * (values[n - 1] as number));
    }
  });
});

describe.each(STATIONARY)("gram of $name far from the origin", ({ kernel }) => {
  const [n, d] = [40, 3];
  const X = gridMatrix(11, n, d, 2);
  const shifted = (offset: (i: number, k: number) => number): Matrix => build(n, d, (i, k) => at(X, i, k) + offset(i, k));

  it("is 1 on the diagonal and never above, exactly 1 at equal rows", () => {
    const K = gram(kernel(d), pickRows(X, [0, 1, 2, 0, 1, 3]));
    for (const [i, j] of [
      [0, 0],
      [5, 5],
      [0, 3],
      [4, 1],
    ] as const)
      expect(at(K, i, j)).toBe(1);
    expect(Math.max(...K.data)).toBe(1);
  });

  it("loses nothing to an offset of 1e8", () => {
    const K = gram(kernel(d), X);
    for (const offset of [1e8, -1e8, 3e7]) {
      const far = gram(
        kernel(d),
        shifted((_, k) => (k === 1 ? -offset : offset)),
      );
      K.data.forEach((value, k) => {
        expect(Math.abs((far.data[k] as number) - value)).toBeLessThanOrEqual(1e-12 * value);
      });
      for (let i = 0; i < n; i++) expect(at(far, i, i)).toBe(1);
    }
  });
});

/** Those that vanish at a distance of 10⁸. */
const FADING = STATIONARY.filter(({ name }) => !name.startsWith("rational") && !name.startsWith("periodic"));

describe.each(FADING)("gram of $name between points far apart", ({ kernel }) => {
  const [n, d] = [40, 3];
  const X = gridMatrix(11, n, d, 2);
  const shifted = (offset: (i: number, k: number) => number): Matrix => build(n, d, (i, k) => at(X, i, k) + offset(i, k));

  it("is right within and between two clusters at ±1e8", () => {
    const K = gram(kernel(d), X);
    const side = (i: number): number => (i % 2 === 0 ? 1e8 : -1e8);
    const far = gram(kernel(d), shifted(side));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const expected = side(i) === side(j) ? at(K, i, j) : 0;
        expect(Math.abs(at(far, i, j) - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }
      expect(at(far, i, i)).toBe(1);
    }
  });

  it("is 0, not NaN, where the distance overflows, and 1 where it vanishes", () => {
    const huge = gram(kernel(1), [[1e200], [-1e200], [1e200]]);
    expect(Array.from(huge.data)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(Array.from(gram(kernel(1), [[1e-200], [-1e-200]]).data)).toEqual([1, 1, 1, 1]);
  });
});

describe("gram", () => {
  it("is exact on small integers", () => {
    const X = build(40, 5, (i, k) => ((7 * i + 3 * k) % 9) - 4);
    const dot = (i: number, j: number): number => Array.from(rowOf(X, i)).reduce((sum, a, k) => sum + a * at(X, j, k), 0);
    expect(gram(linear(), X)).toEqual(build(40, 40, dot));
    expect(gram(polynomial({ gamma: 1, coef0: 2, degree: 5 }), X)).toEqual(build(40, 40, (i, j) => (dot(i, j) + 2) ** 5));
  });

  it("γ = 0 makes every element 1", () => {
    const X = randomMatrix(1, 5, 2);
    for (const kernel of [rbf({ gamma: 0 }), laplacian({ gamma: 0 })]) expect(gram(kernel, X).data).toEqual(new Float64Array(25).fill(1));
  });

  it("names the range of the features where a kernel overflows: all-subsets of a thousand standard normal features squared", () => {
    const X = randomMatrix(3, 4, 1000, 3);
    const error = expectError("not-finite", () => gram(power(allSubsets(), 3), X), { row: 0, column: 0 });
    const [smallest, largest] = [Math.min(...X.data), Math.max(...X.data)];
    expect(error).toMatchObject({ smallest, largest });
    expect(error.message).toContain(`features range over [${Number(smallest.toPrecision(4))}, ${Number(largest.toPrecision(4))}]`);
  });

  it("names the pair at which a kernel overflows, and works afterwards", () => {
    const X = build(40, 1, (i) => (i === 37 ? 1e200 : 1));
    expectError("not-finite", () => gram(linear(), X), { row: 37, column: 37 });
    expectError("not-finite", () => gram(linear(), [[1], [1e200]], [[1], [2], [1e200]]), { row: 1, column: 2 });
    expectError("not-finite", () => gramDiagonal(linear(), X), { row: 37, column: 37 });
    expect(gram(linear(), [[2]]).data).toEqual(Float64Array.of(4));
  });

  it("never gives NaN, however small a length scale", () => {
    const X = [[1], [1], [2]];
    for (const lengthScale of [1e-150, 1e-300, 1e-320]) {
      try {
        expect(Array.from(gram(rbf({ lengthScale: [lengthScale] }), X).data)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 1]);
      } catch (error) {
        expect(error).toMatchObject({ code: "argument", argument: "lengthScale[0]" });
      }
    }
  });

  it("refuses what it cannot read", () => {
    expectError("kernel", () => gram(precomputed(), [[1]]));
    expectError("kernel", () => gram({ kind: "epanechnikov" }, [[1]]));
    expectError("shape", () => gram(linear(), [[1, 2]], [[1]]), { argument: "Z" });
    expectError("shape", () => gram(rbf({ lengthScale: [1, 2] }), [[1]]), { argument: "lengthScale" });
    expectError("shape", () => gram(linear(), []), { argument: "X" });
  });
});
