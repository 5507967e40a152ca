/** P A = L U of a k × k matrix of few rows, row by row: U above, the factors of L below the diagonal; the row of A in each place. */
export interface Elimination {
  readonly k: number;
  readonly factors: Float64Array;
  readonly order: readonly number[];
}

/** By elimination with partial pivoting; null where a pivot is 0 or no number. A is left alone. */
export function eliminate(A: Float64Array, k: number): Elimination | null {
  const a = A.slice();
  const order = Array.from({ length: k }, (_, i) => i);
  for (let c = 0; c < k; c++) {
    let best = c;
    for (let i = c + 1; i < k; i++) if (Math.abs(a[i * k + c] as number) > Math.abs(a[best * k + c] as number)) best = i;
    const pivot = a[best * k + c] as number;
    if (!(Math.abs(pivot) > 0)) return null;
    if (best !== c) {
      const row = a.slice(c * k, (c + 1) * k);
      a.copyWithin(c * k, best * k, (best + 1) * k).set(row, best * k);
      [order[c], order[best]] = [order[best] as number, order[c] as number];
    }
    for (let i = c + 1; i < k; i++) {
      const factor = (a[i * k + c] as number) / pivot;
      a[i * k + c] = factor;
      for (let j = c + 1; j < k; j++) a[i * k + j] = (a[i * k + j] as number) - factor * (a[c * k + j] as number);
    }
  }
  return { k, factors: a, order };
}

/** x with A x = b. */
export function substitute({ k, factors, order }: Elimination, b: Float64Array): Float64Array {
  const x = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let rest = b[order[i] as number] as number;
    for (let j = 0; j < i; j++) rest -= (factors[i * k + j] as number) * (x[j] as number);
    x[i] = rest;
  }
  for (let i = k - 1; i >= 0; i--) {
    let rest = x[i] as number;
    for (let j = i + 1; j < k; j++) rest -= (factors[i * k + j] as number) * (x[j] as number);
    x[i] = rest / (factors[i * k + i] as number);
  }
  return x;
}
