import { describe, expect, it } from "vitest";
import { type ClassifierModel, classify, decision, fit, fromJSON, kernelClassifier, rbf, toJSON } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix } from "../support/random";

const X = randomMatrix(1, 12, 2);
const labels = Array.from({ length: 12 }, (_, i) => i % 3);

const kept = ({ report, ...model }: ClassifierModel) => ({ ...model, report: { ...report, elapsedMs: 0 } });

describe("a classifier as JSON", () => {
  it.each([
    ["numbers", labels.map((c) => 1.5 * c - 1)],
    ["strings", labels.map((c) => ["a", "é", "z"][c] as string)],
    ["booleans", labels.map((c) => c > 0)],
  ] as const)("%s: every bit returns", (_, given) => {
    for (const loss of ["squared", "logistic", "hinge"] as const) {
      const model = fit(kernelClassifier({ kernel: rbf(), loss, intercept: true, lambda: 0.1 }), X, given as (string | number | boolean)[]);
      const again = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as ClassifierModel;
      expect(again).toEqual(kept(model));
      expect(decision(again, X)).toEqual(decision(model, X));
      expect(classify(again, X)).toEqual(classify(model, X));
    }
  });

  const file = (change: object) => {
    const { model, ...rest } = toJSON(fit(kernelClassifier({ kernel: rbf() }), X, labels));
    return { ...rest, model: { ...(model as object), ...change } };
  };

  it.each([
    ["$.model.loss", { loss: "cubic" }],
    ["$.model.classes", { classes: "012" }],
    ["$.model.classes", { classes: [0, 1, 1] }],
    ["$.model.classes", { classes: [1, 0, 2] }],
    ["$.model.classes", { classes: [0, "1", 2] }],
    ["$.model.classes", { classes: [0] }],
    ["$.model.coefficients", { classes: [0, 1] }],
    ["$.model.coefficients", { classes: [0, 1, 2, 3] }],
    ["$.model.kernel", { kernel: { kind: "none" } }],
  ])("a fault at %s is told: %j", (path, change) => {
    expect(fromJSON(file({}))).toBeDefined();
    expectError("format", () => fromJSON(file(change)), { path });
  });
});
