import { expectTypeOf, test } from "vitest";
import {
  absolute,
  fit,
  hinge,
  huber,
  type KernelModel,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  type Loss,
  type LossName,
  type Matrix,
  poisson,
  quantile,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import type { Pool } from "../../src/entries/pool";

declare const X: Matrix;
declare const y: Float64Array;
declare const pool: Pool;
const kernel = rbf();

test("a loss is known by its kind", () => {
  expectTypeOf(huber({ delta: 1 }).delta).toEqualTypeOf<number>();
  expectTypeOf(quantile().kind).toEqualTypeOf<"quantile">();
  expectTypeOf<Loss["kind"]>().toEqualTypeOf<LossName>();
  // @ts-expect-error τ is of the quantile
  huber({ tau: 1 });
});

test("a solver takes the losses that it can solve", () => {
  expectTypeOf(kernelDescent).toBeCallableWith({ kernel, loss: poisson(), step: 1, iterations: 1 });
  expectTypeOf(kernelNewton).toBeCallableWith({ kernel, loss: "poisson" });
  // @ts-expect-error a kink
  kernelNewton({ kernel, loss: absolute() });
  // @ts-expect-error the loss is not left to a default
  kernelNewton({ kernel });
  // @ts-expect-error curved
  supportVectorRegression({ kernel, loss: huber() });
  // @ts-expect-error a loss of regression
  kernelClassifier({ kernel, loss: absolute() });
  expectTypeOf(kernelClassifier).toBeCallableWith({ kernel, loss: hinge() });
  expectTypeOf(kernelClassifier).toBeCallableWith({ kernel, loss: "softmax" });
});

test("vectors and matrices, here and in a pool", () => {
  expectTypeOf(fit(kernelNewton({ kernel, loss: "poisson" }), X, y)).toEqualTypeOf<KernelModel<Float64Array>>();
  expectTypeOf(fit(kernelNewton({ kernel, loss: "poisson" }), X, X)).toEqualTypeOf<KernelModel<Matrix>>();
  expectTypeOf(pool.fit(kernelNewton({ kernel, loss: "poisson" }), X, y)).toEqualTypeOf<Promise<KernelModel<Float64Array>>>();
});
