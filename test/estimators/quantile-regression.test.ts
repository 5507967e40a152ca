import { describe, expect, it } from "vitest";
import {
  absolute,
  epsilonInsensitive,
  fit,
  gram,
  kernelDescent,
  predict,
  quantile,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { times } from "../support/dense";
import { random } from "../support/generator";
import { randomMatrix, randomVector } from "../support/random";

const n = 60;
const X = randomMatrix(1, n, 2);
const noise = randomVector(2, n, 1);
const y = Array.from(
  { length: n },
  (_, i) => Math.sin(2 * (X.data[2 * i] as number)) + (noise[i] as number) * (1 + Math.abs(X.data[2 * i] as number)),
);
const kernel = rbf({ gamma: 0.8 });
const K = gram(kernel, X);
const weights = noise.map((value) => 0.5 + value * value);

/** J and its dual value at β, by the definitions: −½ of the box problem, times 2λ. */
function values(tau: number, lambda: number, beta: Float64Array, b: number, w: ArrayLike<number>) {
  const Kbeta = times(K, beta);
  const square = beta.reduce((sum, x, i) => sum + x * (Kbeta[i] as number), 0);
  const loss = y.reduce((sum, t, i) => {
    const e = t - (Kbeta[i] as number) - b;
    return sum + (w[i] as number) * Math.max(tau * e, (tau - 1) * e);
  }, 0);
  return {
    loss,
    primal: loss + lambda * square,
    dual: 2 * lambda * beta.reduce((sum, x, i) => sum + x * (y[i] as number), 0) - lambda * square,
  };
}

describe.each([0.05, 0.5, 0.8, 0.95])("the quantile τ = %d by support vectors", (tau) => {
  it.each([
    [true, false],
    [false, false],
    [true, true],
  ])("intercept %s, weights %s: β in its box, J within the gap of its dual", (intercept, weighted) => {
    const [lambda, tolerance] = [0.05, 1e-7];
    const w = weighted ? weights : new Float64Array(n).fill(1);
    const estimator = supportVectorRegression({ kernel, lambda, loss: quantile({ tau }), intercept, tolerance });
    const model = fit(estimator, X, y, weighted ? { sampleWeight: weights } : {});
    const { coefficients: beta, report } = model;
    const C = w.map((weight) => weight / (2 * lambda));
    beta.forEach((x, i) => {
      expect(x).toBeGreaterThanOrEqual(-(1 - tau) * (C[i] as number) * (1 + 4e-16));
      expect(x).toBeLessThanOrEqual(tau * (C[i] as number) * (1 + 4e-16));
    });
    const { loss, primal, dual } = values(tau, lambda, beta, model.intercept, w);
    const gap = report.gap?.[0] as number;
    expect(report.warnings).toEqual([]);
    expect(gap).toBeLessThanOrEqual(tolerance);
    expect(Math.abs((primal - dual) / primal - gap)).toBeLessThan(1e-12);
    expect(Math.abs((report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-11 * loss);
    if (intercept) expect(Math.abs(beta.reduce((a, c) => a + c, 0))).toBeLessThan(1e-11 * n * Math.max(...C));
  });

  it("with an intercept about nτ points lie below, by the property of quantiles: Σβ = 0 in those boxes", () => {
    const model = fit(supportVectorRegression({ kernel, lambda: 0.05, loss: quantile({ tau }), tolerance: 1e-9 }), X, y);
    const h = predict(model, X);
    const slack = 1e-6;
    const below = y.filter((t, i) => t < (h[i] as number) - slack).length;
    const above = y.filter((t, i) => t > (h[i] as number) + slack).length;
    expect(below).toBeLessThanOrEqual(tau * n);
    expect(above).toBeLessThanOrEqual((1 - tau) * n);
  });
});

it("descent on the same loss comes down to that optimum, never below", () => {
  const [tau, lambda] = [0.8, 0.5];
  const ones = new Float64Array(n).fill(1);
  const exact = fit(supportVectorRegression({ kernel, lambda, loss: quantile({ tau }), intercept: false, tolerance: 1e-9 }), X, y);
  const descent = fit(kernelDescent({ kernel, lambda, loss: quantile({ tau }), iterations: 30_000 }), X, y);
  const [best, reached] = [exact, descent].map(({ coefficients }) => values(tau, lambda, coefficients, 0, ones).primal) as [number, number];
  expect(reached).toBeGreaterThanOrEqual(best * (1 - 1e-8));
  expect(reached).toBeLessThan(best * 1.01);
});

it("the median is half of least absolute deviations, and those the ε-insensitive loss with ε = 0", () => {
  const base = { kernel, tolerance: 1e-10 };
  const median = fit(supportVectorRegression({ ...base, lambda: 0.1, loss: "quantile" }), X, y);
  const lad = fit(supportVectorRegression({ ...base, lambda: 0.2, loss: absolute() }), X, y);
  const tube = fit(supportVectorRegression({ ...base, lambda: 0.2, loss: epsilonInsensitive({ epsilon: 0 }) }), X, y);
  expect(lad.coefficients).toEqual(tube.coefficients);
  expect(median.coefficients).toEqual(lad.coefficients);
  expect(median.report.trainingLoss[0]).toBe((lad.report.trainingLoss[0] as number) / 2);
});

it("a constant model is the quantile of the targets themselves", () => {
  const next = random(7).uniform;
  const sample = Array.from({ length: 101 }, () => next() ** 2);
  const sorted = sample.slice().sort((a, c) => a - c);
  for (const tau of [0.1, 0.25, 0.5, 0.9]) {
    const flat = fit(
      supportVectorRegression({ kernel: rbf(), lambda: 1e6, loss: quantile({ tau }), tolerance: 1e-9 }),
      sample.map((_, i) => [i]),
      sample,
    );
    // 101 τ is no whole number: one order statistic
    expect(Math.abs(flat.intercept - (sorted[Math.floor(101 * tau)] as number))).toBeLessThan(1e-4);
  }
});

it("y times a power of two gives coefficients times that, bit for bit", () => {
  const run = (c: number) =>
    fit(
      supportVectorRegression({ kernel, lambda: 0.2 / c, loss: quantile({ tau: 0.7 }) }),
      X,
      y.map((value) => value * c),
    );
  const one = run(1);
  for (const c of [2 ** -600, 2 ** 700]) expect(run(c).coefficients).toEqual(one.coefficients.map((value) => value * c));
});
