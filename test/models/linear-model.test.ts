import { describe, expect, it } from "vitest";
import {
  type FeatureMap,
  fromFeatures,
  fromJSON,
  type LinearModel,
  linear,
  type Matrix,
  matrix,
  polynomial,
  predict,
  predictor,
  type Report,
  rbf,
  rowOf,
  score,
  toJSON,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix } from "../support/random";

const report: Report = {
  solver: "qr",
  reason: "",
  warnings: [],
  rank: 2,
  conditionEstimate: Infinity,
  backwardError: 0,
  trainingLoss: [-0],
  iterations: null,
  step: null,
  diverging: false,
  nullComponent: null,
  record: null,
  bytes: 0,
  elapsedMs: 0,
};

function single(features: FeatureMap, weights: readonly number[], intercept = 0): LinearModel<Float64Array> {
  return { kind: "linearModel", features, weights: Float64Array.from(weights), intercept, report };
}

function several(features: FeatureMap, weights: Matrix, intercept: readonly number[]): LinearModel<Matrix> {
  return { kind: "linearModel", features, weights, intercept: Float64Array.from(intercept), report };
}

const POINTS = [
  [1, 2],
  [-3, 4],
  [0, 5],
];

describe("a linear model", () => {
  it("predicts w·φ(z) + b, exactly for whole numbers", () => {
    expect(predict(single(linear(), [2, -1], 7), POINTS)).toEqual(Float64Array.of(7, -3, 2));
    expect(
      predict(
        single(([a = 0, b = 0]) => [1, a * b, b], [10, 1, 2]),
        POINTS,
      ),
    ).toEqual(Float64Array.of(16, 6, 20));
    const two = several(linear(), matrix([1, 0, 2, 1], 2, 2), [1, -1]);
    expect(predict(two, POINTS)).toEqual(matrix([6, 1, 6, 3, 11, 4], 3, 2));
    expect(predict(single(linear(), [3]), [1, 2])).toEqual(Float64Array.of(3, 6));
  });

  it("gives one point the same bits as many, over every chunk", () => {
    const features = polynomial({ degree: 2 });
    const Z = randomMatrix(1, 20001, 9);
    const W = randomMatrix(2, 55, 2);
    const [one, two] = [single(features, Array.from(W.data.subarray(0, 55)), 0.3), several(features, W, [0.1, 0.2])];
    const [all, both, atOne, atTwo] = [predict(one, Z), predict(two, Z), predictor(one), predictor(two)];
    for (const i of [0, 1, 2, 3, 19064, 19065, 19999, 20000]) {
      expect(atOne(rowOf(Z, i))).toBe(all[i]);
      expect(atTwo(rowOf(Z, i))).toEqual(rowOf(both, i));
    }
    atOne.release();
    expectError("argument", () => atOne(rowOf(Z, 0)));
  });

  it("is scored by R²", () => {
    expect(score(single(linear(), [2, -1], 7), POINTS, [7, -3, 2])).toBe(1);
    expect(score(several(linear(), matrix([1, 0, 2, 1], 2, 2), [1, -1]), POINTS, matrix([6, 1, 6, 3, 11, 4], 3, 2))).toBe(1);
  });

  it("rejects points that make another number of features, and what is no model", () => {
    const model = single(polynomial({ degree: 2 }), [1, 2, 3, 4, 5, 6]);
    expectError("shape", () => predict(model, [[1, 2, 3]]), { features: 10, needed: 6 });
    expectError("shape", () => predictor(model)([1, 2, 3]), { features: 10, needed: 6 });
    expectError("not-finite", () => predictor(model)([1, Number.NaN]));
    expectError("kernel", () => predict(single(rbf(), [1]), [1]));
    const bare = { kind: "linearModel" } as unknown as LinearModel<Float64Array>;
    expectError("argument", () => predict(bare, [1]));
    expectError("argument", () => toJSON(null as unknown as LinearModel));
  });
});

describe("a linear model as JSON", () => {
  it.each([
    ["one target", single(polynomial({ degree: 3, gamma: 0.5 }), [1, -0, 1e-310, 4], -0)],
    ["several targets", several(linear(), randomMatrix(3, 5, 3), [1, 2, 3])],
    ["one weight", single(linear(), [2])],
  ])("%s returns with every bit", (_, model) => {
    expect(fromJSON(JSON.parse(JSON.stringify(toJSON(model))))).toEqual(model);
  });

  it("cannot hold a function", () => {
    expectError("kernel", () => toJSON(single((x) => x, [1])));
    expectError("kernel", () =>
      toJSON(
        single(
          fromFeatures((x) => x),
          [1],
        ),
      ),
    );
  });

  it.each<[path: string, change: object]>([
    ["$.model.kind", { kind: "planarModel" }],
    ["$.model.features", { features: "linear" }],
    ["$.model.weights", { weights: "" }],
    ["$.model.weights", { weights: "AAAAAAAA8D8" }],
    ["$.model.intercept", { intercept: "one" }],
    ["$.model.report", { report: null }],
  ])("names the fault at %s", (path, change) => {
    const file = toJSON(single(linear(), [1, 2]));
    expectError("format", () => fromJSON({ ...file, model: { ...(file.model as object), ...change } }), { path });
  });
});
