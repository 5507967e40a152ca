import { describe, expect, it } from "vitest";
import {
  classify,
  decision,
  fit,
  fromJSON,
  kernelClassifier,
  kernelNewton,
  poisson,
  predict,
  predictor,
  probabilities,
  score,
  toJSON,
} from "../../src/entries/index";
import * as served from "../../src/entries/predict";
import { kernel, labels, n, near, refuses, X, x, Z, z } from "../support/standard-table";

describe("a classifier", () => {
  const estimator = kernelClassifier({ kernel, lambda: 0.1, loss: "logistic", standardize: true });
  const model = fit(estimator, X, labels);
  const plain = fit(kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), x, labels);

  it("standardises X and leaves the labels as they are", () => {
    expect(estimator.standardize).toEqual({ X: "deviation", y: "none" });
    near(decision(model, Z) as Float64Array, decision(plain, z) as Float64Array, 1);
    expect(classify(model, Z)).toEqual(classify(plain, z));
    near(probabilities(model, Z).data, probabilities(plain, z).data, 1);
    expect(score(model, X, labels)).toBe(score(plain, x, labels));
    expect(Array.from({ length: 5 }, (_, i) => predictor(model)(Z.data.subarray(2 * i, 2 * i + 2)))).toEqual(classify(model, Z));
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as typeof model;
    expect(served.probabilities(again, Z)).toEqual(probabilities(model, Z));
  });

  it("has no use for units of labels", () => {
    refuses(() => kernelClassifier({ kernel, standardize: { y: "deviation" } }), "argument", /labels or counts/);
  });
});

it("counts have no units either: poisson standardises X alone", () => {
  const counts = Float64Array.from({ length: n }, (_, i) => i % 4);
  const model = fit(kernelNewton({ kernel, lambda: 0.1, loss: poisson(), standardize: true }), X, counts);
  expect(model.scaling?.y).toBeNull();
  near(predict(model, Z), predict(fit(kernelNewton({ kernel, lambda: 0.1, loss: poisson() }), x, counts), z), 1);
});
