import type { Matrix } from "../matrix";

/** Rows that repeat an earlier one, each with the first it equals: [earlier, later] by increasing `later`. */
export function equalRows(X: Matrix): [earlier: number, later: number][] {
  const firstByPrint = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  for (let i = 0; i < X.rows; i++) {
    const print = fingerprint(X, i);
    const seen = firstByPrint.get(print) ?? [];
    const earlier = seen.find((j) => areEqual(X, i, j));
    if (earlier === undefined) firstByPrint.set(print, [...seen, i]);
    else pairs.push([earlier, i]);
  }
  return pairs;
}

/** A number that is the same for equal rows: a sum with weights that leave permuted rows apart. */
function fingerprint({ cols, data }: Matrix, row: number): number {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[row * cols + k] as number) * (1 + (((k + 1) * 0.6180339887498949) % 1));
  return sum;
}

function areEqual({ cols, data }: Matrix, i: number, j: number): boolean {
  for (let k = 0; k < cols; k++) if (data[i * cols + k] !== data[j * cols + k]) return false;
  return true;
}
