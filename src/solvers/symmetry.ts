import type { Matrix } from "../matrix";

/** Where a square matrix differs from its transpose, and by how much. */
export interface Asymmetry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The first pair with |a_ij − a_ji| > n·ε·max|a|; null for a matrix that is symmetric to rounding. */
export function asymmetryOf({ rows: n, data }: Matrix): Asymmetry | null {
  const bound = n * Number.EPSILON * data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = Math.abs((data[i * n + j] as number) - (data[j * n + i] as number));
      if (value > bound) return { row: i, column: j, value };
    }
  }
  return null;
}
