import { asMatrix, flipped } from "../core/matrix-view";
import { multiply, subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { view, withBlocks } from "../wasm/memory";

/** Rows that are summed before they are added to the whole, which keeps the roundings of a sum few. */
const ROWS = 64;

/** Roundings of an element of `transposedProduct`. */
export function roundingsOf(rows: number): number {
  return ROWS + Math.ceil(rows / ROWS);
}

/** AᵀX, by blocks of rows. */
export function transposedProduct({ rows, cols, data }: Matrix, X: Matrix): Float64Array {
  const t = X.cols;
  const sums = new Float64Array(cols * t);
  for (let first = 0; first < rows; first += ROWS) {
    const part = new Float64Array(cols * t);
    const end = Math.min(rows, first + ROWS);
    for (let i = first; i < end; i++) {
      for (let c = 0; c < t; c++) {
        const x = X.data[i * t + c] as number;
        for (let j = 0; j < cols; j++) part[j * t + c] = (part[j * t + c] as number) + (data[i * cols + j] as number) * x;
      }
    }
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (part[at] as number);
  }
  return sums;
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
