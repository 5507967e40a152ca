import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
  exponentiate,
  featureMatrix,
  fromFeatures,
  gram,
  type Kernel,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  precomputed,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { featureDimension } from "../../src/kernels/features";
import { resolveKernel } from "../../src/kernels/resolve";
import { seenPoint } from "../../src/kernels/seen-point";
import { at, product, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { allSubsetsFeatures } from "../support/features";
import { integers, random } from "../support/generator";
import { amplitude, squares } from "../support/kernels";
import { randomMatrix } from "../support/random";

const d = 3;
const X = randomMatrix(1, 7, d, 1.5);
const Z = randomMatrix(2, 5, d, 1.5);

const FINITE: readonly (readonly [string, number, Kernel])[] = [
  ["linear", 3, linear()],
  ["polynomial", 20, polynomial()],
  ["homogeneous polynomial", 6, polynomial({ coef0: 0, degree: 2 })],
  ["polynomial with γ = 0", 4, polynomial({ gamma: 0, coef0: 2, degree: 1 })],
  ["all subsets", 8, allSubsets()],
  ["ANOVA", 3, anova({ degree: 2 })],
  ["ANOVA of more features than there are", 0, anova({ degree: 4 })],
  ["cosine", 3, cosine()],
  ["constant", 1, constant(2)],
  ["constant 0", 1, constant(0)],
  ["from features", 6, fromFeatures(squares)],
  ["sum", 12, add(linear(), constant(1), allSubsets())],
  ["product", 24, multiply(linear(), allSubsets())],
  ["scaled", 3, scale(0.3, linear())],
  ["power", 9, power(linear(), 2)],
  ["normalised", 8, normalize(allSubsets())],
  ["on columns", 4, onColumns([2, 0], allSubsets())],
  ["after a map", 6, mapInputs(squares, linear())],
  ["with a multiplier", 8, multiplier(amplitude, allSubsets())],
  ["sum with equal terms, gathered", 3, add(linear(), linear())],
];

describe("featureMatrix", () => {
  it.each(FINITE)("%s: φ(x)·φ(z) = k(x, z), in %i dimensions", (_, dimension, kernel) => {
    const [Phi, Psi] = [featureMatrix(kernel, X), featureMatrix(kernel, Z)];
    expect([Phi.rows, Phi.cols, Psi.rows, Psi.cols]).toEqual([7, dimension, 5, dimension]);
    const K = gram(kernel, X, Z);
    const inner = product(Phi, transpose(Psi));
    const sizes = product({ ...Phi, data: Phi.data.map(Math.abs) }, transpose({ ...Psi, data: Psi.data.map(Math.abs) }));
    K.data.forEach((value, k) => {
      expect(Math.abs((inner.data[k] as number) - value)).toBeLessThanOrEqual(
        (dimension + 30) * Number.EPSILON * (sizes.data[k] as number),
      );
    });
    const sample = seenPoint(new Float64Array(d));
    expect(featureDimension(resolveKernel(kernel, sample), sample)).toBe(dimension);
  });

  it("all subsets: column = bitmask, bit k for feature k; ANOVA: the same of one size", () => {
    const whole = { rows: 5, cols: 4, data: integers(random(1), 20, -9, 9) };
    expect(featureMatrix(allSubsets(), whole)).toEqual(allSubsetsFeatures(whole));
    const [x] = [[2, 3, 5]];
    expect(Array.from(featureMatrix(allSubsets(), [x as number[]]).data)).toEqual([1, 2, 3, 6, 5, 10, 15, 30]);
    expect(Array.from(featureMatrix(anova({ degree: 2 }), [x as number[]]).data)).toEqual([6, 10, 15]);
    expect(Array.from(featureMatrix(anova({ degree: 1 }), [x as number[]]).data)).toEqual([2, 3, 5]);
  });

  it("polynomial: exponents in lexicographic order, the last feature fastest", () => {
    const Phi = featureMatrix(polynomial({ gamma: 1, coef0: 1, degree: 2 }), [[2, 3]]);
    const r = Math.SQRT2;
    const expected = [1, 3 * r, 9, 2 * r, 6 * r, 4];
    expect(Phi.cols).toBe(6);
    Phi.data.forEach((value, column) => {
      expect(value).toBeCloseTo(expected[column] as number, 14);
    });
  });

  it("products: the last factor fastest; powers as products", () => {
    const Phi = featureMatrix(power(linear(), 2), [[2, 3]]);
    expect(Array.from(Phi.data)).toEqual([4, 6, 6, 9]);
  });

  it("a function is the map itself, and may not change its length", () => {
    expect(
      featureMatrix(
        (x) => [x[0] as number, 1],
        [
          [2, 9],
          [3, 9],
        ],
      ),
    ).toEqual({ rows: 2, cols: 2, data: Float64Array.of(2, 1, 3, 1) });
    expectError("shape", () => featureMatrix((x) => (x[0] === 2 ? [1] : [1, 2]), [[2], [3]]), { argument: "features" });
    expectError("not-finite", () => featureMatrix(() => [Number.NaN], [[2]]));
  });

  it("a map that tells points by their values sees the points, and not made-up ones", () => {
    const logarithms = (x: Float64Array): Float64Array => x.map((value) => Math.log(value));
    const positive = [
      [1, 2],
      [3, 4],
    ];
    expect(featureMatrix(mapInputs(logarithms, linear()), positive).data).toEqual(Float64Array.of(1, 2, 3, 4).map(Math.log));
    expect(featureMatrix(fromFeatures(logarithms), positive).data).toEqual(Float64Array.of(1, 2, 3, 4).map(Math.log));
  });

  it.each<[string, Kernel]>([
    ["rbf", rbf()],
    ["sigmoid", sigmoid()],
    ["χ²", chi2()],
    ["white", white(1)],
    ["precomputed", precomputed()],
    ["custom", custom(() => 1)],
    ["exponentiated", exponentiate(linear())],
    ["a sum with rbf", add(linear(), rbf())],
    ["a product with rbf", multiply(linear(), rbf())],
    ["a negative multiple", scale(-1, linear())],
    ["a negative constant", constant(-1)],
    ["coef0 < 0", polynomial({ coef0: -1 })],
    ["unknown", { kind: "?" }],
  ])("%s has no finite map of real features", (_, kernel) => {
    expectError("kernel", () => featureMatrix(kernel, X));
  });

  it("the features of many points fill one matrix", () => {
    const Phi = featureMatrix(polynomial({ degree: 2 }), randomMatrix(3, 1000, 4));
    expect([Phi.rows, Phi.cols]).toEqual([1000, 15]);
    expect(at(Phi, 999, 0)).toBe(1);
  });

  it("a high degree has features, too", () => {
    const kernel = polynomial({ gamma: 1, coef0: 1, degree: 200 });
    const Phi = featureMatrix(kernel, [[0.5], [-0.25]]);
    expect(Phi.cols).toBe(201);
    expect(Phi.data.every(Number.isFinite)).toBe(true);
    const [k] = gram(kernel, [[0.5]], [[-0.25]]).data;
    const sum = Array.from({ length: 201 }, (_, c) => at(Phi, 0, c) * at(Phi, 1, c)).reduce((total, term) => total + term, 0);
    expect(Math.abs(sum - (k as number))).toBeLessThanOrEqual(1e-12 * 1.125 ** 200);
  });

  it("too many features are refused before they are made", () => {
    expectError("memory", () => featureMatrix(allSubsets(), [new Array<number>(31).fill(0)]));
    expectError("memory", () => featureMatrix(allSubsets(), [new Array<number>(28).fill(1)]));
    expectError("memory", () => featureMatrix(polynomial(), [new Array<number>(400).fill(1)]));
    expectError("memory", () =>
      featureMatrix(
        allSubsets(),
        Array.from({ length: 3000 }, () => new Array<number>(20).fill(0)),
      ),
    );
  });
});
