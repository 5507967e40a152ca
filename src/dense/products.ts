import { copied, type Given, withMatrices, zeros } from "../core/matrices";
import { flipped, type MatrixView } from "../core/matrix-view";
import { addTransposed, mirror, multiply, scaleElements, subtractDoubled, syrk } from "../core/products";
import type { Matrix } from "../matrix";
import type { Workspace } from "../wasm/memory";

/** AᵀX, by blocks of rows. */
export function transposedProduct(A: Matrix, X: Matrix): Float64Array {
  return productBy(addTransposed, A, X, zeros(A.cols, X.cols)).data;
}

/** A·X */
export function product(A: Matrix, X: Matrix): Float64Array {
  return productBy(multiply, A, X, zeros(A.rows, X.cols)).data;
}

/** AᵀX, summed in twice the digits and rounded once. */
export function transposedProductDoubled(A: Matrix, X: Matrix): Float64Array {
  const negative = { ...X, data: X.data.map((value) => -value) };
  // Y is its own Z where it is 0
  return productBy((workspace, a, x, Y) => subtractDoubled(workspace, flipped(a), x, Y, Y), A, negative, zeros(A.cols, X.cols)).data;
}

type Add = (workspace: Workspace, A: MatrixView, X: MatrixView, Y: MatrixView) => void;

/** Y and what `add` makes of A and X. */
export function productBy(add: Add, A: Matrix, X: Matrix, Y: Given): Matrix {
  return withMatrices({ A, X, Y }, (placed, workspace) => {
    add(workspace, placed.A, placed.X, placed.Y);
    return copied(workspace, placed.Y);
  });
}

/** A·Aᵀ, symmetric bit for bit. */
export function square(A: Matrix): Matrix {
  return withMatrices({ A, C: zeros(A.rows, A.rows) }, (placed, workspace) => {
    syrk(workspace, placed.A, placed.C);
    mirror(workspace, placed.C, "lower");
    return copied(workspace, placed.C);
  });
}

/** The lower triangle of SAS, S = diag(s), above it what A has there. */
export function scaledBySides(A: Matrix, s: Float64Array): Float64Array {
  return withMatrices({ A, s: { rows: A.rows, cols: 1, data: s } }, (placed, workspace) => {
    scaleElements(workspace, placed.A, "lower", s, placed.s);
    return copied(workspace, placed.A).data;
  });
}
