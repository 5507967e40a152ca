import { describe, expect, it } from "vitest";
import {
  classify,
  fit,
  gaussianProcess,
  type KernelModel,
  type KernelRidge,
  kernelClassifier,
  kernelRidge,
  leastSquares,
  linear,
  predict,
  rbf,
  verify,
} from "../../src/entries/index";
import { errorOf } from "../support/errors";

describe("a model with coefficients of another kind", () => {
  const model = fit(kernelRidge({ kernel: linear() }), [1, 2], [1, 2]);
  const messageFor = (coefficients: unknown): string => {
    const error = errorOf(() => predict({ ...model, coefficients } as KernelModel<Float64Array>, [3]));
    expect(error.code).toBe("argument");
    return error.message;
  };

  it("is told how to come by the right one: a list, a record of a file, or neither", () => {
    expect(messageFor([1, 2])).toMatch(/; Float64Array\.from makes one of it$/);
    expect(messageFor({ 0: 1, 1: 2 })).toMatch(/; toJSON and fromJSON keep models in files$/);
    for (const none of [null, 3, "x"]) expect(messageFor(none)).not.toMatch(/; \w+JSON|; Float64Array/);
  });
});

describe("a classifier of classes that are not its own", () => {
  const model = fit(kernelClassifier({ kernel: rbf({ gamma: 1 }) }), [1, 2, 3], ["a", "b", "a"]);

  it.each([
    [["a"], /has 1 labels, 1 of them different; .* 1 columns, which tell 2$/],
    [["a", "a"], /has 2 labels, 1 of them different/],
    [["a", "b", "c"], /has 3 labels, 3 of them different/],
  ])("is refused: %j", (classes, message) => {
    const error = errorOf(() => classify({ ...model, classes }, [3]));
    expect(error.code).toBe("argument");
    expect(error.message).toMatch(message);
  });
});

it.each([["a"], { rows: 2, cols: 1, data: Float64Array.of(1) }, 3])(
  "a process with %j for the coefficients of its trend is refused",
  (trendCoefficients) => {
    const model = fit(gaussianProcess({ kernel: rbf({ gamma: 1 }), trend: "constant" }), [[0], [1], [2]], [0, 1, 3]);
    const error = errorOf(() => predict({ ...model, trendCoefficients } as unknown as typeof model, [[1]]));
    expect([error.code, error.message]).toEqual(["argument", expect.stringContaining("model.trendCoefficients")]);
  },
);

describe("a model whose fields are those of its prototype, as a proxy of a framework may have them", () => {
  const [X, y] = [
    [[0], [1], [2]],
    [0, 1, 3],
  ];

  it.each([
    kernelRidge({ kernel: linear(), lambda: 0.1, standardize: true }),
    gaussianProcess({ kernel: rbf({ gamma: 1 }), trend: "constant" }),
    leastSquares({ intercept: true }),
  ])("is read as the model itself: $kind", (estimator) => {
    const model = fit(estimator as KernelRidge, X, y);
    const heir = Object.create(model) as typeof model;
    expect(predict(heir, X)).toEqual(predict(model, X));
    expect(verify(heir, X, y)).toEqual(verify(model, X, y));
  });
});
