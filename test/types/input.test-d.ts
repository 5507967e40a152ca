import { describe, expectTypeOf, it } from "vitest";
import {
  classify,
  crossValidate,
  diagnose,
  evaluate,
  fit,
  gram,
  gramDiagonal,
  kernelClassifier,
  kernelRidge,
  leaveOneOut,
  linear,
  type MaternKernel,
  type MatrixLike,
  matern,
  predict,
  predictInterval,
  predictor,
  rbf,
  score,
  selectLambda,
  standardize,
  tune,
} from "../../src/entries/index";
import { lstsq } from "../../src/entries/linalg";

interface BigColumn {
  readonly length: number;
  get(index: number): bigint | null;
}

describe("what is read at run time compiles", () => {
  const ridge = kernelRidge({ kernel: rbf() });

  it("rows of any numbers", () => {
    gram(linear(), [Float32Array.of(1), Float32Array.of(2)]);
    gram(linear(), [Int8Array.of(1)] as readonly Int8Array[]);
    gram(linear(), [[1], Uint16Array.of(2)]);
    gram(linear(), [] as readonly ArrayLike<number>[]);
    lstsq([Float32Array.of(1)], Float32Array.of(2));
  });

  it("typed arrays as rows, points, targets and weights of every verb", () => {
    const [rows, points, y] = [[Float32Array.of(1), Float32Array.of(2)], Float32Array.of(1, 2), Int16Array.of(1, 2)];
    const model = fit(ridge, points, y, { sampleWeight: Float32Array.of(1, 2) });
    predict(model, rows);
    score(fit(ridge, rows, rows), points, rows);
    gramDiagonal(rbf(), points);
    evaluate(rbf(), Float32Array.of(1), Uint8Array.of(2));
    diagnose(rbf(), rows, y);
    standardize(rows);
    crossValidate(ridge, rows, y);
    leaveOneOut(ridge, points, rows);
    selectLambda(ridge, points, y, Float32Array.of(0.1));
    tune(ridge, rows, y);
    predictInterval(ridge, rows, y, points);
    classify(fit(kernelClassifier({ kernel: rbf() }), points, Uint8Array.of(0, 1)), rows);
  });

  it("ndarray-like views as their libraries declare them", () => {
    const scijs = {} as {
      data: Float64Array;
      shape: number[];
      stride: number[];
      offset: number;
      order: number[];
      get(...at: number[]): number;
    };
    const stdlib = {} as { data: Float64Array; shape: readonly number[]; strides: readonly number[]; offset: number; order: "row-major" };
    const vectorious = {} as { data: Float64Array; shape: number[]; strides: number[]; length: number };
    for (const view of [scijs, stdlib, vectorious]) expectTypeOf(view).toExtend<MatrixLike>();
    gram(linear(), { data: [1, 2], shape: [2, 1], strides: [1, 2] });
  });

  it("columns of Apache Arrow, as points, rows, targets and weights", () => {
    const column = {} as { readonly length: number; readonly stride: number; get(index: number): number | null; toArray(): Float64Array };
    expectTypeOf(fit(ridge, column, column, { sampleWeight: column }).coefficients).toEqualTypeOf<Float64Array>();
    gram(linear(), [column, column]);
    predictor(fit(ridge, [[1]], [1]))(column);
    // @ts-expect-error: 64-bit integers are BigInts
    gram(linear(), {} as BigColumn);
  });

  it("ν has three values, and Infinity", () => {
    expectTypeOf(matern({ nu: 1.5, lengthScale: 1 })).toEqualTypeOf<MaternKernel>();
    matern({ nu: Infinity, lengthScale: [1, 2] });
    matern({ nu: 0.5 as number, lengthScale: 1 });
    // @ts-expect-error: not one of them
    matern({ nu: 2, lengthScale: 1 });
    // @ts-expect-error: a length scale is needed
    matern({ nu: 1.5 });
  });
});
