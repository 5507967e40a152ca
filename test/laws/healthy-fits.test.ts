import { describe, expect, it } from "vitest";
import {
  add,
  chi2,
  constant,
  cosine,
  fit,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  laplacian,
  leastSquares,
  linear,
  linearDescent,
  type Matrix,
  matern,
  polynomial,
  type Report,
  rationalQuadratic,
  rbf,
  scale,
  spectralFilter,
  standardize,
  supportVectorRegression,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";

/** Ordinary data, ordinary settings: a warning here would be one too many. */

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly labels: readonly string[];
  readonly weights: Float64Array;
}

/** n points of d features by `feature`, and a smooth function of them with noise of a tenth of its size. */
function data(seed: number, n: number, d: number, feature: (source: ReturnType<typeof random>) => number): Data {
  const source = random(seed);
  const X = { rows: n, cols: d, data: Float64Array.from({ length: n * d }, () => feature(source)) };
  const y = Float64Array.from({ length: n }, (_, i) => {
    const x = X.data.subarray(i * d, (i + 1) * d);
    const clean = Math.sin(2 * (x[0] as number)) + 0.5 * (x[d - 1] as number) + x.reduce((sum, value) => sum + value * value, 0) / (4 * d);
    return clean + 0.1 * source.normal();
  });
  const median = Array.from(y).sort((a, b) => a - b)[Math.floor(n / 2)] as number;
  const labels = Array.from(y, (value, i) => (value + 0.2 * Math.sin(i) > median ? "high" : "low"));
  return { X, y, labels, weights: Float64Array.from({ length: n }, () => source.between(0.5, 2)) };
}

const normal = (seed: number, n: number, d: number): Data => data(seed, n, d, (source) => source.normal());
const unit = (seed: number, n: number, d: number): Data => data(seed, n, d, (source) => source.between(-1, 1));
const positive = (seed: number, n: number, d: number): Data => data(seed, n, d, (source) => source.between(0.05, 1));

/** A table in its own units, brought to mean 0 and deviation 1. */
function table(seed: number, n: number): Data {
  const raw = normal(seed, n, 4);
  const units = [2970, 105, 15, 5];
  const X = { ...raw.X, data: raw.X.data.map((value, at) => (units[at % 4] as number) * (1 + 0.3 * value)) };
  return { ...raw, X: standardize(X).X };
}

