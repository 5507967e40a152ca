import { describe, expect, it } from "vitest";
import { allSubsets, fit, gram, kernelDescent, linear, type Matrix, polynomial, precomputed, predict, rbf } from "../../src/entries/index";
import { applySpectral, build, columnOf, distance, jacobi, norm, pickRows, times, transpose } from "../support/dense";
import { allSubsetsFeatures, polynomialFeatures } from "../support/features";
import { EPSILON } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const STEPS = [1, 2, 5, 50, 500];
const [n, d] = [24, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const kernel = rbf({ gamma: 0.6 });

/** Rounding of t stable steps: each adds a relative error of a few n·ε and none is amplified. */
const traceBound = (t: number, size = n): number => 4 * (t + 1) * size * EPSILON;

/** (1 − (1 − 2sμ)ᵗ)/μ, 2st in the limit μ = 0. */
const filter = (step: number, t: number) => (mu: number) => (mu === 0 ? 2 * step * t : -Math.expm1(t * Math.log1p(-2 * step * mu)) / mu);

describe("descent on the weights and on the coefficients", () => {
  const parameters = { gamma: 0.5, coef0: 1, degree: 2 };
  it.each([
    { name: "linear", k: linear(), features: (points: Matrix) => points },
    { name: "polynomial", k: polynomial(parameters), features: (points: Matrix) => polynomialFeatures(points, parameters) },
    { name: "all subsets", k: allSubsets(), features: allSubsetsFeatures },
  ])("$name: w_t = Σ α_i φ(x_i) at every t", ({ k, features }) => {
    const Phi = features(X);
    const Z = randomMatrix(3, 5, d);
    const step = 0.4 / (jacobi(gram(k, X)).values[n - 1] as number);
    let w: Float64Array = new Float64Array(Phi.cols);
    for (let t = 1; t <= 50; t++) {
      const slopes = times(Phi, w).map((h, i) => 2 * (h - (y[i] as number)));
      const gradient = times(transpose(Phi), slopes);
      w = w.map((value, m) => value - step * (gradient[m] as number));
      if (!STEPS.includes(t)) continue;
      const model = fit(kernelDescent({ kernel: k, step, iterations: t }), X, y);
      const size = Math.max(norm(w), norm(Phi.data) * norm(model.coefficients));
      expect(distance(times(transpose(Phi), model.coefficients), w)).toBeLessThanOrEqual(traceBound(t) * size);
      const predictions = times(features(Z), w);
      expect(distance(predict(model, Z), predictions)).toBeLessThanOrEqual(traceBound(t) * norm(features(Z).data) * size);
    }
  });
});

describe("descent is a spectral filter", () => {
  const eigen = jacobi(gram(kernel, X));
  const largest = eigen.values[n - 1] as number;

  it.each([0, 0.3])("functional, λ = %d", (lambda) => {
    const step = 0.45 / (largest + lambda);
    for (const t of STEPS) {
      const { coefficients } = fit(kernelDescent({ kernel, lambda, step, iterations: t }), X, y);
      const expected = applySpectral(eigen, (value) => filter(step, t)(Math.max(value, 0) + lambda), y);
      expect(distance(coefficients, expected)).toBeLessThanOrEqual(traceBound(t) * norm(expected));
    }
  });

  it.each([0, 0.3])("Euclidean, λ = %d", (lambda) => {
    const step = 0.45 / (largest * (largest + lambda));
    for (const t of STEPS) {
      const { coefficients } = fit(kernelDescent({ kernel, lambda, gradient: "euclidean", step, iterations: t }), X, y);
      const expected = applySpectral(eigen, (value) => value * filter(step, t)(Math.max(value, 0) * (value + lambda)), y);
      expect(distance(coefficients, expected)).toBeLessThanOrEqual(traceBound(t) * norm(expected));
    }
  });

  it("functional with weights: the filter of W^½KW^½", () => {
    const weights = randomVector(4, n).map((value) => 2 + value);
    const roots = weights.map(Math.sqrt);
    const K = gram(kernel, X);
    const weighted = jacobi(build(n, n, (i, j) => (roots[i] as number) * (K.data[i * n + j] as number) * (roots[j] as number)));
    const step = 0.45 / (weighted.values[n - 1] as number);
    for (const t of STEPS) {
      const { coefficients } = fit(kernelDescent({ kernel, step, iterations: t }), X, y, { sampleWeight: weights });
      const scaled = y.map((value, i) => value * (roots[i] as number));
      const expected = applySpectral(weighted, (value) => filter(step, t)(Math.max(value, 0)), scaled).map(
        (value, i) => value * (roots[i] as number),
      );
      expect(distance(coefficients, expected)).toBeLessThanOrEqual(2 * traceBound(t) * norm(expected));
    }
  });

  it("the null component of a singular K drifts by 2s·y_null each step and moves no prediction", () => {
    const points = build(n, d, (i, k) => X.data[(i % 8) * d + k] as number);
    const eigenpairs = jacobi(gram(linear(), points));
    const step = 0.3 / (eigenpairs.values[n - 1] as number);
    const inNull = (value: number): number => (value < 1e-10 ? 1 : 0);
    const yNull = applySpectral(eigenpairs, inNull, y);
    for (const t of [5, 50, 500]) {
      const { coefficients } = fit(kernelDescent({ kernel: linear(), step, iterations: t }), points, y);
      const drift = applySpectral(eigenpairs, inNull, coefficients);
      const expected = yNull.map((value) => 2 * step * t * value);
      expect(distance(drift, expected)).toBeLessThanOrEqual(traceBound(t) * norm(coefficients));
    }
  });
});

describe("descent with weights and several targets", () => {
  const step = 0.02;
  const lambda = 0.1;
  const Z = randomMatrix(5, 6, d);

  it.each(["functional", "euclidean"] as const)("%s: the update as it is written, with weights and a ridge", (gradient) => {
    const weights = randomVector(7, n).map((value) => 1.5 + value);
    const K = gram(kernel, X);
    const s = gradient === "functional" ? step : step / 20;
    let alpha: Float64Array = new Float64Array(n);
    for (let t = 1; t <= 50; t++) {
      const slopes = times(K, alpha).map((h, i) => 2 * (weights[i] as number) * (h - (y[i] as number)) + 2 * lambda * (alpha[i] as number));
      const direction = gradient === "functional" ? slopes : times(K, slopes);
      alpha = alpha.map((value, i) => value - s * (direction[i] as number));
      if (!STEPS.includes(t)) continue;
      const model = fit(kernelDescent({ kernel, step: s, lambda, gradient, iterations: t }), X, y, { sampleWeight: weights });
      expect(distance(model.coefficients, alpha)).toBeLessThanOrEqual(traceBound(t) * norm(alpha));
    }
  });

  it("functional: integer weights are repeated rows", () => {
    const weights = Array.from({ length: n }, (_, i) => 1 + (i % 3));
    const copies = weights.flatMap((w, i) => new Array<number>(w).fill(i));
    const estimator = kernelDescent({ kernel, step, lambda: 0, iterations: 40 });
    const weighted = fit(estimator, X, y, { sampleWeight: weights });
    const repeated = fit(
      estimator,
      pickRows(X, copies),
      copies.map((i) => y[i] as number),
    );
    expect(distance(predict(weighted, Z), predict(repeated, Z))).toBeLessThanOrEqual(traceBound(40, 3 * n) * norm(y));
    expect(weighted.report.trainingLoss[0]).toBeCloseTo(repeated.report.trainingLoss[0] as number, 10);
  });

  it("a weight of 0 takes the row out", () => {
    const weights = Array.from({ length: n }, (_, i) => (i % 4 === 2 ? 0 : 1 + i / n));
    const kept = weights.flatMap((w, i) => (w > 0 ? [i] : []));
    const estimator = kernelDescent({ kernel, step, lambda, iterations: 30 });
    const all = fit(estimator, X, y, { sampleWeight: weights });
    const some = fit(
      estimator,
      pickRows(X, kept),
      kept.map((i) => y[i] as number),
      { sampleWeight: kept.map((i) => weights[i] as number) },
    );
    expect(kept.map((i) => all.coefficients[i])).toEqual(Array.from(some.coefficients));
    expect(all.coefficients.filter((_, i) => weights[i] === 0)).toEqual(new Float64Array(n - kept.length));
  });

  it("several targets are as many descents", () => {
    const Y = randomMatrix(6, n, 3);
    for (const gradient of ["functional", "euclidean"] as const) {
      const estimator = kernelDescent({ kernel, step: step / 4, lambda, iterations: 60, gradient, record: { every: 20 } });
      const together = fit(estimator, X, Y);
      const alone = [0, 1, 2].map((q) => fit(estimator, X, columnOf(Y, q)));
      alone.forEach(({ coefficients, report }, q) => {
        expect(distance(columnOf(together.coefficients, q), coefficients)).toBeLessThanOrEqual(traceBound(60) * norm(coefficients));
        expect(together.report.trainingLoss[q]).toBeCloseTo(report.trainingLoss[0] as number, 10);
      });
      together.report.record?.losses.forEach((loss, r) => {
        const sum = alone.reduce((total, { report }) => total + (report.record?.losses[r] as number), 0);
        expect(Math.abs(loss - sum)).toBeLessThanOrEqual(traceBound(60) * sum);
      });
    }
  });

  it("a precomputed kernel is the computed one, bit for bit", () => {
    const run = (k: typeof kernel | ReturnType<typeof precomputed>, points: Matrix) =>
      fit(kernelDescent({ kernel: k, lambda, iterations: 25 }), points, y).coefficients;
    expect(run(precomputed(), gram(kernel, X))).toEqual(run(kernel, X));
  });
});
