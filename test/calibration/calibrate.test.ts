import { describe, expect, it } from "vitest";
import {
  type ClassifierLoss,
  type ClassifierModel,
  calibrate,
  classify,
  crossValidate,
  decision,
  fit,
  fitCalibrator,
  fromBytes,
  fromJSON,
  gram,
  kernelClassifier,
  precomputed,
  probabilities,
  rbf,
  toBytes,
  toJSON,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(4);
const X = Array.from({ length: 60 }, () => [source.normal(), source.normal()]);
const two = X.map(([a = 0, b = 0]) => (a * b + 0.5 * source.normal() > 0 ? "in" : "out"));
const three = X.map(([a = 0]) => (a > 0.4 ? 3 : a > -0.4 ? 2 : 1));
const folds = X.map((_, i) => i % 3);
const Z = Array.from({ length: 9 }, () => [source.normal(), source.normal()]);

const estimator = (loss: ClassifierLoss) => kernelClassifier({ kernel: rbf({ gamma: 0.5 }), lambda: 0.3, loss });

it("takes a number of folds as cross-validation does: dealt by a seed, five unless told otherwise", () => {
  const { foldOfRow } = crossValidate(estimator("hinge"), X, two, { folds: 5, seed: 3 });
  const dealt = calibrate(estimator("hinge"), X, two, { seed: 3 });
  expect(dealt.calibrator).toEqual(calibrate(estimator("hinge"), X, two, { folds: foldOfRow }).calibrator);
  // rows that are always fitted on tell nothing
  const some = foldOfRow.map((fold, i) => (i < 6 ? -1 : fold));
  expect(calibrate(estimator("hinge"), X, two, { folds: some }).calibrator).not.toEqual(dealt.calibrator);
});

describe.each([
  ["hinge", two],
  ["hinge", three],
  ["squared", two],
  ["logistic", three],
  ["softmax", three],
] as const)("%s", (loss, labels) => {
  const plain = fit(estimator(loss), X, labels as readonly (string | number)[]);

  it.each(["platt", "isotonic"] as const)("%s: the model of all points, and a calibrator of those left out", (method) => {
    const model = calibrate(estimator(loss), X, labels as readonly (string | number)[], { folds, method });
    expect(model.coefficients).toEqual(plain.coefficients);
    expect(classify(model, Z)).toEqual(classify(plain, Z));

    const left = X.map((x, i) => {
      const kept = X.map((_, j) => j).filter((j) => folds[j] !== folds[i]);
      const other = fit(
        estimator(loss),
        kept.map((j) => X[j] as number[]),
        kept.map((j) => labels[j] as string | number),
      );
      const value = decision(other, [x]);
      return value instanceof Float64Array ? [value[0] as number] : Array.from(value.data);
    });
    expect(model.calibrator).toEqual(fitCalibrator(left, labels as readonly (string | number)[], { method }));

    const { rows, cols, data } = probabilities(model, Z);
    expect([rows, cols]).toEqual([9, model.classes.length]);
    for (let i = 0; i < rows; i++) {
      const sum = data.subarray(i * cols, (i + 1) * cols).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(cols * Number.EPSILON);
    }
  });
});

describe("a calibrated model", () => {
  it.each(["platt", "isotonic"] as const)("%s: every bit returns from JSON and bytes, and mercer/predict has the same", (method) => {
    for (const labels of [two, three] as const) {
      const model = calibrate(estimator("hinge"), X, labels as readonly (string | number)[], { folds, method });
      const text = JSON.stringify(toJSON(model));
      const again = fromJSON(JSON.parse(text)) as ClassifierModel;
      expect(again.calibrator).toEqual(model.calibrator);
      expect((fromBytes(toBytes(model)) as ClassifierModel).calibrator).toEqual(model.calibrator);
      expect(probabilities(again, Z)).toEqual(probabilities(model, Z));
      expect(serving.probabilities(serving.fromJSON(JSON.parse(text)) as ClassifierModel, Z)).toEqual(probabilities(model, Z));
    }
  });

  it("is one by any plain calibrator", () => {
    const model = { ...fit(estimator("hinge"), X, two), calibrator: fitCalibrator([-1, 1], ["in", "out"]) };
    expect(probabilities(model, Z).rows).toBe(9);
  });

  const file = (calibrator: unknown) => {
    const { model, ...rest } = toJSON(fit(estimator("hinge"), X, two));
    return { ...rest, model: { ...(model as object), calibrator } };
  };
  const base64 = (...values: number[]): string => Buffer.from(Float64Array.from(values).buffer).toString("base64");

  it.each<[string, unknown]>([
    ["$.model.calibrator", 7],
    ["$.model.calibrator.kind", { kind: "beta" }],
    ["$.model.calibrator.slope", { kind: "platt", slope: 1, offset: base64(0) }],
    ["$.model.calibrator", { kind: "platt", slope: base64(1, 2), offset: base64(0) }],
    ["$.model.calibrator", { kind: "platt", slope: base64(1), offset: base64(0, 1) }],
    ["$.model.calibrator.scale", { kind: "platt", slope: base64(1), offset: base64(0), scale: 1 }],
    ["$.model.calibrator", { kind: "isotonic", curves: [] }],
    ["$.model.calibrator.curves[0].p", { kind: "isotonic", curves: [{ h: base64(0, 1), p: base64(0) }] }],
    ["$.model.calibrator.curves[0].p", { kind: "isotonic", curves: [{ h: base64(0, 1), p: base64(1, 0) }] }],
    ["$.model.calibrator.curves[0].p", { kind: "isotonic", curves: [{ h: base64(0, 1), p: base64(0, 2) }] }],
    ["$.model.calibrator.curves[0].h", { kind: "isotonic", curves: [{ h: base64(1, 1), p: base64(0, 1) }] }],
  ])("a fault of a file at %s is told: %j", (path, calibrator) => {
    expect(fromJSON(file({ kind: "platt", slope: base64(1), offset: base64(0) }))).toBeDefined();
    expectError("format", () => fromJSON(file(calibrator)), { path });
  });
});

it("a calibrated support vector machine has a lower log loss than its decision values taken for log-odds", () => {
  const many = Array.from({ length: 300 }, () => [source.normal()]);
  const labels = many.map(([a = 0]) => source.uniform() < 1 / (1 + Math.exp(-2 * a)));
  const model = calibrate(estimator("hinge"), many, labels, { folds: many.map((_, i) => i % 5) });
  const fresh = Array.from({ length: 2000 }, () => [source.normal()]);
  const truth = fresh.map(([a = 0]) => source.uniform() < 1 / (1 + Math.exp(-2 * a)));
  const loss = (p: (i: number) => number): number => truth.reduce((sum, is, i) => sum - Math.log(is ? p(i) : 1 - p(i)), 0) / truth.length;
  const { data } = probabilities(model, fresh);
  const h = decision(model, fresh) as Float64Array;
  const best = loss((i) => 1 / (1 + Math.exp(-2 * (fresh[i]?.[0] as number))));
  const found = loss((i) => data[2 * i + 1] as number);
  expect(found).toBeLessThan(loss((i) => 1 / (1 + Math.exp(-(h[i] as number)))));
  // the best there is, and a tenth
  expect(found).toBeLessThan(1.1 * best);
});

describe("errors", () => {
  it.each<[string, () => unknown, string]>([
    ["a misspelt option", () => calibrate(estimator("hinge"), X, two, { fold: 3 } as never), "argument"],
    ["more folds than rows", () => calibrate(estimator("hinge"), X, two, { folds: 61 }), "argument"],
    ["one fold", () => calibrate(estimator("hinge"), X, two, { folds: X.map(() => 0) }), "argument"],
    ["a row without a fold", () => calibrate(estimator("hinge"), X, two, { folds: folds.slice(1) }), "shape"],
    [
      "a class in one fold",
      () => calibrate(estimator("hinge"), X, two, { folds: two.map((label) => (label === "in" ? 0 : 1)) }),
      "argument",
    ],
    ["an unknown option", () => calibrate(estimator("hinge"), X, two, { folds, fold: 1 } as never), "argument"],
    [
      "a precomputed kernel",
      () => calibrate(kernelClassifier({ kernel: precomputed(), loss: "hinge" }), gram(rbf(), X), two, { folds }),
      "unsupported",
    ],
    ["no calibrator", () => probabilities(fit(estimator("hinge"), X, two), Z), "unsupported"],
  ])("%s", (_, run, code) => {
    expectError(code as "argument", run);
  });
});
