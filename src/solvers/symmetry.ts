import type { Matrix } from "../matrix";

/** Where a square matrix differs from its transpose, and by how much. */
export interface Asymmetry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Side of a block: it and its mirror image, 8 KB each, stay in L1. */
const BLOCK = 32;

/** A pair with |a_ij − a_ji| > n·ε·max|a|, the first by blocks; null for a matrix that is symmetric to rounding. */
export function asymmetryOf({ rows: n, data }: Matrix): Asymmetry | null {
  let largest = 0;
  for (let k = 0; k < data.length; k++) largest = Math.max(largest, Math.abs(data[k] as number));
  const bound = n * Number.EPSILON * largest;
  for (let ib = 0; ib < n; ib += BLOCK) {
    for (let jb = 0; jb <= ib; jb += BLOCK) {
      for (let i = ib; i < Math.min(n, ib + BLOCK); i++) {
        for (let j = jb; j < Math.min(i, jb + BLOCK); j++) {
          const value = Math.abs((data[i * n + j] as number) - (data[j * n + i] as number));
          if (value > bound) return { row: i, column: j, value };
        }
      }
    }
  }
  return null;
}
