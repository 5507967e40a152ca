import { describe, expect, it } from "vitest";
import {
  accuracy,
  auc,
  brierScore,
  coverage,
  fit,
  gram,
  kernelClassifier,
  kernelRidge,
  leastSquares,
  logLoss,
  mae,
  medianAbsoluteError,
  permutationImportance,
  pinballLoss,
  precomputed,
  predict,
  r2,
  rbf,
  rmse,
  score,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const y = [3, -0.5, 2, 7];
const h = [2.5, 0, 2, 8];
const Y = [
  [0.5, 1],
  [-1, 1],
  [7, -6],
];
const H = [
  [0, 2],
  [-1, 2],
  [8, -5],
];

// the examples of scikit-learn's user guide, whose values are printed there, and sums by hand
describe("numbers", () => {
  it("of one target", () => {
    expect(rmse(y, h)).toBeCloseTo(Math.sqrt(0.375), 15);
    expect(mae(y, h)).toBe(0.5);
    expect(medianAbsoluteError(y, h)).toBe(0.5);
    expect(medianAbsoluteError([1, 2, 3], [1, 2, 7])).toBe(0);
    expect(r2(y, h)).toBeCloseTo(0.948608137, 9);
    expect(pinballLoss([1, 2, 3], [0, 2, 3], 0.1)).toBeCloseTo(0.1 / 3, 15);
    expect(pinballLoss([1, 2, 3], [1, 2, 4], 0.1)).toBeCloseTo(0.9 / 3, 15);
    expect(pinballLoss(y, h, 0.5)).toBe(mae(y, h) / 2);
  });

  it("of several targets: the mean of each", () => {
    const columns = [0, 1].map((q) => [Y.map((row) => row[q] as number), H.map((row) => row[q] as number)] as const);
    for (const metric of [rmse, mae, medianAbsoluteError, r2]) {
      expect(metric(Y, H)).toBeCloseTo(
        columns.reduce((sum, [a, b]) => sum + metric(a, b) / 2, 0),
        14,
      );
    }
    expect(mae(Y, H)).toBe(0.75);
  });

  it("of constants, and at the ends of the range", () => {
    expect([r2([2, 2], [2, 2]), r2([2, 2], [2, 3])]).toEqual([1, 0]);
    expect(rmse([1e200, 0], [-1e200, 0])).toBeCloseTo(Math.SQRT2 * 1e200, -188);
    expect(rmse([1e-200], [0])).toBe(1e-200);
    expect(mae([1e308, 1e308, 1e308], [0, 0, 0])).toBeCloseTo(1e308, -296);
  });

  it("is what score says of a model", () => {
    const X = randomMatrix(1, 20, 2);
    const targets = randomVector(2, 20);
    const model = fit(kernelRidge({ kernel: rbf() }), X, targets);
    expect(r2(targets, predict(model, X))).toBe(score(model, X, targets));
  });

  it("refuses shapes that differ, nothing at all, and a τ that is none", () => {
    for (const metric of [rmse, mae, medianAbsoluteError, r2]) {
      expectError("shape", () => metric(y, [1]), { argument: "predicted" });
      expectError("shape", () => metric([], []), { argument: "truth" });
      expectError("not-finite", () => metric([Number.NaN], [1]), { argument: "truth" });
    }
    for (const tau of [0, 1, -1, Number.NaN]) expectError("argument", () => pinballLoss(y, h, tau), { argument: "tau" });
  });
});

describe("labels", () => {
  it("accuracy counts those that are right, whether they occur on both sides or not", () => {
    expect(accuracy(["a", "b", "c", "a"], ["a", "c", "c", "d"])).toBe(0.5);
    expect(accuracy([0, 1], [2, 3])).toBe(0);
    expectError("shape", () => accuracy(["a"], ["a", "b"]), { argument: "predicted" });
    expectError("argument", () => accuracy([0], ["0"]), { argument: "predicted" });
  });

  it("the area under the curve is the share of pairs in order, ties by half", () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
    expect([auc([0, 1], [1, 2]), auc([0, 1], [2, 1]), auc([0, 1], [1, 1])]).toEqual([1, 0, 0.5]);
    const labels = Array.from(randomVector(5, 60), (value) => value > 0.2);
    const scores = randomVector(6, 60).map((value) => Math.round(5 * value));
    const pairs = labels.flatMap((a, i) =>
      labels.flatMap((b, j) => (a && !b ? [(1 + Math.sign((scores[i] as number) - (scores[j] as number))) / 2] : [])),
    );
    expect(auc(labels, scores)).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 14);
    expectError("argument", () => auc([1, 1], [1, 2]), { argument: "labels" });
    expectError("argument", () => auc([1, 2, 3], [1, 2, 3]), { argument: "labels" });
    expectError("shape", () => auc([0, 1], [1]), { argument: "scores" });
  });

  it("log loss and Brier's score", () => {
    // the example of scikit-learn's user guide
    const shares = [
      [0.9, 0.1],
      [0.8, 0.2],
      [0.3, 0.7],
      [0.01, 0.99],
    ];
    expect(logLoss([0, 0, 1, 1], shares)).toBeCloseTo(0.1738073366910675, 14);
    expect(brierScore([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])).toBeCloseTo(0.0375, 15);
    const three = [
      [0.2, 0.5, 0.3],
      [1, 0, 0],
    ];
    expect(brierScore(["b", "a"], three, ["a", "b", "c"])).toBeCloseTo((0.04 + 0.25 + 0.09) / 2, 15);
    expect(logLoss(["b", "a"], three, ["a", "b", "c"])).toBeCloseTo(-Math.log(0.5) / 2, 15);
    expect(logLoss(["b", "a"], three, ["b", "c", "a"])).toBe(Infinity);
    expect(logLoss([true], [1], [false, true])).toBe(0);
  });

  it("refuses what are no probabilities, and classes that do not fit", () => {
    for (const metric of [logLoss, brierScore]) {
      expectError("argument", () => metric([0, 1], [0.5, 1.5]), { argument: "probabilities", row: 1 });
      expectError(
        "argument",
        () =>
          metric(
            [0, 1],
            [
              [0.5, 0.5],
              [0.5, 0.4],
            ],
          ),
        { argument: "probabilities", row: 1 },
      );
      expectError("shape", () => metric([1, 1], [0.5, 0.5]), { argument: "probabilities" });
      expectError("argument", () => metric(["a", "b"], [0.5, 0.5], ["a", "c"]), { argument: "labels" });
    }
  });
});

