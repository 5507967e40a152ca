import { describe, expect, it } from "vitest";
import {
  add,
  fit,
  fromJSON,
  gram,
  type KernelModel,
  precomputed,
  predict,
  predictor,
  rbf,
  score,
  sigmoid,
  supportVectorRegression,
  toJSON,
  white,
} from "../../src/entries/index";
import { times } from "../support/dense";
import { expectError } from "../support/errors";
import { type Machine, objectives, optimality } from "../support/machines";
import { randomMatrix, randomVector } from "../support/random";

const n = 80;
const X = randomMatrix(1, n, 1, 3);
const noise = randomVector(2, n, 0.3);
const y = Array.from(noise, (e, i) => Math.sin(2 * (X.data[i] as number)) + e);
const kernel = rbf({ gamma: 1 });

describe("supportVectorRegression", () => {
  it("is plain data with its defaults", () => {
    const estimator = supportVectorRegression({ kernel });
    const expected = {
      kind: "supportVectorRegression",
      lambda: 1,
      loss: { kind: "epsilonInsensitive", epsilon: 0.1 },
      intercept: true,
      tolerance: 1e-3,
    };
    expect(estimator).toEqual({ ...expected, kernel });
    expect(JSON.parse(JSON.stringify(estimator))).toEqual(estimator);
    const copy = JSON.parse(JSON.stringify(estimator)) as typeof estimator;
    expect(fit(copy, X, y).coefficients).toEqual(fit(estimator, X, y).coefficients);
  });

  it.each([true, false])("fits to the optimum that its report claims, intercept %s", (intercept) => {
    const [lambda, epsilon, tolerance] = [0.05, 0.2, 1e-4];
    const model = fit(supportVectorRegression({ kernel, lambda, epsilon, intercept, tolerance }), X, y);
    const { coefficients, report } = model;
    const b = model.intercept;
    const machine: Machine = { kernel, X, y, options: { loss: "epsilonInsensitive", epsilon, lambda, intercept, tolerance } };
    const { primal, dual } = objectives(machine, coefficients, b);
    const gap = report.gap?.[0] as number;
    expect(gap).toBeLessThanOrEqual(tolerance);
    // what rounding may hide is in it
    expect(gap - (primal - dual) / primal).toBeGreaterThan(-1e-12);
    expect(gap - (primal - dual) / primal).toBeLessThan(1e-11);
    expect(optimality(machine, coefficients, b).violation).toBeLessThan(2 * tolerance);
    const vectors = coefficients.filter((value) => value !== 0).length;
    expect(vectors).toBeGreaterThan(0);
    expect(vectors).toBeLessThan(n);
    expect(report).toMatchObject({ solver: "smo", warnings: [], diverging: false, step: null });
    expect(report.reason).toContain(`${vectors} of ${n}`);
    expect(report.iterations).toBeGreaterThan(vectors / 2 - 1);
    expect(score(model, X, y)).toBeGreaterThan(0.8);
    const h = times(gram(kernel, X), coefficients).map((value) => value + b);
    const loss = y.reduce((sum, target, i) => sum + Math.max(0, Math.abs(target - (h[i] as number)) - epsilon), 0);
    expect(Math.abs((report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-12 * n);
    predict(model, X).forEach((value, i) => {
      expect(Math.abs(value - (h[i] as number))).toBeLessThan(1e-12);
    });
    expect(predictor(model)([0.5])).toBe(predict(model, [[0.5]])[0]);
  });

  it("takes several targets and weights", () => {
    const Y = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, at) => (1 + (at % 2)) * (y[at >> 1] as number)) };
    const sampleWeight = Array.from({ length: n }, (_, i) => i % 3);
    const model = fit(supportVectorRegression({ kernel, epsilon: 0 }), X, Y, { sampleWeight });
    expect(model.report.gap).toHaveLength(2);
    expect(model.intercept).toHaveLength(2);
    model.coefficients.data.forEach((value, at) => {
      expect(Math.abs(value)).toBeLessThanOrEqual((sampleWeight[at >> 1] as number) / 2);
    });
    // twice the targets with twice λ would be twice the fit; with one λ they are clipped
    expect(model.report.trainingLoss[1]).toBeGreaterThan(2 * (model.report.trainingLoss[0] as number));
  });

  it("white noise counts in K and not in predictions", () => {
    const model = fit(supportVectorRegression({ kernel: add(kernel, white(0.5)), lambda: 0.1, tolerance: 1e-6 }), X, y);
    const h = times(gram(kernel, X), model.coefficients).map((value) => value + model.intercept);
    const loss = y.reduce((sum, target, i) => sum + Math.max(0, Math.abs(target - (h[i] as number)) - 0.1), 0);
    expect(Math.abs((model.report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-11);
  });

  it("comes back from JSON with every bit, its gap too", () => {
    const estimator = supportVectorRegression({ kernel });
    const models = [fit(estimator, X, y), fit(supportVectorRegression({ kernel: sigmoid({ gamma: 2, coef0: -1 }) }), X, y)];
    expect(models[1]?.report.gap).toEqual([Infinity]);
    for (const model of models) {
      const again = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as KernelModel;
      expect(again).toEqual({ ...model, report: { ...model.report, elapsedMs: 0 } });
    }
    const file = JSON.parse(JSON.stringify(toJSON(models[0] as KernelModel)));
    file.model.report.gap = "small";
    expectError("format", () => fromJSON(file), { path: "$.model.report.gap" });
  });

  it("a precomputed kernel gives the same coefficients and no points", () => {
    const model = fit(supportVectorRegression({ kernel: precomputed() }), gram(kernel, X), y);
    expect(model.points).toBeNull();
    expect(model.coefficients).toEqual(fit(supportVectorRegression({ kernel }), X, y).coefficients);
  });

  it("reports progress and can be aborted", () => {
    const seen: string[] = [];
    const big = randomMatrix(3, 1500, 2);
    const labels = randomVector(4, 1500);
    const estimator = supportVectorRegression({ kernel: rbf({ gamma: 20 }), lambda: 1e-4, epsilon: 0, tolerance: 1e-9 });
    const controller = new AbortController();
    expectError("aborted", () =>
      fit(estimator, big, labels, {
        signal: controller.signal,
        onProgress: ({ phase, done, total }) => {
          seen.push(phase);
          expect(done).toBeLessThanOrEqual(total);
          if (phase === "pairs") controller.abort();
        },
      }),
    );
    expect(seen).toContain("pairs");
  });

  it("refuses what is out of range", () => {
    for (const [argument, value] of [
      ["lambda", 0],
      ["lambda", -1],
      ["lambda", Number.NaN],
      ["epsilon", -0.1],
      ["tolerance", 0],
      ["tolerance", Infinity],
      ["intercept", 1],
    ] as const) {
      expectError("argument", () => supportVectorRegression({ kernel, [argument]: value }), { argument });
    }
    expectError("argument", () => supportVectorRegression(undefined as never));
    const estimator = supportVectorRegression({ kernel });
    expectError("argument", () => fit(estimator, X, y, { start: fit(estimator, X, y) }), { argument: "start" });
    expectError("argument", () => fit(estimator, X, y, { validation: { X, y } }), { argument: "validation" });
    expectError("shape", () => fit(estimator, X, y.slice(1)));
    const many = 30_000;
    expectError("memory", () => fit(estimator, randomMatrix(5, many, 1), new Float64Array(many)));
    expectError("asymmetric", () =>
      fit(
        supportVectorRegression({ kernel: precomputed() }),
        [
          [1, 0.5],
          [0, 1],
        ],
        [1, 2],
      ),
    );
  });
});
