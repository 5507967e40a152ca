import { isTagged, numberOf, type Term } from "../term";

/** Numbers row by row. */
export interface Plain {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** The matrix, or the column, that a term stands for; null for anything else. */
export function plain(term: Term | undefined): Plain | null {
  if (!isTagged(term)) return null;
  if (term.$ === "vector") return { rows: term.of.length, cols: 1, data: Float64Array.from(term.of, numberOf) };
  if (term.$ === "matrix") return { rows: term.rows, cols: term.cols, data: Float64Array.from(term.of, numberOf) };
  return null;
}

/** A result that is a vector or a matrix. */
export function asPlain(value: unknown): Plain {
  if (value instanceof Float64Array) return { rows: value.length, cols: 1, data: value };
  return value as Plain;
}

export const at = ({ data, cols }: Plain, i: number, j: number): number => data[i * cols + j] as number;

export function transposed(A: Plain): Plain {
  return {
    rows: A.cols,
    cols: A.rows,
    data: Float64Array.from({ length: A.data.length }, (_, k) => at(A, k % A.rows, Math.floor(k / A.rows))),
  };
}

export function largest(A: { readonly data: Float64Array }): number {
  return A.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The matrix over a power of two, so that its largest element lies in [½, 1): exact but where an element is below 2⁻¹⁰⁷⁴ of the largest. */
export function scaled(A: Plain): { readonly A: Plain; readonly exponent: number } {
  const most = largest(A);
  if (most === 0) return { A, exponent: 0 };
  const exponent = Math.floor(Math.log2(most)) + 1;
  const half = Math.trunc(exponent / 2);
  return { A: { ...A, data: A.data.map((value) => value * 2 ** -half * 2 ** (half - exponent)) }, exponent };
}

/** ‖A‖ by rows: the largest sum of sizes. */
export function rowNorm(A: Plain): number {
  let most = 0;
  for (let i = 0; i < A.rows; i++) {
    let sum = 0;
    for (let j = 0; j < A.cols; j++) sum += Math.abs(at(A, i, j));
    most = Math.max(most, sum);
  }
  return most;
}
