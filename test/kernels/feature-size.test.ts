import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  anova,
  exponentiate,
  featureMatrix,
  fit,
  fromFeatures,
  gram,
  type Kernel,
  leastSquares,
  linear,
  matern,
  multiplier,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  rbf,
  scale,
  sigmoid,
} from "../../src/entries/index";
import { featureSize } from "../../src/kernels/feature-size";
import { featureSpaceDimension } from "../../src/kernels/feature-space";
import { featureCost, featureDimension } from "../../src/kernels/features";
import { resolveKernel } from "../../src/kernels/resolve";
import { featureRounding } from "../../src/kernels/rounding";
import { type SeenPoint, seenPoint } from "../../src/kernels/seen-point";
import { at } from "../support/dense";
import { expectError } from "../support/errors";
import { randomMatrix } from "../support/random";

const point = (d: number): SeenPoint => seenPoint(new Float64Array(d).fill(1));
const counted = (kernel: Kernel, d: number): number => featureDimension(resolveKernel(kernel, point(d)), point(d));
const cost = (kernel: Kernel, d: number): number => featureCost(resolveKernel(kernel, point(d)), point(d));

/** n over k by whole numbers. */
function choose(n: bigint, k: bigint): bigint {
  let ways = 1n;
  for (let i = 1n; i <= k; i++) ways = (ways * (n + 1n - i)) / i;
  return k > n ? 0n : ways;
}

