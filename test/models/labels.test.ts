import { describe, expect, it } from "vitest";
import { confusionMatrix, fit, kernelClassifier, linear, score } from "../../src/entries/index";
import { expectError } from "../support/errors";

const labels = { strings: ["a", "b"], numbers: [0, 1], booleans: [false, true] } as const;
const sides = Object.entries(labels).flatMap(([one, truth]) =>
  Object.entries(labels).map(([other, predicted]) => [one, other, truth, predicted] as const),
);

describe("labels of two sides", () => {
  it.each(sides)("%s and %s: compared where they are of one type, else told of which sides", (one, other, truth, predicted) => {
    const compare = () => confusionMatrix<string | number | boolean>(truth, predicted);
    const model = fit(kernelClassifier({ kernel: linear() }), [[1], [-1]], truth as readonly string[]);
    const rate = () => score(model, [[1], [-1]], predicted as readonly string[]);
    if (one === other) {
      expect(compare().counts.data).toEqual(Float64Array.of(1, 0, 0, 1));
      expect(rate).not.toThrow();
      return;
    }
    const [own, foreign] = [typeof truth[0], typeof predicted[0]];
    const error = expectError("argument", compare, { argument: "predicted", value: predicted[0] });
    expect(error.message).toContain(`the labels of predicted are of type ${foreign}, those of truth of type ${own};`);
    expect(expectError("argument", rate, { argument: "y" }).message).toContain(`of type ${foreign}, those of the model of type ${own};`);
  });
});
