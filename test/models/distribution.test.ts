import { describe, expect, it } from "vitest";
import {
  add,
  custom,
  distributionPredictor,
  fit,
  fromJSON,
  type GaussianProcessModel,
  gaussianProcess,
  gram,
  kernelRidge,
  linear,
  type Matrix,
  matern,
  periodic,
  polynomial,
  precomputed,
  predict,
  predictComponents,
  predictDistribution,
  rbf,
  rowOf,
  samplePosterior,
  samplePrior,
  scale,
  sigmoid,
  toJSON,
  white,
} from "../../src/entries/index";
import { predict as serve, predictor as serveOne } from "../../src/entries/predict";
import { expectError } from "../support/errors";
import { random as seeded } from "../support/generator";

const source = seeded(7);
const random = (): number => source.uniform();
const points = (n: number, d: number): number[][] => Array.from({ length: n }, () => Array.from({ length: d }, () => 4 * random() - 2));
const X = points(30, 2);
const y = X.map(([a, b]) => Math.sin(a as number) + 3 + 0.5 * (b as number));
const Z = points(300, 2);
const kernel = add(scale(2, rbf({ lengthScale: [1, 2] })), white(0.01));

/** Gaussian elimination with partial pivoting, all columns of B at once. */
function solve(A: readonly number[][], B: readonly number[][]): number[][] {
  const rows = A.map((row, i) => [...row, ...(B[i] as number[])]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const best = rows.reduce((p, row, i) => (i >= k && Math.abs(row[k] as number) > Math.abs(rows[p]?.[k] as number) ? i : p), k);
    [rows[k], rows[best]] = [rows[best] as number[], rows[k] as number[]];
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = (row[k] as number) / (rows[k]?.[k] as number);
      for (let j = k; j < row.length; j++) row[j] = (row[j] as number) - factor * (rows[k]?.[j] as number);
    });
  }
  return rows.map((row, k) => row.slice(n).map((value) => value / (row[k] as number)));
}

const arrays = (m: Matrix): number[][] => Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i)));

/** Universal kriging as geostatistics writes it: [G F; Fᵀ 0][w; μ] = [k; f] for each new point, mean wᵀy, variance k(z, z) − wᵀk − μᵀf. */
function kriging(
  noise: readonly number[],
  basis: (x: readonly number[]) => number[],
  at: readonly number[][],
): { mean: number[]; variance: number[] } {
  const G = arrays(gram(kernel, X));
  G.forEach((row, i) => {
    row[i] = (row[i] as number) + (noise[i] as number);
  });
  const F = X.map(basis);
  const p = (F[0] as number[]).length;
  const system = [
    ...G.map((row, i) => [...row, ...(F[i] as number[])]),
    ...Array.from({ length: p }, (_, k) => [...F.map((f) => f[k] as number), ...new Array<number>(p).fill(0)]),
  ];
  const K = arrays(gram(kernel, X, at));
  const right = [...K, ...Array.from({ length: p }, (_, k) => at.map((z) => basis(z)[k] as number))];
  const W = solve(system, right);
  const dot = (j: number, rows: readonly number[][], from = 0): number =>
    rows.reduce((sum, row, i) => sum + (row[j] as number) * (W[from + i]?.[j] as number), 0);
  return {
    mean: at.map((_, j) => y.reduce((sum, value, i) => sum + value * (W[i]?.[j] as number), 0)),
    variance: at.map((_, j) => 2 - dot(j, right)),
  };
}

const expectClose = (got: ArrayLike<number>, want: readonly number[], bound: number): void => {
  expect(got).toHaveLength(want.length);
  want.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(bound);
  });
};

