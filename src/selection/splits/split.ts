import { mercerError } from "../../errors";
import { readNumber } from "../../input";

/** Rows to fit on and rows to judge by, each ascending. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Into how many parts, and by which shuffle. */
export interface FoldOptions {
  /** From 2 to the number of rows (of groups, for `groupKFold`); 5 unless given. */
  folds?: number;
  /** Of the shuffle; 0 unless given. */
  seed?: number;
}

export const FOLD_OPTIONS = { folds: true, seed: true } as const;

/** @throws "argument" unless there are from 2 to `most` folds; `what` is what there must be as many of */
export function readFoldCount(folds: unknown, most: number, what: string): number {
  const count = readNumber(folds, "folds", { minimum: 2, integer: true });
  if (count <= most) return count;
  throw mercerError("argument", `folds is ${count}, there are ${most} ${what}; every fold needs one`, { argument: "folds", value: count });
}

export function readSeed(seed: unknown): number {
  return readNumber(seed, "seed", { minimum: 0, integer: true });
}

/** How many rows there are. */
export function readRowCount(n: unknown): number {
  return readNumber(n, "n", { minimum: 1, maximum: 2 ** 31 - 1, integer: true });
}

/** One split per fold, from the fold of every row; rows of fold −1 are always fitted on. */
export function splitsOf(foldOfRow: Int32Array, count: number): Split[] {
  return testsOf(foldOfRow, count).map((test, fold) => ({ train: rowsBeside(foldOfRow, fold), test }));
}

/** The rows of every fold. */
export function testsOf(foldOfRow: Int32Array, count: number): Int32Array[] {
  const rows = Array.from({ length: count }, (): number[] => []);
  foldOfRow.forEach((fold, row) => {
    rows[fold]?.push(row);
  });
  return rows.map((list) => Int32Array.from(list));
}

/** The rows of all other folds, and of none. */
export function rowsBeside(foldOfRow: Int32Array, fold: number): Int32Array {
  return Int32Array.from(foldOfRow.keys()).filter((row) => foldOfRow[row] !== fold);
}
