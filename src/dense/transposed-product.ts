import { asMatrix, flipped, type MatrixView } from "../core/matrix-view";
import { addTransposed, multiply, subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { view, type Workspace, withBlocks } from "../wasm/memory";

/** AᵀX, by blocks of rows. */
export function transposedProduct(A: Matrix, X: Matrix): Float64Array {
  return productBy(addTransposed, A, X, A.cols);
}

/** A·X */
export function product(A: Matrix, X: Matrix): Float64Array {
  return productBy(multiply, A, X, A.rows);
}

/** AᵀX, summed in twice the digits and rounded once. */
export function transposedProductDoubled(A: Matrix, X: Matrix): Float64Array {
  const negative = { ...X, data: X.data.map((value) => -value) };
  // Y is its own Z where it is 0
  return productBy((workspace, a, x, Y) => subtractDoubled(workspace, flipped(a), x, Y, Y), A, negative, A.cols);
}

type Add = (workspace: Workspace, A: MatrixView, X: MatrixView, Y: MatrixView) => void;

/** What `add` makes of A, X and a Y of zeros with so many rows. */
function productBy(add: Add, A: Matrix, X: Matrix, rows: number): Float64Array {
  return withBlocks({ A: A.rows * A.cols, X: X.rows * X.cols, Y: rows * X.cols }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).fill(0);
    add(workspace, asMatrix(blocks.A, A.rows, A.cols), asMatrix(blocks.X, X.rows, X.cols), asMatrix(blocks.Y, rows, X.cols));
    return view(workspace, blocks.Y).slice();
  });
}
