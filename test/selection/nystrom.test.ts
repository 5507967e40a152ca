import { describe, expect, it } from "vitest";
import {
  classify,
  crossValidate,
  decision,
  fit,
  fromJSON,
  kernelClassifier,
  kernelRidge,
  lambdaPath,
  leaveOneOut,
  type Matrix,
  nystrom,
  predict,
  predictGradient,
  predictor,
  rbf,
  scale,
  selectLambda,
  toJSON,
  tune,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { randomMatrix, randomVector } from "../support/random";

const n = 50;
const X = randomMatrix(3, n, 2);
const noise = randomVector(4, n, 0.2);
const y = Float64Array.from({ length: n }, (_, i) => 40 + Math.sin(3 * (X.data[2 * i] as number)) + (noise[i] as number));
const Y: Matrix = {
  rows: n,
  cols: 2,
  data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? (noise[at >> 1] as number) : (y[at >> 1] as number))),
};
const sampleWeight = Float64Array.from({ length: n }, (_, i) => 0.3 + (i % 5));
const kernel = rbf({ gamma: 4 });
const cases = [false, true].flatMap((intercept) => [false, true].map((standardize) => ({ intercept, standardize })));

function close(got: ArrayLike<number>, want: ArrayLike<number>, rel = 1e-8): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs((got[i] as number) - (want[i] as number))).toBeLessThanOrEqual(rel * (1 + Math.abs(want[i] as number)));
  }
}

describe.each(cases)("with all points for landmarks the verbs say of Nyström what they say of ridge: %o", (options) => {
  const landmarks = nystrom({ kernel, lambda: 0.1, landmarks: X, ...options });
  const ridge = kernelRidge({ kernel, lambda: 0.1, ...options });

  it("λ path", () => {
    const lambdas = [1e-3, 0.03, 1, 30];
    const a = lambdaPath(landmarks, X, y, lambdas, { sampleWeight });
    const b = lambdaPath(ridge, X, y, lambdas, { sampleWeight });
    for (const name of ["looError", "gcv", "effectiveDimension", "logMarginalLikelihood"] as const) close(a[name], b[name], 1e-7);
    // the landmarks leave nothing, so the bound is tight
    close(a.evidenceBound as Float64Array, b.logMarginalLikelihood, 1e-7);
    expect(a.best).toEqual(b.best);
    expect(selectLambda(landmarks, X, y, lambdas).best).toBe(selectLambda(ridge, X, y, lambdas).best);
  });

  it("leave-one-out, of two targets", () => {
    const a = leaveOneOut(landmarks, X, Y, { sampleWeight });
    close(a.predictions.data, leaveOneOut(ridge, X, Y, { sampleWeight }).predictions.data);
    expect(a.route).toBe("sums");
  });

  it("cross-validation", () => {
    const a = crossValidate(landmarks, X, y, { sampleWeight, seed: 2 });
    close(a.predictions, crossValidate(ridge, X, y, { sampleWeight, seed: 2 }).predictions);
    expect(a.route).toBe(options.standardize ? "refits" : "sums");
  });
});