describe("predictDistribution", () => {
  const noises = X.map((_, i) => 0.02 + 0.01 * i);

  it.each([
    ["none", "none", () => []],
    ["constant", "constant", () => [1]],
    ["linear", "linear", (x: readonly number[]) => [1, ...x]],
    [
      "features",
      polynomial({ degree: 2 }),
      (x: readonly number[]) => [1, ...x, ...x.map((a) => a * a), (x[0] as number) * (x[1] as number)],
    ],
  ] as const)("is universal kriging with the trend %s", (_, trend, basis) => {
    const at = Z.slice(0, 20);
    const model = fit(gaussianProcess({ kernel, noise: noises, trend }), X, y);
    const { mean, variance } = predictDistribution(model, at);
    const want = kriging(noises, basis as (x: readonly number[]) => number[], at);
    expectClose(mean, want.mean, 1e-10);
    expectClose(variance, want.variance, 1e-11);
  });

  const model = fit(gaussianProcess({ kernel, noise: 0.1, trend: "linear" }), X, y);

  it("has the same bits for one point as for many, and in a predictor", () => {
    const { mean, variance } = predictDistribution(model, Z);
    const predictor = distributionPredictor(model);
    for (const i of [0, 1, 255, 256, 299]) {
      const one = predictDistribution(model, [Z[i] as number[]]);
      expect(one.variance[0]).toBe(variance[i]);
      expect(predictor(Z[i] as number[])).toEqual({ mean: mean[i], variance: variance[i] });
    }
    predictor.release();
    expectError("argument", () => predictor(Z[0] as number[]));
  });

  it("a model read back gives the same bits, also without WebAssembly", () => {
    const copy = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as GaussianProcessModel<Float64Array>;
    expect(predictDistribution(copy, Z)).toEqual(predictDistribution(model, Z));
    expect(serve(copy, Z)).toEqual(predict(model, Z));
    expect(serveOne(copy)(Z[3] as number[])).toBe(predict(model, Z)[3]);
  });

  it("the covariance is symmetric, has the variances on its diagonal, and lᵀ cov l ≥ 0", () => {
    const at = Z.slice(0, 60);
    const { variance, covariance } = predictDistribution(model, at, { covariance: true });
    const C = arrays(covariance as Matrix);
    C.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBe(C[j]?.[i]);
      });
    });
    expectClose(
      C.map((row, i) => row[i] as number),
      Array.from(predictDistribution(model, at).variance),
      1e-14,
    );
    expectClose(
      variance,
      C.map((row, i) => row[i] as number),
      0,
    );
    const l = at.map(() => random() - 0.5);
    const image = C.map((row) => row.reduce((sum, value, j) => sum + value * (l[j] as number), 0));
    expect(image.reduce((sum, value, i) => sum + value * (l[i] as number), 0)).toBeGreaterThan(-1e-12);
  });

  it("of a new observation has the noise and the white noise more", () => {
    const [function_, observed] = [predictDistribution(model, Z), predictDistribution(model, Z, { noise: true })];
    expectClose(
      observed.variance.map((value, i) => value - (function_.variance[i] as number)),
      Z.map(() => 0.11),
      1e-15,
    );
  });

  it("the mean is kernel ridge regression, with an intercept for a constant trend", () => {
    for (const [trend, intercept] of [
      ["none", false],
      ["constant", true],
    ] as const) {
      const ridge = fit(kernelRidge({ kernel, lambda: 0.1, intercept }), X, y);
      expectClose(predict(fit(gaussianProcess({ kernel, noise: 0.1, trend }), X, y), Z), Array.from(predict(ridge, Z)), 1e-11);
    }
  });

  it("a weight is a number of observations: equal points with one mean are one point of more weight", () => {
    const [twice, once] = [
      fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.3 }), [0, 1, 1, 2], [1, 2, 4, 0]),
      fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.3 }), [0, 1, 2, 5], [1, 3, 0, 9], { sampleWeight: [1, 2, 1, 0] }),
    ];
    expect(once.n).toBe(3);
    expect(Array.from(once.noise as Float64Array)).toEqual([0.3, 0.15, 0.3]);
    const [a, b] = [predictDistribution(twice, [0.5, 1, 3]), predictDistribution(once, [0.5, 1, 3])];
    expectClose(a.mean, Array.from(b.mean), 1e-14);
    expectClose(a.variance, Array.from(b.variance), 1e-14);
  });

  it("several targets share the variance", () => {
    const Y = y.map((value, i) => [value, i]);
    const both = predictDistribution(fit(gaussianProcess({ kernel, trend: "linear" }), X, Y), Z);
    const one = predictDistribution(fit(gaussianProcess({ kernel, trend: "linear" }), X, y), Z);
    expect(both.mean.cols).toBe(2);
    expectClose(
      both.mean.data.filter((_, at) => at % 2 === 0),
      Array.from(one.mean),
      1e-12,
    );
    expect(both.variance).toEqual(one.variance);
  });

  it("without noise the variance at the points is 0 but for rounding, never below, and says so", () => {
    const exact = fit(gaussianProcess({ kernel: matern({ nu: 1.5, lengthScale: 1 }), noise: 0 }), X, y);
    const { variance, roundedToZero } = predictDistribution(exact, X);
    expect(variance.every((value) => value >= 0 && value < 1e-13)).toBe(true);
    expect(roundedToZero).toBeLessThanOrEqual(variance.filter((value) => value === 0).length);
    expect(roundedToZero).toBeGreaterThan(0);
  });

  it("the restricted likelihood does not change when the trend is shifted, and is that of differences", () => {
    const shifted = y.map((value, i) => value + 100 - 3 * (X[i]?.[0] as number) + (X[i]?.[1] as number));
    const likelihood = (values: readonly number[]): number =>
      fit(gaussianProcess({ kernel, trend: "linear" }), X, values).logMarginalLikelihood;
    expect(Math.abs(likelihood(shifted) - likelihood(y))).toBeLessThan(1e-9);
    // of two points with a constant trend it is the density of (y₁ − y₂)/√2, by Harville's normalisation
    const { logMarginalLikelihood } = fit(
      gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.5, trend: "constant" }),
      [0, 1],
      [1, 3],
    );
    const variance = 1.5 - Math.exp(-0.5);
    expect(logMarginalLikelihood).toBeCloseTo(-0.5 * (2 / variance + Math.log(2 * Math.PI * variance)), 13);
  });

  it("a kernel that is no covariance is told of, and refused where its variance would be negative", () => {
    const tanh = sigmoid({ gamma: 3, coef0: -1 });
    const wrong = fit(gaussianProcess({ kernel: tanh, noise: 40 }), X, y);
    expect(wrong.report.warnings.some((warning) => /not known to be positive semi-definite/.test(warning))).toBe(true);
    // k(z, z) = tanh(3‖z‖² − 1) is itself below 0 near the origin
    const error = expectError("not-positive-definite", () =>
      predictDistribution(wrong, [
        [2, 2],
        [0.1, 0],
      ]),
    );
    expect([error.pivot, Math.sign(error.value as number)]).toEqual([1, -1]);
    expectError("not-positive-definite", () => predictDistribution(wrong, [[0.1, 0]], { covariance: true }));
    // a function that says nothing of itself, and is a covariance
    const own = custom((a, b) => Math.exp(-a.reduce((sum, value, k) => sum + (value - (b[k] as number)) ** 2, 0)));
    const right = fit(gaussianProcess({ kernel: own, noise: 1e-6 }), X, y);
    expect(right.report.warnings).toHaveLength(1);
    expect(predictDistribution(right, X).variance.every((value) => value >= 0)).toBe(true);
  });

  it("refuses what has no variance", () => {
    const ridge = fit(kernelRidge({ kernel }), X, y);
    expectError("argument", () => predictDistribution(ridge as unknown as GaussianProcessModel<Float64Array>, Z));
    expectError("shape", () => predictDistribution(model, [1, 2, 3]));
    const own = fit(gaussianProcess({ kernel: precomputed() }), gram(kernel, X), y);
    expect(predict(own, gram(kernel, Z, X))).toHaveLength(Z.length);
    expectError("unsupported", () => predictDistribution(own, gram(kernel, Z, X)));
    const varied = fit(gaussianProcess({ kernel, noise: noises }), X, y);
    expectError("argument", () => predictDistribution(varied, Z, { noise: true }));
    expectError("shape", () => fit(gaussianProcess({ kernel, noise: [1, 2] }), X, y));
    expectError("kernel", () => fit(gaussianProcess({ kernel: precomputed(), trend: "linear" }), gram(kernel, X), y));
    const dependent = expectError("singular", () =>
      fit(gaussianProcess({ kernel, trend: (x) => [1, x[0] as number, 2 * (x[0] as number) - 1] }), X, y),
    );
    expect([0, 1, 2]).toContain(dependent.column);
    expectError("singular", () => fit(gaussianProcess({ kernel, trend: "linear" }), X.slice(0, 2), y.slice(0, 2)));
  });
});

