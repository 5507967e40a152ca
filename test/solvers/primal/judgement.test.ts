import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, predict } from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

describe("the judgement of a ridge regression on features", () => {
  const n = 60;
  const weights = Float64Array.from({ length: n }, (_, i) => 1 + (i % 7));

  it.each([1e-2, 1e-6])("λ = %d: the training loss of two weighted targets is that of the predictions, Σ w (h − y)²", (lambda) => {
    const X = randomMatrix(1, n, 3);
    // the last feature is nearly the first: the answer is judged again by sums in twice the digits
    for (let i = 0; i < n; i++) X.data[3 * i + 2] = (X.data[3 * i] as number) + 1e-5 * (X.data[3 * i + 1] as number) ** 2;
    const Y = { rows: n, cols: 2, data: Float64Array.from(randomVector(2, 2 * n), (value, at) => value * (1 + 9 * (at % 2))) };
    const model = fit(kernelRidge({ kernel: linear(), lambda, solver: "primal" }), X, Y, { sampleWeight: weights });
    const { data: h } = predict(model, X);
    const bound = model.report.errorBound as number;
    for (const c of [0, 1]) {
      let [loss, room] = [0, 0];
      weights.forEach((w, i) => {
        const missed = (h[2 * i + c] as number) - (Y.data[2 * i + c] as number);
        // the h of the report and that of the prediction are both so near to the exact one
        const error = 2 * bound * Math.hypot(...X.data.subarray(3 * i, 3 * i + 3));
        loss += w * missed ** 2;
        room += w * (2 * Math.abs(missed) + error) * error;
      });
      expect(room).toBeLessThan(0.05 * loss);
      expect(Math.abs((model.report.trainingLoss[c] as number) - loss)).toBeLessThanOrEqual(room);
    }
  });
});
