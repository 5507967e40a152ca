import { expectTypeOf, it } from "vitest";
import { type LeastSquaresResult, lstsq, type Matrix, pinv, qr } from "../../src/entries/linalg";

const A = [
  [1, 2],
  [3, 4],
];

it("lstsq and qr give a vector for a vector, a matrix for a matrix", () => {
  expectTypeOf(lstsq(A, [1, 2])).toEqualTypeOf<LeastSquaresResult<Float64Array, number>>();
  expectTypeOf(lstsq(A, A, { tolerance: 1e-9, refine: false })).toEqualTypeOf<LeastSquaresResult<Matrix, Float64Array>>();
  expectTypeOf(qr(A).solve(new Float64Array(2))).toEqualTypeOf<Float64Array>();
  expectTypeOf(qr(A, { pivoting: true }).solve(A)).toEqualTypeOf<Matrix>();
  expectTypeOf(pinv(A)).toEqualTypeOf<Matrix>();
});

it("options that are none are errors", () => {
  // @ts-expect-error -- misspelt
  lstsq(A, [1, 2], { tol: 1 });
  // @ts-expect-error -- pinv has nothing to refine
  pinv(A, { refine: true });
});