describe("predictComponents", () => {
  it("add up to the prediction, with the trend", () => {
    const sum = add(rbf({ lengthScale: 1 }), periodic({ period: 1, lengthScale: 1, metric: "per-feature" }), linear());
    const model = fit(gaussianProcess({ kernel: sum, noise: 0.1 }), X, y);
    const parts = predictComponents(model, Z);
    expect(parts.map((part) => part.kernel.kind)).toEqual(["linear", "periodic", "rbf"]);
    const total = Z.map((_, i) => parts.reduce((all, { mean }) => all + (mean[i] as number), 0));
    expectClose(predict(model, Z), total, 1e-11);
    expectError("kernel", () => predictComponents(fit(kernelRidge({ kernel: rbf() }), X, y), Z));
  });
});

describe("samples", () => {
  const at = [-1, 0, 0.5, 0.5, 3];

  it("of the prior have the covariance of the kernel: every entry within five deviations of its estimate", () => {
    const count = 4000;
    const smooth = rbf({ lengthScale: 1 });
    const draws = samplePrior(smooth, at, { count, seed: 3 });
    const K = gram(smooth, at);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        let sum = 0;
        for (let c = 0; c < count; c++) sum += (draws.data[5 * c + i] as number) * (draws.data[5 * c + j] as number);
        const want = K.data[5 * i + j] as number;
        // the variance of x_i x_j is k_ii k_jj + k_ij²
        expect(Math.abs(sum / count - want)).toBeLessThan(5 * Math.sqrt((1 + want * want) / count));
      }
    }
    // equal points have equal values
    for (let c = 0; c < 20; c++) expect(Math.abs((draws.data[5 * c + 2] as number) - (draws.data[5 * c + 3] as number))).toBeLessThan(1e-6);
  });

  it("of the posterior go through points without noise, and have its mean and variance", () => {
    const model = fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0 }), [-1, 0, 2], [1, 0, 2]);
    const count = 4000;
    const draws = samplePosterior(model, at, { count, seed: 11 });
    const { mean, variance } = predictDistribution(model, at);
    for (let i = 0; i < 5; i++) {
      const values = Array.from({ length: count }, (_, c) => draws.data[5 * c + i] as number);
      const average = values.reduce((sum, value) => sum + value, 0) / count;
      const spread = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count;
      expect(Math.abs(average - (mean[i] as number))).toBeLessThanOrEqual(5 * Math.sqrt((variance[i] as number) / count) + 1e-7);
      expect(Math.abs(spread - (variance[i] as number))).toBeLessThanOrEqual(5 * (variance[i] as number) * Math.sqrt(2 / count) + 1e-14);
    }
  });

  it("are the same for the same seed, and more of them begin with the fewer", () => {
    const few = samplePrior(rbf(), at, { count: 3, seed: 5 });
    expect(samplePrior(rbf(), at, { count: 3, seed: 5 })).toEqual(few);
    expect(samplePrior(rbf(), at, { count: 9, seed: 5 }).data.slice(0, 15)).toEqual(few.data);
    expect(samplePrior(rbf(), at, { count: 3, seed: 6 })).not.toEqual(few);
  });
});
