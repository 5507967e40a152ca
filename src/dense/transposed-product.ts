import { addTransposed, multiply, subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { view, withBlocks } from "../wasm/memory";

/** AᵀX, by blocks of rows. */
export function transposedProduct({ rows, cols, data }: Matrix, X: Matrix): Float64Array {
  return withBlocks({ A: rows * cols, X: rows * X.cols, Y: cols * X.cols }, (blocks, workspace) => {
    view(workspace, blocks.A).set(data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).fill(0);
    addTransposed(workspace, rows, cols, X.cols, blocks.A, blocks.X, blocks.Y);
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
    multiply(workspace, rows, X.cols, blocks.A, blocks.X, blocks.Y, cols);
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
    subtractDoubled(workspace, rows, cols, t, blocks.A, true, blocks.X, blocks.Y, blocks.Y);
    return view(workspace, blocks.Y).slice();
  });
}
