import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  constant,
  type FeatureMap,
  featureMatrix,
  fit,
  type Kernel,
  kernelDescent,
  type LinearModel,
  type LossName,
  leastSquares,
  linear,
  linearDescent,
  type Matrix,
  polynomial,
  predict,
} from "../../src/entries/index";
import { build, columnOf, distance, norm, times, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { EPSILON } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const [n, d] = [24, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const labels = y.map((value) => (value < 0 ? -1 : 1));
const LOSSES: readonly LossName[] = ["squared", "absolute", "huber", "epsilonInsensitive", "quantile", "logistic", "hinge", "squaredHinge"];
const targetsOf = (loss: LossName): Float64Array => (["logistic", "hinge", "squaredHinge"].includes(loss) ? labels : y);

describe("descent on the weights is descent on the coefficients: w_t = Σ α_i φ(x_i) at every step", () => {
  const kernels: readonly Kernel[] = [linear(), polynomial({ gamma: 0.5, degree: 2 }), allSubsets()];
  describe.each(kernels)("%o", (kernel) => {
    const Phi = featureMatrix(kernel, X);
    const weights = randomVector(3, n).map((value) => 1 + value ** 2);
    // dyadic, so that both sides have the very same step
    const step = 2 ** -11;
    it.each(LOSSES)("%s", (loss) => {
      for (const momentum of ["none", { kind: "nesterov", beta: 0.5 }, { kind: "heavyBall", beta: 0.5 }] as const) {
        const options = { loss, lambda: 0.3, step, momentum, iterations: 60, record: { every: 1, coefficients: true } };
        const target = targetsOf(loss);
        const dual = fit(kernelDescent({ ...options, kernel }), X, target, { sampleWeight: weights }).report.record;
        const primal = fit(linearDescent({ ...options, features: kernel }), X, target, { sampleWeight: weights }).report.record;
        expect(dual?.coefficients).toHaveLength(61);
        dual?.coefficients?.forEach((alpha, t) => {
          const w = primal?.coefficients?.[t] as Float64Array;
          const size = norm(Phi.data) * norm(alpha as Float64Array) + norm(w);
          expect(distance(times(transpose(Phi), alpha as Float64Array), w)).toBeLessThanOrEqual(8 * (t + 1) * n * EPSILON * size);
        });
        dual?.losses.forEach((value, t) => {
          expect(Math.abs(value - (primal?.losses[t] as number))).toBeLessThanOrEqual(1e-11 * (dual.losses[0] as number));
        });
      }
    });
  });

  it("mini-batches of one seed are the same batches", () => {
    const options = { loss: "logistic", lambda: 0.1, step: 2 ** -8, iterations: 50, batch: 5, seed: 3 } as const;
    const Phi = featureMatrix(allSubsets(), X);
    const { coefficients } = fit(kernelDescent({ ...options, kernel: allSubsets() }), X, labels);
    const { weights } = fit(linearDescent({ ...options, features: allSubsets() }), X, labels);
    expect(distance(times(transpose(Phi), coefficients), weights)).toBeLessThanOrEqual(1e-11 * norm(weights));
  });
});

describe("linearDescent", () => {
  it("reaches least squares, with intercept, ridge and weights, also with momentum", () => {
    const sampleWeight = randomVector(4, n).map((value) => 0.5 + value ** 2);
    for (const [lambda, intercept] of [
      [0, false],
      [0, true],
      [0.7, true],
      [0.7, false],
    ] as const) {
      const exact = fit(leastSquares({ lambda, intercept }), X, y, { sampleWeight });
      for (const momentum of ["none", "nesterov", "heavyBall"] as const) {
        const estimator = linearDescent({ lambda, intercept, momentum, iterations: 4000, tolerance: 1e-13 });
        const model = fit(estimator, X, y, { sampleWeight });
        expect(distance(model.weights, exact.weights)).toBeLessThanOrEqual(1e-10 * norm(exact.weights));
        expect(Math.abs(model.intercept - exact.intercept)).toBeLessThanOrEqual(1e-10);
        expect(model.report).toMatchObject({ diverging: false, solver: "gradient-descent", warnings: [] });
        expect(model.report.iterations).toBeLessThan(4000);
      }
    }
  });

  it("keeps the part of w₀ orthogonal to the data where n < d: the loss forgets the start, the weights do not", () => {
    const wide = randomMatrix(5, 4, 7);
    const z = randomVector(6, 4);
    const zero = fit(linearDescent({ iterations: 0 }), wide, z);
    const start = { ...zero, weights: randomVector(7, 7) };
    const estimator = linearDescent({ iterations: 20_000, tolerance: 1e-14 });
    const [fromZero, fromStart] = [fit(estimator, wide, z), fit(estimator, wide, z, { start })];
    expect(fromZero.report.trainingLoss[0]).toBeLessThan(1e-20);
    expect(fromStart.report.trainingLoss[0]).toBeLessThan(1e-20);
    // from 0 the solution of least norm; from w₀ that plus (I − X⁺X)w₀, the part that no row of X sees
    const least = fit(leastSquares(), wide, z).weights;
    expect(distance(fromZero.weights, least)).toBeLessThanOrEqual(1e-9 * norm(least));
    const seen = fit(leastSquares(), wide, times(wide, start.weights)).weights;
    const left = start.weights.map((value, k) => value - (seen[k] as number));
    expect(norm(left)).toBeGreaterThan(0.1);
    const expected = least.map((value, k) => value + (left[k] as number));
    expect(distance(fromStart.weights, expected)).toBeLessThanOrEqual(1e-9 * norm(expected));
  });

  it("continues from a model as if it had not stopped", () => {
    const options = {
      features: polynomial({ degree: 2 }),
      loss: "huber",
      delta: 0.5,
      lambda: 0.1,
      step: 2 ** -9,
      intercept: true,
    } as const;
    const whole = fit(linearDescent({ ...options, iterations: 50 }), X, y);
    const half = fit(linearDescent({ ...options, iterations: 20 }), X, y);
    const rest = fit(linearDescent({ ...options, iterations: 30 }), X, y, { start: half });
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.intercept).toBe(whole.intercept);
  });

  it("takes a function for its features, several targets, and predicts", () => {
    const features: FeatureMap = (x) => [x[0] as number, (x[1] as number) * (x[2] as number), 1];
    const Y = build(n, 2, (i, q) => (q === 0 ? (y[i] as number) : -3 * (y[i] as number)));
    const model = fit(linearDescent({ features, iterations: 100 }), X, Y);
    expect(model.weights).toMatchObject({ rows: 3, cols: 2 });
    const alone = fit(linearDescent({ features, iterations: 100 }), X, y);
    expect(distance(columnOf(model.weights, 0), alone.weights)).toBeLessThanOrEqual(1e-13 * norm(alone.weights));
    const h = predict(model, X) as Matrix;
    const errors = Array.from({ length: n }, (_, i) => (h.data[2 * i] as number) - (y[i] as number));
    expect(errors.reduce((sum, e) => sum + e * e, 0)).toBeCloseTo(model.report.trainingLoss[0] as number, 10);
  });

  it("auto is stable and at least a quarter of the limit, with intercept and more features than points", () => {
    for (const features of [linear(), add(linear(), constant(2)), allSubsets()]) {
      for (const [intercept, lambda, rows] of [
        [false, 0, n],
        [true, 0.5, n],
        [true, 3, 5],
        [false, 1, 5],
      ] as const) {
        const points = randomMatrix(8, rows, d);
        const Phi = featureMatrix(features, points);
        const wider = intercept ? build(rows, Phi.cols + 1, (i, k) => (k < Phi.cols ? (Phi.data[i * Phi.cols + k] as number) : 1)) : Phi;
        let v: Float64Array = new Float64Array(wider.cols).fill(1);
        let top = 0;
        for (let round = 0; round < 3000; round++) {
          const image = times(transpose(wider), times(wider, v)).map((value, k) => value + (k < Phi.cols ? lambda : 0) * (v[k] as number));
          top = norm(image) / norm(v);
          v = image.map((value) => value / norm(image));
        }
        const { report } = fit(linearDescent({ features, intercept, lambda, iterations: 5 }), points, y.subarray(0, rows));
        expect(report.step).toBeLessThanOrEqual(0.5 / top + 1e-12);
        expect(report.step).toBeGreaterThanOrEqual(0.25 / top);
        const beyond = linearDescent({ features, intercept, lambda, iterations: 5, step: 1.01 / top });
        expect(fit(beyond, points, y.subarray(0, rows)).report.diverging).toBe(true);
      }
    }
  });

  it.each(["none", { kind: "nesterov", beta: 0.5 }, { kind: "heavyBall", beta: 0.5 }] as const)(
    "momentum %o: the first number that is not finite ends it, with the last finite model",
    (momentum) => {
      const options = { features: polynomial({ degree: 2 }), intercept: true, momentum, step: 3 };
      const run = (iterations: number) => fit(linearDescent({ ...options, iterations }), X, y);
      const error = expectError("diverged", () => run(5000), { step: 3 });
      const model = error.model as LinearModel<Float64Array>;
      const last = error.iterations as number;
      expect(model.report).toMatchObject({ diverging: true, iterations: last });
      expect([...model.weights, model.intercept, ...model.report.trainingLoss, ...predict(model, X)].every(Number.isFinite)).toBe(true);
      const { elapsedMs, reason, ...stopped } = run(last).report;
      expect(model).toMatchObject({ ...run(last), report: stopped });
      expectError("diverged", () => run(last + 1), { iterations: last });
    },
  );

  it("refuses a start that is not of its kind", () => {
    const model = fit(linearDescent({ iterations: 3, intercept: true }), X, y);
    const kernel = fit(kernelDescent({ kernel: linear(), iterations: 3 }), X, y);
    expectError("argument", () => fit(linearDescent({ iterations: 3 }), X, y, { start: model }), { argument: "start" });
    expectError("argument", () => fit(linearDescent({ iterations: 3 }), X, y, { start: kernel }), { argument: "start" });
    expectError(
      "argument",
      () =>
        fit(linearDescent({ features: polynomial({ gamma: 1, coef0: 0, degree: 1 }), iterations: 3 }), X, y, {
          start: { ...model, intercept: 0 },
        }),
      { argument: "start" },
    );
    expectError("shape", () => fit(linearDescent({ iterations: 3 }), randomMatrix(1, n, 2), y, { start: model }), { argument: "start" });
    expectError("kernel", () => fit(linearDescent({ features: { kind: "rbf", gamma: 1 } as Kernel, iterations: 3 }), X, y));
  });
});