describe("coverage", () => {
  it("counts ends in, infinite ones too", () => {
    expect(coverage([1, 2, 3, 4], [1, -Infinity, 3.5, 0], [1, 2, 9, Infinity])).toBe(0.75);
  });

  it("refuses ends that are NaN, the wrong way round, or too few", () => {
    expectError("not-finite", () => coverage([1], [Number.NaN], [2]), { argument: "lower" });
    expectError("argument", () => coverage([1], [2], [1]), { argument: "lower", row: 0 });
    expectError("shape", () => coverage([1, 2], [0], [2, 3]), { argument: "lower" });
    expectError("shape", () => coverage([], [], []), { argument: "truth" });
  });
});

describe("permutationImportance", () => {
  const X = randomMatrix(1, 60, 3);
  const target = Float64Array.from({ length: 60 }, (_, i) => 3 * (X.data[3 * i] as number) + (X.data[3 * i + 1] as number));

  it("a column that does not count is worth nothing; the others what they explain", () => {
    const model = fit(leastSquares(), X, target);
    const { importances, losses, deviations, score: whole } = permutationImportance(model, X, target, { repeats: 20, seed: 1 });
    expect(whole).toBeCloseTo(1, 12);
    expect(Math.abs(importances[2] as number)).toBeLessThan(1e-12);
    // a shuffled column misses twice its own share of the variance on average: 2 · 9/10 and 2 · 1/10
    expect(importances[0]).toBeGreaterThan(1.3);
    expect(importances[1]).toBeGreaterThan(0.1);
    expect(importances[1]).toBeLessThan(0.4);
    const first = Array.from(losses.data.subarray(0, 20));
    const mean = first.reduce((a, b) => a + b) / 20;
    expect(importances[0]).toBeCloseTo(mean, 14);
    expect(deviations[0]).toBeCloseTo(Math.sqrt(first.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 20), 12);
  });

  it("by its seed; of classifiers by accuracy; not of a precomputed kernel", () => {
    const labels = Array.from(target, (value) => (value > 0 ? "up" : "down"));
    const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels);
    const found = permutationImportance(model, X, labels);
    expect(found).toEqual(permutationImportance(model, X, labels, { repeats: 5, seed: 0 }));
    expect(found.losses).not.toEqual(permutationImportance(model, X, labels, { seed: 1 }).losses);
    expect(found.score).toBe(score(model, X, labels));
    const K = gram(rbf(), X);
    expectError("argument", () => permutationImportance(fit(kernelRidge({ kernel: precomputed() }), K, target), K, target), {
      argument: "model",
    });
  });
});