describe("with few landmarks", () => {
  const landmarks = { rows: 9, cols: 2, data: X.data.slice(0, 18) };
  const estimator = nystrom({ kernel, lambda: 0.05, landmarks, intercept: true });

  it("leave-one-out is what fits without each row say", () => {
    const { predictions } = leaveOneOut(estimator, X, y, { sampleWeight });
    const refits = Array.from({ length: 6 }, (_, i) => {
      const others = <T extends ArrayLike<number>>(values: T, cols: number) =>
        Array.from(values).filter((_, at) => Math.floor(at / cols) !== i);
      const model = fit(estimator, { rows: n - 1, cols: 2, data: others(X.data, 2) }, others(y, 1), {
        sampleWeight: others(sampleWeight, 1),
      });
      return predict(model, [Array.from(X.data.slice(2 * i, 2 * i + 2))])[0] as number;
    });
    close(predictions.slice(0, 6), refits);
  });

  it("k-fold by sums is what refits say, also with rows that are never held out", () => {
    const folds = Array.from({ length: n }, (_, i) => (i % 7) - 1);
    const byNumbers = crossValidate(estimator, X, y, { folds, sampleWeight });
    const want = Array.from(byNumbers.rows, (row) => {
      const kept = folds.map((fold, i) => (fold === folds[row] ? -1 : i)).filter((i) => i >= 0);
      const pick = (values: Float64Array, cols: number) => kept.flatMap((i) => Array.from(values.slice(i * cols, (i + 1) * cols)));
      const model = fit(estimator, { rows: kept.length, cols: 2, data: pick(X.data, 2) }, pick(y, 1), {
        sampleWeight: pick(sampleWeight, 1),
      });
      return predict(model, [Array.from(X.data.slice(2 * row, 2 * row + 2))])[0] as number;
    });
    expect(byNumbers.route).toBe("sums");
    close(byNumbers.predictions, want);
  });

  it("the bound is below the likelihood of the kernel itself", () => {
    const lambdas = [0.01, 0.1, 1];
    const bound = lambdaPath(nystrom({ ...estimator, intercept: false }), X, y, lambdas).evidenceBound as Float64Array;
    const { logMarginalLikelihood } = lambdaPath(kernelRidge({ kernel }), X, y, lambdas);
    for (const [i, value] of bound.entries()) expect(value).toBeLessThan(logMarginalLikelihood[i] as number);
  });

  it("the model is one of the landmarks, for every verb of models", () => {
    const model = fit(estimator, X, y);
    expect([model.n, model.points]).toEqual([9, landmarks]);
    const Z = [[0.2, -0.1]];
    const [value] = predict(model, Z);
    const read = fromJSON(JSON.parse(JSON.stringify(toJSON(model))));
    expect(read).toEqual({ ...model, report: { ...model.report, elapsedMs: 0 } });
    close([predictor(model)(Z[0] as number[])], [value as number]);
    close(serving.predict(serving.fromJSON(toJSON(model)) as never, Z) as Float64Array, [value as number]);
    expect(predictGradient(model, Z).rows).toBe(1);
  });

  it("chosen by a seed are the same again, and others for another seed", () => {
    const chosen = (seed: number) => fit(nystrom({ kernel, lambda: 0.1, landmarks: 6, seed }), X, y).points;
    expect(chosen(1)).toEqual(chosen(1));
    expect(chosen(1)).not.toEqual(chosen(2));
  });

  it.each([-40, 40])("are the same rows for 2^%i times the kernel", (e) => {
    const chosen = (factor: number) => fit(nystrom({ kernel: scale(factor, kernel), lambda: 0.1 * factor, landmarks: 6 }), X, y);
    const [one, other] = [chosen(1), chosen(2 ** e)];
    expect(other.n).toBe(6);
    expect(other.points).toEqual(one.points);
  });

  it("tune finds a better kernel by cross-validation", () => {
    const start = nystrom({ kernel: rbf({ gamma: 200 }), lambda: 1, landmarks: 12, intercept: true });
    const mean = (estimate: typeof start) => crossValidate(estimate, X, y).scores.reduce((a, b) => a + b / 5, 0);
    const tuned = tune(start, X, y, { iterations: 20, starts: 2 });
    expect(mean(tuned.estimator)).toBeGreaterThan(mean(start));
  });
});

describe("a classifier on landmarks", () => {
  const labels = Array.from({ length: n }, (_, i) =>
    (X.data[2 * i] as number) > 0.3 ? "right" : (X.data[2 * i + 1] as number) > 0 ? "top" : "rest",
  );
  const two = labels.map((label) => label === "top");
  it.each([
    ["squared", "balanced", "three", labels],
    ["squared", "balanced", "two", two],
    ["squared", "equal", "two", two],
    ["logistic", "balanced", "three", labels],
    ["logistic", "balanced", "two", two],
    ["logistic", "equal", "two", two],
  ] as const)("of the %s loss and %s weights of %s classes on all points is that of all points", (loss, classWeight, _, given) => {
    const options = { kernel, lambda: 0.1, intercept: true, classWeight, loss } as const;
    const model = fit(kernelClassifier({ ...options, landmarks: X }), X, given as string[]);
    const exact = fit(kernelClassifier(options), X, given as string[]);
    const numbers = (values: Float64Array | Matrix) => (values instanceof Float64Array ? values : values.data);
    close(numbers(decision(model, X)), numbers(decision(exact, X)), 1e-7);
    expect(classify(model, X)).toEqual(classify(exact, X));
    close(model.report.trainingLoss, exact.report.trainingLoss, 1e-7);
    for (const gap of model.report.gap ?? []) expect(gap).toBeLessThanOrEqual(1e-10);
    expect(fromJSON(JSON.parse(JSON.stringify(toJSON(model))))).toMatchObject({ classes: model.classes, coefficients: model.coefficients });
  });

  it("of the logistic loss without weights has the best intercept: Σ y p(−y h) = 0", () => {
    const landmarks = { rows: 10, cols: 2, data: X.data.slice(0, 20) };
    const model = fit(
      kernelClassifier({ kernel, lambda: 0.1, intercept: true, classWeight: "equal", loss: "logistic", landmarks }),
      X,
      two,
    );
    const h = decision(model, X) as Float64Array;
    const slope = two.reduce((sum, isTop, i) => sum + (isTop ? 1 : -1) / (1 + Math.exp((isTop ? 1 : -1) * (h[i] as number))), 0);
    expect(Math.abs(slope)).toBeLessThanOrEqual(n * 1e-13);
  });
});
