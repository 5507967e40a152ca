import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  add,
  constant,
  exponentiate,
  kernelRidge,
  leastSquares,
  matern,
  multiplier,
  multiply,
  normalize,
  onColumns,
  parametersOf,
  periodic,
  polynomial,
  power,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
  white,
  withParameters,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

const pathsOf = (of: mercer.Kernel): string[] => parametersOf(of).map(({ path }) => path);

describe("parametersOf", () => {
  it.each<[string, mercer.Kernel, [string, number, "log" | "linear"][]]>([
    ["γ", rbf({ gamma: 0.5 }), [["gamma", 0.5, "log"]]],
    ["no γ", rbf(), []],
    ["γ = 0", rbf({ gamma: 0 }), [["gamma", 0, "linear"]]],
    ["σ", rbf({ sigma: 2 }), [["sigma", 2, "log"]]],
    ["ℓ", rbf({ lengthScale: 2 }), [["lengthScale", 2, "log"]]],
    [
      "ν = ∞",
      matern({ nu: Infinity, lengthScale: [1, 2] }),
      [
        ["lengthScale.0", 1, "log"],
        ["lengthScale.1", 2, "log"],
      ],
    ],
    ["ν", matern({ nu: 2.5, lengthScale: 3 }), [["lengthScale", 3, "log"]]],
    [
      "a polynomial",
      polynomial({ gamma: 2, coef0: 3 }),
      [
        ["gamma", 2, "log"],
        ["coef0", 3, "linear"],
      ],
    ],
    ["tanh", sigmoid({ coef0: -1 }), [["coef0", -1, "linear"]]],
    [
      "a rational quadratic",
      rationalQuadratic({ alpha: 2, lengthScale: 3 }),
      [
        ["alpha", 2, "log"],
        ["lengthScale", 3, "log"],
      ],
    ],
    [
      "a period",
      periodic({ period: 2, lengthScale: 3 }),
      [
        ["period", 2, "log"],
        ["lengthScale", 3, "log"],
      ],
    ],
    ["a negative constant", constant(-2), [["value", -2, "linear"]]],
    ["noise", white(0.1), [["variance", 0.1, "log"]]],
    [
      "a multiple",
      scale(2, rbf({ gamma: 3 })),
      [
        ["factor", 2, "log"],
        ["kernel.gamma", 3, "log"],
      ],
    ],
  ])("%s", (_, kernel, expected) => {
    expect(parametersOf(kernel)).toEqual(expected.map(([path, value, scale]) => ({ path, value, scale })));
  });

  it("of a composition: each part by its place", () => {
    const kernel = add(
      multiply(exponentiate(scale(2, rbf({ gamma: 1 }))), power(onColumns([0, 2], polynomial({ gamma: 4 })), 2)),
      normalize(multiplier(() => 1, white(5))),
    );
    expect(pathsOf(kernel)).toEqual([
      "terms.0.factors.0.kernel.factor",
      "terms.0.factors.0.kernel.kernel.gamma",
      "terms.0.factors.1.kernel.kernel.gamma",
      "terms.0.factors.1.kernel.kernel.coef0",
      "terms.1.kernel.kernel.variance",
    ]);
  });

  it("of an estimator: λ, and its kernel's", () => {
    expect(parametersOf(kernelRidge({ kernel: rbf({ lengthScale: 2 }), lambda: 0.5 }))).toEqual([
      { path: "lambda", value: 0.5, scale: "log" },
      { path: "kernel.lengthScale", value: 2, scale: "log" },
    ]);
    expect(pathsOf(kernelRidge({ kernel: rbf(), lambda: [1, 2] }))).toEqual([]);
    expect(pathsOf(leastSquares({ features: polynomial({ gamma: 1 }), lambda: 0 }))).toEqual([
      "lambda",
      "features.gamma",
      "features.coef0",
    ]);
  });

  it("refuses what is no kernel", () => {
    expectError("kernel", () => parametersOf({ kind: "rbff" }));
    expectError("kernel", () => parametersOf(undefined as unknown as mercer.Kernel));
    expectError("argument", () => parametersOf({ kind: "rbf", gamma: -1 } as mercer.Kernel), { argument: "gamma" });
  });
});

describe("withParameters", () => {
  const kernel = add(scale(2, rbf({ lengthScale: [1, 3] })), white(0.1));

  it("puts numbers in place, and leaves the rest and the given kernel as they are", () => {
    const other = withParameters(kernel, { "terms.0.kernel.lengthScale.1": 7, "terms.1.variance": 0 });
    expect(other).toEqual(add(scale(2, rbf({ lengthScale: [1, 7] })), white(0)));
    expect(kernel).toEqual(add(scale(2, rbf({ lengthScale: [1, 3] })), white(0.1)));
    expect(withParameters(kernel, {})).toEqual(kernel);
  });

  it("by the values of parametersOf gives the same", () => {
    const values = Object.fromEntries(parametersOf(kernel).map(({ path, value }) => [path, value]));
    expect(withParameters(kernel, values)).toEqual(kernel);
  });

  it("of an estimator makes the one that its constructor makes", () => {
    const estimator = kernelRidge({ kernel, lambda: 1, intercept: true });
    const changed = withParameters(estimator, { lambda: 2, "kernel.terms.0.factor": 5 });
    expect(changed).toEqual(kernelRidge({ kernel: add(scale(5, rbf({ lengthScale: [1, 3] })), white(0.1)), lambda: 2, intercept: true }));
    expect(estimator.lambda).toBe(1);
    const points = { rows: 3, cols: 2, data: Float64Array.of(1, 2, 3, 4, 0, 1) };
    expect(mercer.fit(changed, points, [1, 2, 3]).coefficients).toHaveLength(3);
  });

  it("refuses unknown paths by the nearest, and numbers out of range", () => {
    expectError("argument", () => withParameters(rbf({ gamma: 1 }), { gama: 2 }), { argument: "gama" });
    expect(() => withParameters(rbf({ gamma: 1 }), { gama: 2 })).toThrow("did you mean gamma?");
    expect(() => withParameters(kernel, { "terms.0.lengthScale.0": 2 })).toThrow("did you mean terms.0.kernel.lengthScale.0?");
    expect(() => withParameters(rbf(), { gamma: 2 })).toThrow("there are none");
    expectError("argument", () => withParameters(rbf({ gamma: 1 }), { gamma: -1 }), { argument: "gamma" });
    expectError("argument", () => withParameters(rbf({ lengthScale: 1 }), { lengthScale: 0 }), { argument: "lengthScale" });
    expectError("argument", () => withParameters(kernel, { "terms.0.factor": Number.NaN }), { argument: "terms.0.factor" });
    expectError("argument", () => withParameters(rbf({ gamma: 1 }), { gamma: "auto" } as never));
    expectError("argument", () => withParameters(kernelRidge({ kernel, lambda: 1 }), { lambda: -1 }), { argument: "lambda" });
    expectError("argument", () => withParameters(kernel, null as unknown as Record<string, number>));
    expectError("argument", () => withParameters(kernel, { __proto__x: 1 }));
  });
});