const fits: readonly (readonly [name: string, run: () => { readonly report: Report }])[] = [
  ["rbf, 20 points", ridge(normal(1, 20, 2), rbf(), 0.1)],
  ["rbf, 300 points", ridge(normal(2, 300, 3), rbf(), 0.1)],
  ["rbf, λ = 1e-4", ridge(normal(3, 100, 2), rbf({ gamma: 0.3 }), 1e-4)],
  ["rbf, intercept", ridge(normal(4, 150, 4), rbf(), 1e-2, { intercept: true })],
  ["rbf, weights", ridge(normal(5, 80, 2), rbf(), 1, { weighted: true })],
  ["rbf, a standardised table", ridge(table(6, 200), rbf(), 1e-2, { intercept: true, weighted: true })],
  ["rbf by length scales", ridge(normal(7, 60, 2), rbf({ lengthScale: [1, 2] }), 1e-3)],
  ["Matérn 3/2", ridge(normal(8, 120, 3), matern({ nu: 1.5, lengthScale: 2 }), 1e-3, { intercept: true })],
  ["Matérn 5/2", ridge(unit(9, 200, 2), matern({ nu: 2.5, lengthScale: 1 }), 1e-2)],
  ["Matérn 1/2", ridge(unit(10, 50, 1), matern({ nu: 0.5, lengthScale: 1 }), 1e-4)],
  ["Laplacian", ridge(normal(11, 90, 3), laplacian(), 0.1, { weighted: true })],
  ["rational quadratic", ridge(normal(12, 70, 2), rationalQuadratic({ alpha: 1, lengthScale: 1 }), 1e-2)],
  ["linear, tall", ridge(normal(13, 200, 5), linear(), 1, { intercept: true })],
  ["linear, wide", ridge(normal(14, 20, 40), linear(), 1, { intercept: true })],
  ["polynomial of degree 2, tall", ridge(unit(15, 150, 2), polynomial({ degree: 2 }), 0.1)],
  ["polynomial of degree 3, intercept", ridge(unit(16, 100, 1), polynomial({ degree: 3, gamma: 1 }), 1e-2, { intercept: true })],
  ["polynomial of degree 3, λ = 1e-4", ridge(unit(17, 60, 2), polynomial(), 1e-4)],
  ["polynomial of degree 4, weights", ridge(unit(18, 40, 2), polynomial({ degree: 4 }), 1, { weighted: true })],
  ["a sum with white noise", ridge(normal(19, 80, 2), add(scale(2, rbf()), constant(1), white(0.01)), 1e-3)],
  ["χ² of shares", ridge(positive(20, 60, 5), chi2(), 0.1)],
  ["cosine", ridge(normal(21, 50, 3), cosine(), 0.5, { intercept: true })],
  ["rbf by pivoted Cholesky", ridge(normal(22, 100, 1), rbf(), 0.1, { solver: "pivotedCholesky" })],
  ["rbf by eigenvalues", ridge(normal(23, 60, 2), rbf(), 0.1, { solver: "eigen" })],
  ["polynomial by its features", ridge(unit(24, 60, 2), polynomial({ degree: 2 }), 0.1, { solver: "primal", intercept: true })],
  ["least squares", () => fit(leastSquares({ intercept: true }), table(25, 80).X, table(25, 80).y)],
  [
    "least squares on quadratic features",
    withData(unit(26, 60, 2), ({ X, y }) => fit(leastSquares({ features: polynomial({ degree: 2 }) }), X, y)),
  ],
  ["squared classifier", withData(normal(27, 120, 2), ({ X, labels }) => fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels))],
  [
    "logistic classifier",
    withData(normal(28, 100, 2), ({ X, labels }) =>
      fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic", intercept: true }), X, labels),
    ),
  ],
  [
    "support vector machine",
    withData(normal(29, 100, 2), ({ X, labels }) =>
      fit(kernelClassifier({ kernel: rbf(), lambda: 0.5, loss: "hinge", intercept: true }), X, labels),
    ),
  ],
  [
    "support vector regression",
    withData(normal(30, 100, 2), ({ X, y }) => fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1, epsilon: 0.1 }), X, y)),
  ],
  [
    "descent on the kernel",
    withData(normal(31, 80, 2), ({ X, y }) => fit(kernelDescent({ kernel: rbf(), lambda: 0.01, iterations: 300 }), X, y)),
  ],
  [
    "descent on the weights, Huber's loss",
    withData(table(32, 100), ({ X, y }) => fit(linearDescent({ loss: "huber", iterations: 300, intercept: true }), X, y)),
  ],
  ["early stopping by eigenvalues", withData(normal(33, 60, 2), ({ X, y }) => spectralFilter(rbf(), X, y, { step: 1e-3, steps: 300 }))],
  ["several targets", withData(normal(34, 60, 2), ({ X, y }) => fit(kernelRidge({ kernel: rbf(), lambda: [0.1, 1e-3] }), X, pairs(y)))],
  ["temperatures of a year", ridge(year(), rbf({ gamma: 8 }), 0.1, { intercept: true })],
];

function withData(given: Data, run: (given: Data) => { readonly report: Report }): () => { readonly report: Report } {
  return () => run(given);
}

type Solver = NonNullable<Parameters<typeof kernelRidge>[0]["solver"]>;

function ridge(
  { X, y, weights }: Data,
  kernel: Parameters<typeof kernelRidge>[0]["kernel"],
  lambda: number,
  { intercept = false, weighted = false, solver = "auto" }: { intercept?: boolean; weighted?: boolean; solver?: Solver } = {},
): () => { readonly report: Report } {
  return () => fit(kernelRidge({ kernel, lambda, intercept, solver }), X, y, weighted ? { sampleWeight: weights } : {});
}

function pairs(y: Float64Array): Matrix {
  return { rows: y.length, cols: 2, data: Float64Array.from({ length: 2 * y.length }, (_, at) => (y[at >> 1] as number) * (1 + (at % 2))) };
}

/** 52 weeks as shares of the year, degrees Celsius. */
function year(): Data {
  const raw = normal(35, 52, 1);
  const X = { rows: 52, cols: 1, data: Float64Array.from({ length: 52 }, (_, i) => i / 52) };
  return { ...raw, X, y: Float64Array.from(raw.y, (value, i) => 10 - 9 * Math.cos((2 * Math.PI * i) / 52) + value) };
}

describe("warnings are few and true: none for healthy fits", () => {
  it.each(fits)("%s", (_, run) => {
    expect(run().report.warnings).toEqual([]);
  });

  it("30 at least", () => {
    expect(fits.length).toBeGreaterThanOrEqual(30);
  });
});

describe("the bound of a healthy fit", () => {
  it("is below a millionth of the deviation of y at the points", () => {
    const { X, y } = normal(40, 100, 2);
    for (const kernel of [rbf(), matern({ nu: 1.5, lengthScale: 1 })]) {
      const { report } = fit(kernelRidge({ kernel, lambda: 1e-3, intercept: true }), X, y);
      const { errorBound } = report as Report & { readonly errorBound?: number | null };
      if (typeof errorBound !== "number") expect.fail(`errorBound is ${errorBound}`);
      expect(errorBound).toBeLessThan(1e-6 * 0.5);
      expect(errorBound).toBeGreaterThanOrEqual(0);
    }
  });
});
