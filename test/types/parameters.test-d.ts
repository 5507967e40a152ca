import { describe, expectTypeOf, it } from "vitest";
import {
  add,
  fit,
  gaussianProcess,
  type Kernel,
  type KernelModel,
  type KernelRidgeSpec,
  type KernelSpec,
  kernelClassifier,
  kernelRidge,
  type Matrix,
  type Parameter,
  parametersOf,
  predict,
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

  it("a fitted model's kernel has the fields of its kind", () => {
    const { kernel } = fit(kernelRidge({ kernel: rbf() }), [[1]], [1]);
    expectTypeOf(kernel).toEqualTypeOf<KernelSpec>();
    if (kernel.kind === "matern") expectTypeOf(kernel.nu).toEqualTypeOf<0.5 | 1.5 | 2.5>();
    if (kernel.kind === "sum") expectTypeOf(kernel.terms).toEqualTypeOf<readonly KernelSpec[]>();
    expectTypeOf(fit(gaussianProcess({ kernel }), [[1]], [1]).kernel).toEqualTypeOf<KernelSpec>();
    expectTypeOf(fit(kernelClassifier({ kernel }), [[1], [2]], ["a", "b"]).kernel).toEqualTypeOf<KernelSpec>();
  });

  it("a model that is handed in may have any", () => {
    const model = fit(kernelRidge({ kernel: rbf() }), [[1]], [1]);
    expectTypeOf(predict({ ...model, kernel: {} as Kernel }, [[1]])).toEqualTypeOf<Float64Array>();
  });

  it("of models of one target", () => {
    const model = {} as KernelModel<Float64Array>;
    expectTypeOf(predictGradient(model, [[1]])).toEqualTypeOf<Matrix>();
    // @ts-expect-error several targets have several gradients
    predictGradient({} as KernelModel<Matrix>, [[1]]);
  });
});
