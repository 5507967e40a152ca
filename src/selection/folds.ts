import { mercerError } from "../errors";
import { isVector, readVector } from "../input";
import type { Values, Vector } from "../matrix";
import { type Label, readLabels } from "../models/labels";
import type { Data } from "./data";
import { splitsInTime } from "./splits/forward-splits";
import { groupedFolds } from "./splits/group-k-fold";
import { dealtFolds } from "./splits/k-fold";
import { readFoldCount, readSeed, rowsBeside, type Split, testsOf } from "./splits/split";
import { stratifiedFolds } from "./splits/stratified-k-fold";

/** How rows are held out. */
export interface HoldOutOptions {
  /** How many folds, 5 unless given; or the fold of every row, a whole number from 0, −1 for rows that are always fitted on. */
  folds?: number | Vector;
  /** The group of every row: rows of one group are held out together. */
  groups?: ArrayLike<string | number>;
  /** The time of every row: folds are fitted on what came before them, and the first part is not judged. */
  order?: Values;
  /** Of the shuffle; 0 unless given. */
  seed?: number;
}

export const HOLD_OUT_OPTIONS = { folds: true, groups: true, order: true, seed: true } as const;

/** What is held out, and what is fitted on. */
export interface Folds {
  /** −1 for rows that are never held out. */
  readonly foldOfRow: Int32Array;
  /** The rows of each fold, ascending. */
  readonly tests: readonly Int32Array[];
  /** Whether every row that is not held out is fitted on. */
  readonly complementary: boolean;
  /** The rows that a fold is fitted to. */
  train(fold: number): Int32Array;
}

/**
 * @throws "argument" for folds that are none, and for options that do not go together; "shape" where there is not one fold, group or time per row
 */
export function readFolds({ y, X }: Data, { folds = 5, groups, order, seed }: HoldOutOptions): Folds {
  const n = X.rows;
  if (typeof folds === "object" && isVector(folds)) {
    refuseBeside("folds says the fold of every row", { groups, order, seed });
    return given(readVector(folds, "folds"), n);
  }
  if (order !== undefined) {
    refuseBeside("order says which rows come first", { groups, seed });
    return inTime(readVector(order, "order"), n, folds);
  }
  const from = readSeed(seed ?? 0);
  if (groups !== undefined) {
    const { classes, indices } = readLabels(groups as ArrayLike<Label>, "groups");
    requireRows(indices.length, n, "groups");
    const count = readFoldCount(folds, classes.length, "groups");
    return complementary(groupedFolds(indices, count, from), count);
  }
  const count = readFoldCount(folds, n, "rows");
  const foldOfRow = y.kind === "labels" ? stratifiedFolds(readLabels(y.labels, "y").indices, count, from) : dealtFolds(n, count, from);
  return complementary(foldOfRow, count);
}

/** Folds of which each is fitted to all other rows. */
export function complementary(foldOfRow: Int32Array, count: number): Folds {
  return { foldOfRow, tests: testsOf(foldOfRow, count), complementary: true, train: (fold) => rowsBeside(foldOfRow, fold) };
}

function given(folds: Float64Array, n: number): Folds {
  requireRows(folds.length, n, "folds");
  const wrong = folds.findIndex((fold) => !Number.isInteger(fold) || fold < -1 || fold >= n);
  if (wrong >= 0) {
    throw mercerError("argument", `folds at index ${wrong} is ${folds[wrong]}; a fold is a whole number from 0 on, or −1`, {
      argument: "folds",
      row: wrong,
      value: folds[wrong],
    });
  }
  const count = folds.reduce((a, b) => Math.max(a, b), -1) + 1;
  const found = complementary(Int32Array.from(folds), count);
  found.tests.forEach(({ length }, fold) => {
    if (length > 0 && length < n) return;
    const fault = length === 0 ? `has no row, though there is a fold ${count - 1}` : "has all rows, so there is none to fit to";
    throw mercerError("argument", `fold ${fold} ${fault}`, { argument: "folds", value: fold });
  });
  if (count > 0) return found;
  throw mercerError("argument", "folds is −1 for every row; at least one must be held out", { argument: "folds" });
}

function inTime(order: Float64Array, n: number, folds: unknown): Folds {
  requireRows(order.length, n, "order");
  const splits = splitsInTime(order, folds);
  const foldOfRow = new Int32Array(n).fill(-1);
  splits.forEach(({ test }, fold) => {
    for (const row of test) foldOfRow[row] = fold;
  });
  return { foldOfRow, tests: splits.map(({ test }) => test), complementary: false, train: (fold) => (splits[fold] as Split).train };
}

function requireRows(count: number, n: number, name: string): void {
  if (count === n) return;
  throw mercerError("shape", `${name} has ${count} elements, X has ${n} rows`, { argument: name });
}

function refuseBeside(why: string, others: Readonly<Record<string, unknown>>): void {
  const found = Object.keys(others).find((name) => others[name] !== undefined);
  if (found === undefined) return;
  throw mercerError("argument", `${why}, which leaves nothing for ${found} to say; leave out one of them`, { argument: found });
}
