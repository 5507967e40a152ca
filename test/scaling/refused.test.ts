import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { chi2, fit, kernelRidge, precomputed, predict, spectralFilter } from "../../src/entries/index";
import { ESTIMATORS, kernel, near, refuses, X, x, y, Z, z } from "../support/standard-table";

describe("what cannot be standardised", () => {
  it.each<[string, () => unknown, mercer.ErrorCode, RegExp]>([
    [
      "a misspelt method",
      () => kernelRidge({ kernel, standardize: "std" as never }),
      "argument",
      /standardize must be one of true, false, "deviation"/,
    ],
    ["a misspelt name", () => kernelRidge({ kernel, standardize: { Y: "range" } as never }), "argument", /unknown option Y of standardize/],
    [
      "the columns of K",
      () =>
        fit(
          kernelRidge({ kernel: precomputed(), standardize: true }),
          [
            [1, 0],
            [0, 1],
          ],
          [1, 2],
        ),
      "unsupported",
      /no columns of X/,
    ],
    [
      "a column whose range overflows",
      () => fit(kernelRidge({ kernel, standardize: "range" }), [[-1.7e308], [1.7e308]], [1, 2]),
      "not-finite",
      /range of column 0 of X/,
    ],
    ["too few targets", () => fit(kernelRidge({ kernel, standardize: true }), X, [1, 2]), "shape", /y has 2 rows, X has 40/],
    ["weights that are none", () => fit(kernelRidge({ kernel, standardize: true }), X, y, { sampleWeight: [1] }), "shape", /sampleWeight/],
    [
      "points of other features",
      () => predict(fit(ESTIMATORS.kernelRidge(true), X, y), [[1, 2, 3]]),
      "shape",
      /Z has 3 features, 2 are needed/,
    ],
    ["a kernel of positive numbers", () => fit(kernelRidge({ kernel: chi2(), standardize: true }), X, y), "argument", /a feature is -/],
  ])("%s", (_, body, code, message) => {
    refuses(body, code, message);
  });

  it("y of a precomputed kernel can", () => {
    const K = mercer.gram(kernel, x);
    const model = fit(kernelRidge({ kernel: precomputed(), lambda: 0.1, standardize: { y: "deviation" } }), K, y);
    near(predict(model, mercer.gram(kernel, z, x)), predict(fit(ESTIMATORS.kernelRidge(true), X, y), Z));
    expect(model.report.errorBound).toBeNull();
  });

  it("a constant column and a constant y have a spread of 1", () => {
    const model = fit(
      kernelRidge({ kernel, standardize: true }),
      [
        [1, 7],
        [2, 7],
        [3, 7],
      ],
      [4, 4, 4],
    );
    expect(model.scaling).toEqual({
      X: { center: Float64Array.of(2, 7), spread: Float64Array.of(Math.sqrt(2 / 3), 1) },
      y: { center: Float64Array.of(4), spread: Float64Array.of(1) },
    });
    expect(predict(model, [[9, 7]])).toEqual(Float64Array.of(4));
  });

  it("the filter of a descent has no such option", () => {
    refuses(
      () => spectralFilter(kernel, X, y, { step: 0.1, steps: 3, standardize: true } as never),
      "argument",
      /unknown option standardize/,
    );
  });
});

it("units of a model that are no arrays of its features and targets are refused by name", () => {
  const model = fit(ESTIMATORS.kernelRidge(true), X, y);
  const { X: ofX, y: ofY } = model.scaling as mercer.Units;
  const wrong: [unknown, RegExp][] = [
    [{ X: { center: [1, 2], spread: ofX?.spread }, y: ofY }, /model\.scaling\.X\.center must be a Float64Array of 2 numbers/],
    [{ X: { center: ofX?.center, spread: Float64Array.of(1) }, y: ofY }, /model\.scaling\.X\.spread must be a Float64Array of 2 numbers/],
    [{ X: { center: ofX?.center, spread: Float64Array.of(1, 0) }, y: ofY }, /model\.scaling\.X\.spread must have a number above 0/],
    [
      { X: ofX, y: { center: Float64Array.of(0, 1), spread: Float64Array.of(1, 1) } },
      /model\.scaling\.y\.center must be a Float64Array of 1 numbers/,
    ],
  ];
  for (const [scaling, message] of wrong) refuses(() => predict({ ...model, scaling } as typeof model, Z), "argument", message);
});
