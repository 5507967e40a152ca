import { describe, expectTypeOf, it } from "vitest";
import {
  add,
  allSubsets,
  constant,
  exponentiate,
  featureMatrix,
  type Kernel,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  precomputed,
  rbf,
  scale,
  white,
} from "../../src/entries/index";

describe("compositions that cannot be are type errors", () => {
  it("a precomputed kernel beside one of points, however deep", () => {
    // @ts-expect-error
    add(precomputed(), rbf());
    // @ts-expect-error
    multiply(rbf(), scale(2, precomputed()));
    // @ts-expect-error
    add(constant(1), multiply(precomputed(), white(1)), scale(2, rbf()));
  });

  it("a precomputed kernel where points are needed", () => {
    // @ts-expect-error
    onColumns([0], precomputed());
    // @ts-expect-error
    normalize(add(precomputed(), white(1)));
    // @ts-expect-error
    power(precomputed(), 2);
    // @ts-expect-error
    exponentiate(scale(2, precomputed()));
    // @ts-expect-error
    mapInputs((x) => x, precomputed());
    // @ts-expect-error
    multiplier(() => 1, precomputed());
  });

  it("columns that no point has", () => {
    // @ts-expect-error
    onColumns([-1], rbf());
    // @ts-expect-error
    onColumns([0, 1.5], rbf());
    // @ts-expect-error
    onColumns([1e-7], rbf());
  });

  it("columns beyond those that an outer choice leaves, however deep", () => {
    // @ts-expect-error
    onColumns([3], onColumns([1], rbf()));
    // @ts-expect-error
    onColumns([3, 4], normalize(add(linear(), scale(2, multiply(onColumns([0, 2], rbf()), linear())))));
    expectTypeOf(onColumns([3, 4], add(linear(), onColumns([1], rbf()))).columns).toEqualTypeOf<readonly [3, 4]>();
    // a map may make more features
    expectTypeOf(
      onColumns(
        [3],
        mapInputs(([x]) => [x as number, 1], onColumns([1], rbf())),
      ).kind,
    ).toEqualTypeOf<"onColumns">();
    const columns: number[] = [3];
    expectTypeOf(onColumns(columns, onColumns([1], rbf())).columns).toEqualTypeOf<number[]>();
    expectTypeOf(onColumns([3], onColumns(columns, rbf())).kernel.kernel.kind).toEqualTypeOf<"rbf">();
  });

  it("a negative multiple where a root of k(x, x) or real features are needed", () => {
    // @ts-expect-error
    normalize(scale(-1, rbf()));
    // @ts-expect-error
    featureMatrix(scale(-0.5, allSubsets()), [[1]]);
    // @ts-expect-error
    leastSquares({ features: scale(-2, linear()) });
    // @ts-expect-error
    linearDescent({ features: scale(-1e9, linear()), iterations: 1 });
  });

  it("a negative multiple is welcome elsewhere, and where it may be positive", () => {
    expectTypeOf(scale(-1, rbf()).factor).toEqualTypeOf<-1>();
    kernelRidge({ kernel: add(linear(), scale(-1, rbf())) });
    normalize(add(linear(), scale(-1, rbf())));
    normalize(scale(-1, constant(-1)));
    normalize(scale(-1, polynomial({ coef0: -1, degree: 1 })));
    featureMatrix(scale(-1 as number, linear()), [[1]]);
    leastSquares({ features: scale(2, linear()) });
    leastSquares({ features: (x) => x });
    leastSquares();
  });

  it("what can be is not, and its type carries the parts", () => {
    const onGram = add(scale(2, precomputed()), white(1), constant(1), multiply(precomputed(), precomputed()));
    expectTypeOf(onGram.terms[0].kernel.kind).toEqualTypeOf<"precomputed">();
    const onPoints = multiply(normalize(rbf()), add(rbf(), white(1)));
    expectTypeOf(onPoints.factors[1].terms[1].kind).toEqualTypeOf<"white">();
    expectTypeOf(power(onPoints, 2).kernel).toEqualTypeOf(onPoints);
  });

  it("a kernel whose type has lost its kind is left to run time", () => {
    const some = rbf() as Kernel;
    expectTypeOf(add(some, precomputed())).toExtend<Kernel>();
    expectTypeOf(normalize(some)).toExtend<Kernel>();
    const list: Kernel[] = [some];
    expectTypeOf(add(...list)).toExtend<Kernel>();
  });
});