describe("features are counted without making them", () => {
  it("as many as there are, 200 kernels against whole numbers", () => {
    const small = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(small, small, (d, p) => {
        const [n, k] = [BigInt(d), BigInt(p)];
        const table: readonly (readonly [Kernel, bigint])[] = [
          [polynomial({ degree: p }), choose(n + k, k)],
          [polynomial({ degree: p, coef0: 0 }), choose(n + k - 1n, k)],
          [anova({ degree: p }), choose(n, k)],
          [allSubsets(), 2n ** n],
          [power(linear(), p), n ** k],
          [multiply(anova({ degree: p }), linear()), choose(n, k) * n],
        ];
        for (const [kernel, M] of table) {
          const found = counted(kernel, d);
          if (found < Infinity) expect(BigInt(found)).toBe(M);
          else expect(Number(M) * Math.min(d, p)).toBeGreaterThan(2 ** 16);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("products of p of d features cost about p multiplications each, also from 25 features on", () => {
    expect([counted(anova({ degree: 2 }), 20), cost(anova({ degree: 2 }), 20)]).toEqual([190, 380]);
    expect(cost(anova({ degree: 2 }), 1000)).toBe(2 * 499_500);
    const x = Float64Array.from({ length: 40 }, (_, k) => k + 2);
    const Phi = featureMatrix(anova({ degree: 3 }), { rows: 1, cols: 40, data: x });
    expect(Phi.cols).toBe(9880);
    // by increasing bitmask: the highest feature slowest
    let column = 0;
    for (let high = 2; high < 40; high++) {
      for (let middle = 1; middle < high; middle++) {
        for (let low = 0; low < middle; low++) expect(Phi.data[column++]).toBe((high + 2) * (middle + 2) * (low + 2));
      }
    }
  });

  it("a polynomial of degree 1 on 1000 features is its 1001 features", () => {
    const x = Float64Array.from({ length: 1000 }, (_, k) => k + 1);
    const Phi = featureMatrix(polynomial({ degree: 1, gamma: 1, coef0: 4 }), { rows: 1, cols: 1000, data: x });
    expect(Array.from(Phi.data)).toEqual([2, ...Array.from(x).reverse()]);
    expect(featureMatrix(polynomial({ degree: 2 }), { rows: 1, cols: 1000, data: x }).cols).toBe(501_501);
  });

  it("infinite where there are too many to make, whose map is refused", () => {
    for (const [kernel, d] of [
      [rbf(), 3],
      [allSubsets(), 30],
      [power(linear(), 2 ** 31 - 1), 2],
      [polynomial({ degree: 100_000 }), 1],
      [polynomial({ degree: 2 ** 31 - 1, coef0: 0 }), 2],
      [anova({ degree: 20 }), 60],
    ] as const) {
      expect([counted(kernel, d), cost(kernel, d)]).toEqual([Infinity, Infinity]);
      expectError(kernel.kind === "rbf" ? "kernel" : "memory", () => featureMatrix(kernel, { rows: 1, cols: d, data: point(d).features }));
    }
    expect(featureSpaceDimension(resolveKernel(power(anova({ degree: 20 }), 2 ** 31 - 1), point(60)), point(60))).toBe(Infinity);
  });

  it("of a kernel without a map nothing is counted, and no rounding of features is told", () => {
    for (const [kernel, kind] of [
      [rbf(), "rbf"],
      [scale(2, add(linear(), matern({ nu: 1.5, lengthScale: 1 }))), "matern"],
      [exponentiate(linear()), "exponentiated"],
      [sigmoid(), "sigmoid"],
    ] as const) {
      const resolved = resolveKernel(kernel, point(2));
      expectError("kernel", () => featureSize(resolved, point(2)), { kind });
      expectError("kernel", () => featureRounding(resolved, 2), { kind });
    }
  });

  it("high degrees of one feature take no time", () => {
    expect(featureMatrix(power(linear(), 2 ** 31 - 1), [[1], [0.5]]).data).toEqual(Float64Array.of(1, 0));
    expect(featureMatrix(polynomial({ degree: 2 ** 31 - 1, coef0: 0, gamma: 1 }), [[-1]]).data).toEqual(Float64Array.of(-1));
    const Phi = featureMatrix(power(linear(), 20_000), [[1 + 2 ** -20]]);
    expect(at(Phi, 0, 0)).toBeCloseTo(Math.exp(20_000 * Math.log1p(2 ** -20)), 12);
  });

  it("a degree whose binomial coefficients overflow has no features to go by, but a kernel", () => {
    expect(counted(polynomial({ degree: 1029 }), 1)).toBe(1030);
    expect(counted(polynomial({ degree: 1030 }), 1)).toBe(Infinity);
    expect(gram(polynomial({ degree: 2000, coef0: 0.5, gamma: 0.5 }), [1]).data[0]).toBe(1);
  });

  it("many features side by side", () => {
    const Phi = featureMatrix(add(anova({ degree: 4 }), linear()), { rows: 1, cols: 50, data: point(50).features });
    expect(Phi.cols).toBe(230_300 + 50);
  });
});

describe("features that overflow", () => {
  it.each<[string, Kernel, number]>([
    ["a cube", polynomial({ degree: 3 }), 1e110],
    ["a degree of 2000", polynomial({ degree: 2000 }), 1],
    ["a subset", multiply(linear(), allSubsets()), 1e200],
    ["a multiple", scale(4e200, linear()), 1e300],
    ["a map", fromFeatures((x) => x.map((value) => value * 1e300)), 1e300],
    ["a multiplier", multiplier(() => 1e300, linear()), 1e300],
  ])("%s: not-finite", (_, kernel, x) => {
    expectError("not-finite", () => featureMatrix(kernel, [[x]]));
    expectError("not-finite", () => fit(leastSquares({ features: kernel }), [[x], [1]], [1, 2]));
  });

  it("names the row and the column", () => {
    expectError(
      "not-finite",
      () =>
        featureMatrix(polynomial({ degree: 2, gamma: 1 }), [
          [1, 1],
          [1, 1e200],
        ]),
      { row: 1, column: 2 },
    );
  });

  it("are told from such that do not, though powers of γ or c would", () => {
    const Phi = featureMatrix(polynomial({ degree: 3, gamma: 1e200, coef0: 0 }), [[2e-100]]);
    expect(Math.abs(at(Phi, 0, 0) / 8 - 1)).toBeLessThan(1e-14);
    const small = featureMatrix(polynomial({ degree: 2, gamma: 1, coef0: 1e-200 }), [[1]]);
    expect(Math.abs(at(small, 0, 0) / 1e-200 - 1)).toBeLessThan(1e-14);
  });

  it("have a direction where a norm overflows or has no digits", () => {
    const x = { rows: 1, cols: 2, data: Float64Array.of(1.5e308, 1.5e308) };
    for (const value of featureMatrix(normalize(linear()), x).data) expect(value).toBeCloseTo(Math.SQRT1_2, 15);
    const tiny = { rows: 1, cols: 2, data: Float64Array.of(5e-324, 5e-324) };
    for (const value of featureMatrix(normalize(linear()), tiny).data) expect(value).toBeCloseTo(Math.SQRT1_2, 15);
  });
});

it("a function that writes into its point does not change the caller's", () => {
  const X = randomMatrix(1, 5, 2);
  const before = X.data.slice();
  const f = (x: Float64Array): number => x.fill(7).reduce((sum, value) => sum + value, 0);
  const kernel = multiplier(f, onColumns([0, 1], linear()));
  featureMatrix(kernel, X);
  gram(kernel, X);
  fit(leastSquares({ features: kernel }), X, before.subarray(0, 5));
  expect(X.data).toEqual(before);
  expect(featureMatrix(kernel, X).data).toEqual(before.map((value) => 14 * value));
});
