import type { Matrix } from "../matrix";
import { logOfSize } from "../matrix/logarithm";

/** The upper triangle of a matrix of n columns, or the first rows of it, with its diagonal, and zeros. */
export function upperPart(factor: Float64Array, rows: number, n: number): Matrix {
  const data = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) data.set(factor.subarray(i * n + i, (i + 1) * n), i * n + i);
  return { rows, cols: n, data };
}

/** The lower triangle with its diagonal, and zeros: pages of a new array that nothing is written to are not made. */
export function lowerPart(factor: Float64Array, n: number): Matrix {
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) data.set(factor.subarray(i * n, i * n + i + 1), i * n);
  return { rows: n, cols: n, data };
}

/** The lower triangle with ones on its diagonal, and zeros. */
export function unitLowerPart(factor: Float64Array, n: number): Matrix {
  const lower = lowerPart(factor, n);
  for (let i = 0; i < n; i++) lower.data[i * n + i] = 1;
  return lower;
}

/** Σ log |a_ii| */
export function logOfDiagonal(factor: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += logOfSize(factor[i * n + i] as number);
  return sum;
}
