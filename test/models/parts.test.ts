import { describe, expect, it } from "vitest";
import { fit, type KernelModel, kernelRidge, linear, predict } from "../../src/entries/index";
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
