import type { Matrix } from "../matrix";

/** Rows that repeat an earlier one, each with the first it equals: [earlier, later] by increasing `later`. */
export function equalRows(X: Matrix): [earlier: number, later: number][] {
  const firstByPrint = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  for (let i = 0; i < X.rows; i++) {
    const print = fingerprint(X, i);
    const seen = firstByPrint.get(print);
    const earlier = seen?.find((j) => areEqual(X, i, j));
    if (earlier !== undefined) pairs.push([earlier, i]);
    else if (seen) seen.push(i);
    else firstByPrint.set(print, [i]);
  }
  return pairs;
}

const NUMBER = new Float64Array(1);
const HALVES = new Uint32Array(NUMBER.buffer);

/**
 * A whole number that is the same for equal rows, mixed from all their bits: rows far from 0 that differ in their last digits, or whose sums
 * overflow, keep apart.
 */
function fingerprint({ cols, data }: Matrix, row: number): number {
  let hash = 0;
  for (let k = row * cols; k < (row + 1) * cols; k++) {
    // −0 becomes 0, which it equals
    NUMBER[0] = (data[k] as number) + 0;
    hash = mixed(mixed(hash ^ (HALVES[0] as number)) ^ (HALVES[1] as number));
  }
  return hash;
}

function mixed(word: number): number {
  const half = Math.imul(word ^ (word >>> 16), 0x45d9f3b);
  return Math.imul(half ^ (half >>> 16), 0x45d9f3b) + 1;
}

function areEqual({ cols, data }: Matrix, i: number, j: number): boolean {
  for (let k = 0; k < cols; k++) if (data[i * cols + k] !== data[j * cols + k]) return false;
  return true;
}
