import { transpose } from "../support/oracles";
import { ROUNDOFF } from "../support/precision";

/** max_i Σ_j |a_ij|; NaN where there is one. */
export function rowNorm(rows: number, cols: number, A: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += Math.abs(A[i * cols + j] as number);
    largest = sum > largest || Number.isNaN(sum) ? sum : largest;
  }
  return largest;
}

/** max_j Σ_i |a_ij| */
export function columnNorm(rows: number, cols: number, A: Float64Array): number {
  return rowNorm(cols, rows, transpose(rows, cols, A));
}

/** √Σ a², where no square overflows or vanishes. */
export function frobenius(A: Float64Array): number {
  const largest = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 0 : largest * Math.sqrt(A.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}

/** error/(size·count·u), 0 where there is no error; u is ε/2 unless given. */
export function ratioOf(error: number, size: number, count: number, unit = ROUNDOFF): number {
  return error === 0 ? 0 : error / size / (count * unit);
}

/** A⁻¹ by Gauss and Jordan with exchanges of rows. */
export function inverseOf(n: number, A: Float64Array): Float64Array {
  const rows: Float64Array[] = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(2 * n);
    row.set(A.subarray(i * n, (i + 1) * n));
    row[n + i] = 1;
    return row;
  });
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]?.[k] as number) > Math.abs(rows[p]?.[k] as number)) p = i;
    [rows[k], rows[p]] = [rows[p] as Float64Array, rows[k] as Float64Array];
    const pivot = rows[k] as Float64Array;
    const head = pivot[k] as number;
    for (let j = k; j < 2 * n; j++) pivot[j] = (pivot[j] as number) / head;
    for (let i = 0; i < n; i++) {
      const row = rows[i] as Float64Array;
      const factor = row[k] as number;
      if (i === k || factor === 0) continue;
      for (let j = k; j < 2 * n; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const result = new Float64Array(n * n);
  rows.forEach((row, i) => {
    result.set(row.subarray(n), i * n);
  });
  return result;
}
