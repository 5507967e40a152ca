import { asMatrix, flipped } from "../core/matrix-view";
import { addTransposed, multiply, subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { view, withBlocks } from "../wasm/memory";

/** AᵀX, by blocks of rows. */
export function transposedProduct({ rows, cols, data }: Matrix, X: Matrix): Float64Array {
  return withBlocks({ A: rows * cols, X: rows * X.cols, Y: cols * X.cols }, (blocks, workspace) => {
    view(workspace, blocks.A).set(data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).fill(0);
    addTransposed(workspace, asMatrix(blocks.A, rows, cols), asMatrix(blocks.X, rows, X.cols), asMatrix(blocks.Y, cols, X.cols));
    return view(workspace, blocks.Y).slice();
  });
}

/** A·X */
export function product(A: Matrix, X: Matrix): Float64Array {
  const { rows, cols } = A;
  return withBlocks({ A: rows * cols, X: cols * X.cols, Y: rows * X.cols }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).fill(0);
    multiply(workspace, asMatrix(blocks.A, rows, cols), asMatrix(blocks.X, cols, X.cols), asMatrix(blocks.Y, rows, X.cols));
    return view(workspace, blocks.Y).slice();
  });
}

/** AᵀX, summed in twice the digits and rounded once. */
export function transposedProductDoubled({ rows, cols, data }: Matrix, X: Matrix): Float64Array {
  const t = X.cols;
  return withBlocks({ A: rows * cols, X: rows * t, Y: cols * t }, (blocks, workspace) => {
    view(workspace, blocks.A).set(data);
    view(workspace, blocks.X).set(X.data.map((value) => -value));
    view(workspace, blocks.Y).fill(0);
    // Y is its own Z where it is 0
    const Y = asMatrix(blocks.Y, cols, t);
    subtractDoubled(workspace, flipped(asMatrix(blocks.A, rows, cols)), asMatrix(blocks.X, rows, t), Y, Y);
    return view(workspace, blocks.Y).slice();
  });
}
