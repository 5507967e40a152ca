/**
 * The solution of A x = b, A being k × k with few rows, by elimination with partial pivoting; null where a pivot is 0 or no number. A and b are left
 * alone.
 */
export function solveSystem(A: readonly Float64Array[], b: Float64Array): Float64Array | null {
  const k = b.length;
  const rows: Float64Array[] = A.map((row, i) => Float64Array.from({ length: k + 1 }, (_, j) => (j < k ? row[j] : b[i]) as number));
  for (let c = 0; c < k; c++) {
    const below = rows.slice(c);
    const best = c + below.reduce((top, row, i) => (size(row, c) > size(below[top] as Float64Array, c) ? i : top), 0);
    [rows[c], rows[best]] = [rows[best] as Float64Array, rows[c] as Float64Array];
    const pivot = rows[c] as Float64Array;
    if (!(size(pivot, c) > 0)) return null;
    for (const row of rows.slice(c + 1)) {
      const factor = (row[c] as number) / (pivot[c] as number);
      for (let j = c; j <= k; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const x = new Float64Array(k);
  for (let i = k - 1; i >= 0; i--) {
    const row = rows[i] as Float64Array;
    let rest = row[k] as number;
    for (let j = i + 1; j < k; j++) rest -= (row[j] as number) * (x[j] as number);
    x[i] = rest / (row[i] as number);
  }
  return x;
}

function size(row: Float64Array, c: number): number {
  return Math.abs(row[c] as number);
}
