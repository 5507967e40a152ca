import { describe, expect, it } from "vitest";
import {
  type ClassifierModel,
  classify,
  confusionMatrix,
  decision,
  fit,
  kernelClassifier,
  kernelRidge,
  linear,
  precomputed,
  predict,
  predictor,
  probabilities,
  rbf,
  score,
  toArrays,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix } from "../support/random";

const X = randomMatrix(1, 20, 2);
const three = Array.from({ length: 20 }, (_, i) => i % 3);
const two = three.map((c) => (c === 1 ? "yes" : "no"));
const Z = randomMatrix(2, 7, 2);

/** A model whose decision values are the rows of K(Z, X) themselves. */
function reading(classes: readonly string[], loss: ClassifierModel["loss"] = "logistic"): ClassifierModel<string> {
  const k = classes.length === 2 ? 1 : classes.length;
  const model = fit(
    kernelClassifier({ kernel: precomputed() }),
    [
      [1, 0],
      [0, 1],
    ],
    ["a", "b"],
  );
  const data = Float64Array.from({ length: k * k }, (_, at) => (at % (k + 1) === 0 ? 1 : 0));
  return k === 1
    ? { ...model, classes, loss, n: 1, coefficients: data, intercept: 0 }
    : { ...model, classes, loss, n: k, coefficients: { rows: k, cols: k, data }, intercept: new Float64Array(k) };
}

describe("classify", () => {
  it("takes the largest decision value, the first of equal ones", () => {
    const model = reading(["a", "b", "c"]);
    const values = [
      [1, 2, 3],
      [3, 2, 1],
      [1, 1, 0],
      [0, 1, 1],
      [-5, -4, -6],
      [0, 0, 0],
    ];
    expect(toArrays(decision(model, values) as never)).toEqual(values);
    expect(classify(model, values)).toEqual(["c", "a", "a", "b", "b", "a"]);
  });

  it("takes the second of two classes where the value is positive", () => {
    expect(classify(reading(["no", "yes"]), [[1], [-1], [0], [1e-300]])).toEqual(
      ["no", "yes"].flatMap((_, k) => (k ? ["no", "yes"] : ["yes", "no"])),
    );
  });

  it("is refused for a model of regression, as predict is for a classifier", () => {
    const regression = fit(kernelRidge({ kernel: rbf() }), X, three);
    const classifier = fit(kernelClassifier({ kernel: rbf() }), X, three);
    expectError("argument", () => classify(regression as unknown as ClassifierModel, Z), { argument: "model" });
    expect(expectError("argument", () => predict(classifier as never, Z)).message).toContain("classify");
    expectError("argument", () => decision({} as ClassifierModel, Z), { argument: "model" });
    expectError("shape", () => classify(classifier, randomMatrix(3, 2, 3)));
  });
});

describe("a predictor of a classifier", () => {
  it.each([
    ["three classes", three],
    ["two", two],
  ] as const)("gives the labels of classify: %s", (_, labels) => {
    const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels as string[]);
    const one = predictor(model);
    expect(toArrays(Z).map((z) => one(z))).toEqual(classify(model, Z));
    one.release();
    expectError("argument", () => one([0, 0]));
  });
});

describe("probabilities", () => {
  it("of two classes are 1/(1 + e^h) and 1/(1 + e^−h), however large h", () => {
    const values = [0, 1, -1, 0.3, 30, -40, 700, -700, 800, -800];
    const { data } = probabilities(
      reading(["no", "yes"]),
      values.map((h) => [h]),
    );
    values.forEach((h, i) => {
      expect(data[2 * i]).toBeCloseTo(1 / (1 + Math.exp(h)), 15);
      expect(data[2 * i + 1]).toBeCloseTo(1 / (1 + Math.exp(-h)), 15);
      // small ones to their last digits
      const small = Math.min(data[2 * i] as number, data[2 * i + 1] as number);
      const want = 1 / (1 + Math.exp(Math.abs(h)));
      expect(Math.abs(small - want)).toBeLessThanOrEqual(4 * Number.EPSILON * want);
    });
  });

  it("of three classes are those of each, divided by their sum", () => {
    const values = [
      [1, 2, -3],
      [0, 0, 0],
      [-30, -31, -40],
      [900, 0, -900],
    ];
    const got = toArrays(probabilities(reading(["a", "b", "c"]), values));
    values.forEach((row, i) => {
      const each = row.map((h) => 1 / (1 + Math.exp(-h)));
      const sum = each.reduce((a, b) => a + b);
      for (const [c, p] of each.entries()) {
        expect(Math.abs((got[i]?.[c] as number) - p / sum)).toBeLessThanOrEqual(8 * Number.EPSILON * (p / sum));
      }
    });
    expect(toArrays(probabilities(reading(["a", "b", "c"]), [[-900, -901, -950]]))).toEqual([[1 / 3, 1 / 3, 1 / 3]]);
  });

  it("name the class that classify names, where they differ", () => {
    const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, three);
    const best = toArrays(probabilities(model, Z)).map((row) => model.classes[row.indexOf(Math.max(...row))]);
    expect(best).toEqual(classify(model, Z));
  });

  it("are refused where the values are no log-odds", () => {
    expectError("unsupported", () => probabilities(fit(kernelClassifier({ kernel: linear() }), X, two), Z));
  });
});

describe("score and confusionMatrix", () => {
  const truth = ["a", "b", "b", "c", "c", "c"];
  const said = ["a", "b", "c", "c", "a", "d"];

  it("count, worked out by hand", () => {
    const { classes, counts } = confusionMatrix(truth, said);
    expect(classes).toEqual(["a", "b", "c", "d"]);
    expect(toArrays(counts)).toEqual([
      [1, 0, 0, 0],
      [0, 1, 1, 0],
      [1, 0, 1, 1],
      [0, 0, 0, 0],
    ]);
    expect(toArrays(confusionMatrix([false, true], [true, true]).counts)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it("score is the share of the diagonal", () => {
    const model = fit(kernelClassifier({ kernel: rbf({ gamma: 0.1 }), lambda: 5 }), X, three);
    const { counts } = confusionMatrix(three, classify(model, X));
    const right = [0, 4, 8].reduce((sum, at) => sum + (counts.data[at] as number), 0);
    expect(score(model, X, three)).toBe(right / 20);
    expect(right).toBeLessThan(20);
    expect(
      score(
        model,
        X,
        three.map((c) => c + 10),
      ),
    ).toBe(0);
  });

  it("refuse lengths and types that do not agree", () => {
    const model = fit(kernelClassifier({ kernel: rbf() }), X, three);
    expectError("shape", () => score(model, X, [1, 2]), { argument: "y" });
    expectError("argument", () => score(model, X, undefined as never), { argument: "y" });
    expectError("shape", () => confusionMatrix(["a"], ["a", "b"]), { argument: "predicted" });
    expectError("argument", () => confusionMatrix<string | number>(["a"], [1]), { argument: "predicted" });
  });
});
