import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  type ClassifierModel,
  type KernelModel,
  kernelRidge,
  type LinearModel,
  type Model,
  type Points,
  toJSON,
} from "../../src/entries/index";
import { classify, decision, fromJSON, isMercerError, predict, predictor, probabilities } from "../../src/entries/predict";
import { composition } from "../support/compositions";
import { expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";
import { randomMatrix, randomVector } from "../support/random";

const n = 70;

/** Through a string and back, as a file would go. */
function served<M extends Model>(model: M): M {
  return fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as M;
}

/** A model by its parts: what a fit finds does not matter here. */
function modelOf(kernel: mercer.Kernel, points: mercer.Matrix, t: number): KernelModel {
  const { report } = mercer.fit(kernelRidge({ kernel: mercer.linear() }), [1], [1]);
  const coefficients = t === 0 ? randomVector(5, points.rows) : randomMatrix(5, points.rows, t);
  const intercept = t === 0 ? 0 : randomVector(6, t);
  return { kind: "kernelModel", kernel, n: points.rows, d: points.cols, points, coefficients, intercept, report } as KernelModel;
}

function magnitudes({ rows, cols, data }: mercer.Matrix, factor = 1): mercer.Matrix {
  return { rows, cols, data: data.map((x) => factor * Math.abs(x)) };
}

/** The numbers of a prediction, or the code with which it is refused. */
function outcome(run: () => mercer.Targets): number[] | string {
  try {
    const values = run();
    return Array.from(values instanceof Float64Array ? values : values.data);
  } catch (error) {
    return isMercerError(error) ? error.code : "another error";
  }
}

describe("predict has the bits of mercer's", () => {
  const kernels = [...VECTOR_KERNELS, ...NON_NEGATIVE_KERNELS, ...COMPOSITES, ...WHITE_KERNELS].filter(({ json }) => json);

  it.each(kernels)("$name", ({ kernel }) => {
    for (const d of [2, 3, 8]) {
      const [X, Z] = [magnitudes(randomMatrix(1, n, d)), magnitudes(randomMatrix(3, 50, d))];
      for (const t of [0, 1, 3, 9]) {
        const model = modelOf(kernel(d), X, t);
        expect(predict(served(model), Z)).toEqual(mercer.predict(model, Z));
      }
    }
  });

  it.each(kernels)("$name, from points whose features nearly vanish to such as nearly overflow", ({ kernel }) => {
    let numbers = 0;
    for (let exponent = -320; exponent <= 300; exponent += 20) {
      for (const d of [2, 5]) {
        const [X, Z] = [randomMatrix(1, 33, d), randomMatrix(2, 9, d)].map((m) => magnitudes(m, 10 ** exponent)) as [
          mercer.Matrix,
          mercer.Matrix,
        ];
        X.data.set(Z.data.subarray(0, d));
        const model = modelOf(kernel(d), X, 0);
        const expected = outcome(() => mercer.predict(model, Z));
        expect(outcome(() => predict(served(model), Z))).toEqual(expected);
        if (typeof expected !== "string") numbers++;
      }
    }
    expect(numbers).toBeGreaterThan(10);
  });

  it("300 compositions", () => {
    for (let seed = 0; seed < 300; seed++) {
      const d = 2 + (seed % 3);
      const [X, Z] = [magnitudes(randomMatrix(seed, 40, d, 0.5)), magnitudes(randomMatrix(seed + 1000, 11, d, 0.5))];
      const model = modelOf(composition(seed, { d, json: true, white: true, nonNegative: true }), X, seed % 4);
      expect(
        outcome(() => predict(served(model), Z)),
        mercer.describe(model.kernel),
      ).toEqual(outcome(() => mercer.predict(model, Z)));
    }
  });

  it("more features than are summed at a time", () => {
    const d = 600;
    const [X, Z] = [randomMatrix(1, 40, d, 0.05), randomMatrix(2, 7, d, 0.05)];
    for (const { kernel } of VECTOR_KERNELS.filter(({ json }) => json)) {
      const model = modelOf(kernel(d), X, 0);
      expect(outcome(() => predict(served(model), Z))).toEqual(outcome(() => mercer.predict(model, Z)));
    }
  });

  it("a metric, features chosen, and white noise within a norm", () => {
    const metric = [
      [2, 1, 0],
      [1, 2, 0],
      [0, 0, 1],
    ];
    const X = randomMatrix(1, n, 3);
    for (const kernel of [
      mercer.linear({ metric }),
      mercer.onColumns([2, 0], mercer.cosine()),
      mercer.normalize(mercer.add(mercer.rbf(), mercer.white(2))),
    ]) {
      const model = modelOf(kernel, X, 0);
      expect(predict(served(model), X)).toEqual(mercer.predict(model, X));
    }
  });

  it("a precomputed kernel, alone and in a sum", () => {
    const [X, Z] = [randomMatrix(1, n, 3), randomMatrix(2, 9, 3)];
    const K = mercer.gram(mercer.rbf(), Z, X);
    for (const kernel of [mercer.precomputed(), mercer.add(mercer.scale(2, mercer.precomputed()), mercer.constant(1), mercer.white(1))]) {
      const model = mercer.fit(kernelRidge({ kernel }), mercer.gram(mercer.rbf(), X), randomMatrix(3, n, 2));
      expect(predict(served(model), K)).toEqual(mercer.predict(model, K));
      expectError("shape", () => predict(served(model), X), { argument: "Z" });
    }
  });

  it.each([
    ["columns", mercer.linear(), 300],
    ["monomials", mercer.polynomial({ degree: 3, gamma: 0.5 }), 10],
    ["subsets", mercer.add(mercer.allSubsets(), mercer.cosine()), 6],
  ])("a linear model on %s", (_, features, d) => {
    const [X, Z] = [randomMatrix(1, n, d), randomMatrix(2, 31, d)];
    for (const y of [randomVector(3, n), randomMatrix(3, n, 2), randomMatrix(3, n, 9)]) {
      const model = mercer.fit(mercer.leastSquares({ features, lambda: 1, intercept: true }), X, y as mercer.Matrix) as LinearModel;
      expect(predict(served(model), Z)).toEqual(mercer.predict(model, Z));
      const h = predictor(served(model));
      const rows = Array.from({ length: 31 }, (_, i) => h(mercer.rowOf(Z, i)));
      expect(rows.flatMap((row) => (row instanceof Float64Array ? [...row] : [row]))).toEqual(outcome(() => mercer.predict(model, Z)));
    }
  });
});

describe("classifiers", () => {
  const X = randomMatrix(1, n, 2);
  const Z = randomMatrix(2, 200, 2, 3);
  const labels = (k: number): string[] =>
    Array.from({ length: n }, (_, i) => "abc"[Math.abs(Math.floor(9 * (X.data[2 * i] as number))) % k] as string);

  it.each(["squared", "logistic", "hinge"] as const)(
    "with the loss %s: values, labels and probabilities have the bits of mercer's",
    (loss) => {
      for (const k of [2, 3]) {
        const model = mercer.fit(mercer.kernelClassifier({ kernel: mercer.rbf(), loss }), X, labels(k)) as ClassifierModel<string>;
        const again = served(model);
        expect(decision(again, Z)).toEqual(mercer.decision(model, Z));
        expect(classify(again, Z)).toEqual(mercer.classify(model, Z));
        const h = predictor(again);
        expect(Array.from({ length: 200 }, (_, i) => h(mercer.rowOf(Z, i)))).toEqual(mercer.classify(model, Z));
        if (loss === "logistic") expect(probabilities(again, Z)).toEqual(mercer.probabilities(model, Z));
        else expectError("unsupported", () => probabilities(again, Z));
      }
    },
  );
});

describe("predictor", () => {
  const X = randomMatrix(1, n, 3);
  const Z = randomMatrix(2, 20, 3);

  it("has the bits of predict", () => {
    for (const { kernel } of [...VECTOR_KERNELS, ...COMPOSITES].filter(({ json }) => json)) {
      const model = served(modelOf(kernel(3), X, 2)) as KernelModel<mercer.Matrix>;
      const h = predictor(model);
      const expected = predict(model, Z);
      for (let i = 0; i < 20; i++) expect(h(mercer.rowOf(Z, i))).toEqual(mercer.rowOf(expected, i).slice());
    }
  });

  it("keeps what it was made of, until it is released", () => {
    const model = served(modelOf(mercer.rbf(), X, 0)) as KernelModel<Float64Array>;
    const h = predictor(model);
    const before = h([1, 2, 3]);
    model.coefficients.fill(0);
    model.points?.data.fill(0);
    expect(h([1, 2, 3])).toBe(before);
    expectError("shape", () => h([1, 2]), { argument: "x" });
    h.release();
    expectError("argument", () => h([1, 2, 3]), { argument: "predictor" });
  });
});

describe("refuses", () => {
  const X = randomMatrix(1, 9, 2);
  const model = modelOf(mercer.polynomial({ gamma: 1 }), X, 0);

  it.each<[string, string, Points]>([
    ["points with another number of features", "shape", [[1, 2, 3]]],
    ["no points", "shape", []],
    ["numbers that are none", "not-finite", [[1, Number.NaN]]],
  ])("%s", (_, code, Z) => {
    expectError(code as "shape", () => predict(model, Z), { argument: "Z" });
  });

  it("an overflow, telling where", () => {
    expectError(
      "not-finite",
      () =>
        predict(model, [
          [1, 1],
          [1e200, 1],
        ]),
      { row: 1, column: 0 },
    );
  });

  it("functions of the caller's own", () => {
    for (const kernel of [mercer.custom(() => 1), mercer.multiplier(() => 1, mercer.rbf())]) {
      expectError("kernel", () => predict(modelOf(kernel, X, 0), X));
    }
  });

  it("classifiers where numbers are asked for, and the other way round", () => {
    const classifier = mercer.fit(mercer.kernelClassifier({ kernel: mercer.rbf() }), X, [..."ababababa"]);
    expectError("argument", () => predict(classifier as never, X), { argument: "model" });
    expectError("argument", () => classify(model as never, X), { argument: "model" });
  });

  it("files that are no model, with the path of the fault", () => {
    const file = JSON.parse(JSON.stringify(toJSON(model)));
    file.model.kernel.degree = 0;
    expectError("format", () => fromJSON(file), { path: "$.model.kernel" });
  });
});
