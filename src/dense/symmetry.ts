import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";

/** Where a square matrix differs from its transpose, and by how much. */
interface Asymmetry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Side of a block: it and its mirror image, 8 KB each, stay in L1. */
const BLOCK = 32;

/** A pair with |a_ij − a_ji| > n·ε·max|a|, the first by blocks; null for a matrix that is symmetric to rounding. */
export function asymmetryOf({ rows: n, data }: Matrix): Asymmetry | null {
  let bound: number | undefined;
  for (let ib = 0; ib < n; ib += BLOCK) {
    const below = Math.min(n, ib + BLOCK);
    for (let jb = 0; jb <= ib; jb += BLOCK) {
      for (let i = ib; i < below; i++) {
        const right = Math.min(i, jb + BLOCK);
        for (let j = jb; j < right; j++) {
          const difference = (data[i * n + j] as number) - (data[j * n + i] as number);
          if (difference === 0) continue;
          bound ??= n * Number.EPSILON * largestMagnitude(data);
          const value = Math.abs(difference);
          if (value > bound) return { row: i, column: j, value };
        }
      }
    }
  }
  return null;
}

/** @throws "asymmetric" for a matrix that differs from its transpose by more than rounding, with the remedy for it */
export function requireSymmetric(A: Matrix, name: string, remedy: string): void {
  const difference = asymmetryOf(A);
  if (!difference) return;
  const { row, column, value } = difference;
  throw mercerError("asymmetric", `${name} differs from its transpose by ${value} at (${row}, ${column}); ${remedy}`, {
    row,
    column,
    value,
  });
}
