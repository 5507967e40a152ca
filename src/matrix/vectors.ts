/** Sums and maxima of plain vectors, in the order of their elements. */

/** Σ_i a_i b_i */
export function dot(a: Float64Array, b: ArrayLike<number>): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

/** Σ_i x_i */
export function sumOf(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value, 0);
}

/** max_i x_i, of one number at least. */
export function largest(x: Float64Array): number {
  return x.reduce((a, b) => Math.max(a, b));
}

/** Σ_i x_iq, for every column q of c. */
export function columnSums(x: Float64Array, c: number): Float64Array {
  const sums = new Float64Array(c);
  x.forEach((value, at) => {
    sums[at % c] = (sums[at % c] as number) + value;
  });
  return sums;
}

/** max_i |x_iq|, for every column q of c; 0 for no rows. */
export function columnMagnitudes(x: Float64Array, c: number): Float64Array {
  const most = new Float64Array(c);
  for (let row = 0; row < x.length; row += c) {
    for (let q = 0; q < c; q++) most[q] = Math.max(most[q] as number, Math.abs(x[row + q] as number));
  }
  return most;
}

/** Whether none is infinite or missing. */
export function allFinite(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}

/** Σ_i |x_i| */
export function sumOfMagnitudes(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.abs(x[i] as number);
  return sum;
}

/** The first i of the largest |x_i|. */
export function positionOfLargest(x: Float64Array): number {
  let best = 0;
  for (let i = 1; i < x.length; i++) if (Math.abs(x[i] as number) > Math.abs(x[best] as number)) best = i;
  return best;
}

/** The mean as a value not less than the least and not more than the largest, whatever their size: each is divided first where the sum is beyond the numbers. */
export function meanOf(x: Float64Array): number {
  const mean = sumOf(x) / x.length;
  return Number.isFinite(mean) ? mean : x.reduce((sum, value) => sum + value / x.length, 0);
}
