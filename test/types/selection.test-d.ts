import { describe, expectTypeOf, it } from "vitest";
import * as mercer from "../../src/entries/index";

const ridge = {} as mercer.KernelRidge;
const classifier = {} as mercer.KernelClassifier;
const X: mercer.Points = [1, 2];
const Y = {} as mercer.Matrix;

describe("what is held out is shaped like y", () => {
  it("of regression", () => {
    expectTypeOf(mercer.crossValidate(ridge, X, [1, 2]).predictions).toEqualTypeOf<Float64Array>();
    expectTypeOf(mercer.crossValidate({} as mercer.LinearDescent, X, Y).predictions).toEqualTypeOf<mercer.Matrix>();
    expectTypeOf(mercer.leaveOneOut(ridge, X, [1, 2]).residuals).toEqualTypeOf<Float64Array>();
    expectTypeOf(mercer.leaveOneOut(ridge, X, Y).residuals).toEqualTypeOf<mercer.Matrix>();
  });

  it("of labels", () => {
    expectTypeOf(mercer.crossValidate(classifier, X, ["a", "b"] as const).predictions).toEqualTypeOf<readonly ("a" | "b")[]>();
  });

  it("of a comparison there are names and numbers", () => {
    expectTypeOf(mercer.compare({ a: ridge, b: classifier }, X, [1, 2]).best).toEqualTypeOf<string>();
  });
});

describe("options are known by name", () => {
  it("misspelt ones do not compile", () => {
    // @ts-expect-error fold is no option
    mercer.crossValidate(ridge, X, [1, 2], { fold: 3 });
    // @ts-expect-error there is no such method
    mercer.predictInterval(ridge, X, [1, 2], X, { method: "bootstrap" });
    // @ts-expect-error only kernel ridge regression has a path
    mercer.lambdaPath(classifier, X, [1, 2]);
  });
});
