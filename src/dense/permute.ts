/** Row k of X becomes row order[k]. */
export function permute(X: Float64Array, order: Int32Array, t: number, result: Float64Array): void {
  order.forEach((row, k) => {
    result.set(X.subarray(k * t, (k + 1) * t), row * t);
  });
}

/** Row order[k] of X becomes row k. */
export function gather(X: Float64Array, order: Int32Array, t: number, result: Float64Array): void {
  order.forEach((row, k) => {
    result.set(X.subarray(row * t, (row + 1) * t), k * t);
  });
}
