import { describe, expectTypeOf, it } from "vitest";
import {
  add,
  type KernelModel,
  type KernelRidgeSpec,
  kernelRidge,
  type Matrix,
  type Parameter,
  parametersOf,
  predictGradient,
  rbf,
  white,
  withParameters,
} from "../../src/entries/index";

describe("parameters and gradients", () => {
  it("of kernels and of estimators, which stay what they are", () => {
    const kernel = add(rbf({ lengthScale: 2 }), white(0.1));
    expectTypeOf(parametersOf(kernel)).toEqualTypeOf<readonly Parameter[]>();
    expectTypeOf(withParameters(kernel, { "terms.1.variance": 1 })).toEqualTypeOf(kernel);
    expectTypeOf(withParameters(kernelRidge({ kernel }), { lambda: 1 })).toEqualTypeOf<KernelRidgeSpec>();
    // @ts-expect-error a value is a number
    withParameters(kernel, { "terms.1.variance": "auto" });
  });

  it("the spelling of a Gaussian kernel is in its type", () => {
    expectTypeOf(rbf({ sigma: 2 }).sigma).toEqualTypeOf<number>();
    expectTypeOf(rbf({ lengthScale: 2 }).lengthScale).toEqualTypeOf<number | readonly number[]>();
    expectTypeOf(rbf().gamma).toEqualTypeOf<number | "auto">();
  });

  it("of models of one target", () => {
    const model = {} as KernelModel<Float64Array>;
    expectTypeOf(predictGradient(model, [[1]])).toEqualTypeOf<Matrix>();
    // @ts-expect-error several targets have several gradients
    predictGradient({} as KernelModel<Matrix>, [[1]]);
  });
});
