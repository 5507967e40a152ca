import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  constant,
  fit,
  isMercerError,
  type KernelModel,
  kernelClassifier,
  kernelRidge,
  type LinearModel,
  leastSquares,
  linear,
  type Matrix,
  precomputed,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { expectError } from "../support/errors";

const ENTRIES = [
  ["mercer", mercer],
  ["mercer/predict", serving],
] as const;
const LARGEST = Number.MAX_VALUE;
const { report } = fit(kernelRidge({ kernel: linear() }), [1], [1]);
const column = (values: readonly number[]): Matrix => ({ rows: values.length, cols: 1, data: Float64Array.from(values) });

/** h(z) = Σ α_i x_i z + b for points x_i of one feature. */
function linearModel(alpha: readonly number[], x: readonly number[], intercept = 0): KernelModel<Float64Array> {
  const coefficients = Float64Array.from(alpha);
  return { kind: "kernelModel", kernel: linear(), n: x.length, d: 1, points: column(x), coefficients, intercept, report };
}

describe.each(ENTRIES)("predictions at the ends of the range, %s", (_, { predict, predictor, decision, classify }) => {
  it("a prediction beyond the numbers is an error with its row", () => {
    const model = linearModel([1e308, 1e308], [1, 1]);
    const { message } = expectError("not-finite", () => predict(model, [0.5, 1, -2]), { row: 1, column: 0 });
    expect(message).toContain("row 1");
    expectError("not-finite", () => predictor(model)([1]), { row: 0 });
    expect(predictor(model)([0.25])).toBe(5e307);
    const many = {
      ...model,
      coefficients: { rows: 2, cols: 2, data: Float64Array.of(1, 1e308, 1, 1e308) },
      intercept: new Float64Array(2),
    };
    expectError("not-finite", () => predict(many as KernelModel<Matrix>, [0.5, 1]), { row: 1, column: 1 });
    expectError("not-finite", () => predictor(many as KernelModel<Matrix>)([1]), { row: 0, column: 1 });
  });

  it("a sum that leaves the numbers and returns is right", () => {
    expect(predict(linearModel([1e308, 1e308, -1e308], [1, 1, 1]), [0.5, 1])).toEqual(Float64Array.of(5e307, 1e308));
    expect(predictor(linearModel([1e308, 1e308, -1e308], [1, 1, 1]))([1])).toBe(1e308);
    // the intercept alone brings it back
    expect(predict(linearModel([LARGEST, LARGEST], [1, 1], -LARGEST), [1])).toEqual(Float64Array.of(LARGEST));
  });

  it("the other models alike", () => {
    const given = { ...linearModel([1e308, 1e308], [1, 1]), kernel: precomputed(), points: null, d: null };
    expectError(
      "not-finite",
      () =>
        predict(given, [
          [1, 0.5],
          [1, 1],
        ]),
      { row: 1 },
    );
    expect(predict(given, [[1, -1]])).toEqual(Float64Array.of(0));
    const features: LinearModel<Float64Array> = {
      kind: "linearModel",
      features: linear(),
      weights: Float64Array.of(1e308, 1e308, -1e308),
      intercept: 0,
      report,
    };
    expect(
      predict(features, [
        [1, 1, 1],
        [1, 0, 0],
      ]),
    ).toEqual(Float64Array.of(1e308, 1e308));
    expect(predictor(features)([1, 1, 1])).toBe(1e308);
    expectError(
      "not-finite",
      () =>
        predict(features, [
          [1, 0, 0],
          [1, 1, 0],
        ]),
      { row: 1 },
    );
    expectError("not-finite", () => predictor(features)([1, 1, 0]));
    const classifier = fit(kernelClassifier({ kernel: linear() }), [1, -1], ["a", "b"]);
    const large = { ...classifier, coefficients: Float64Array.of(1e308, -1e308) };
    for (const ask of [decision, classify]) expectError("not-finite", () => ask(large, [0.1, 1]), { row: 1 });
    expectError("not-finite", () => predictor(large)([1]));
  });

  it("an intercept that is no number", () => {
    expectError("not-finite", () => predict(linearModel([1], [1], Number.NaN), [1]), { row: 0 });
  });

  it("random sums, 500 of them: right to rounding where the answer is a number, else told", () => {
    const huge = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 960, max: 1020 })).map(([m, e]) => m * 2 ** e);
    const z = fc.constantFrom(1, -1, 0.75, 3);
    fc.assert(
      fc.property(fc.array(fc.tuple(huge, fc.constantFrom(1, -1, 0.5)), { minLength: 1, maxLength: 40 }), huge, z, (terms, b, at) => {
        const D = Decimal.clone({ precision: 700 });
        const products = terms.map(([alpha, x]) => new D(alpha).times(x).times(at));
        const right = products.reduce((sum, term) => sum.plus(term), new D(b));
        const sizes = products.reduce((sum, term) => sum.plus(term.abs()), new D(b).abs());
        const slack = sizes.times((terms.length + 4) * 2 ** -53);
        const model = linearModel(
          terms.map(([alpha]) => alpha),
          terms.map(([, x]) => x),
          b,
        );
        for (const ask of [() => predict(model, [at])[0] as number, () => predictor(model)([at])]) {
          let value: number;
          try {
            value = ask();
          } catch (error) {
            expect(isMercerError(error) && error.code).toBe("not-finite");
            expect(right.abs().plus(slack).gte(LARGEST)).toBe(true);
            continue;
          }
          expect(right.minus(value).abs().lte(slack)).toBe(true);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe("both entries have the same bits", () => {
  it("where sums leave the numbers and return", () => {
    const alpha = Array.from({ length: 70 }, (_, i) => (i < 35 ? 1e307 : -1e307));
    const model = linearModel(
      alpha,
      alpha.map((_, i) => 1 - i / 200),
    );
    const Z = [1, 0.3, -0.9, 0.001];
    expect(serving.predict(model, Z)).toEqual(mercer.predict(model, Z));
  });

  it("constants alone", () => {
    const model = { ...linearModel([LARGEST, LARGEST, -LARGEST], [1, 2, 3]), kernel: constant(1) };
    for (const [, { predict }] of ENTRIES) expect(predict(model, [7])).toEqual(Float64Array.of(LARGEST));
  });

  it("files of least squares with huge weights", () => {
    const model = fit(
      leastSquares({ features: linear() }),
      [
        [1, 0],
        [0, 1],
      ],
      [1, 1],
    );
    const huge = serving.fromJSON(
      JSON.parse(JSON.stringify(mercer.toJSON({ ...model, weights: Float64Array.of(LARGEST, LARGEST) }))),
    ) as LinearModel<Float64Array>;
    for (const [, { predict }] of ENTRIES)
      expectError(
        "not-finite",
        () =>
          predict(huge, [
            [1, -1],
            [1, 1],
          ]),
        { row: 1 },
      );
  });
});
