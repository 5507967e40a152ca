import { readOptions } from "../../input";
import { type Label, readLabels } from "../../models/labels";
import { shuffle } from "../../random/shuffle";
import { uniform } from "../../random/uniform";
import { FOLD_OPTIONS, type FoldOptions, readFoldCount, readSeed, type Split, splitsOf } from "./split";

/**
 * `kFold` with the share of every label in every fold what it is in the whole, to one row: the rows of each label, shuffled, are dealt in turn, the next
 * label going on where the last has stopped.
 *
 * @throws "argument" for fewer than 2 folds or more than rows, and for labels that are none
 * @example
 * stratifiedKFold(["a", "a", "b", "b"], { folds: 2 }).length; // 2, each testing one "a" and one "b"
 */
export function stratifiedKFold(labels: ArrayLike<Label>, options: FoldOptions = {}): Split[] {
  const { folds = 5, seed = 0 } = readOptions(options, "stratifiedKFold", FOLD_OPTIONS);
  const { indices } = readLabels(labels, "labels");
  const count = readFoldCount(folds, indices.length, "rows");
  return splitsOf(stratifiedFolds(indices, count, readSeed(seed)), count);
}

/** The fold of every row, from the number of its class. */
export function stratifiedFolds(classes: Int32Array, folds: number, seed: number): Int32Array {
  const next = uniform(seed);
  const foldOfRow = new Int32Array(classes.length);
  let dealt = 0;
  for (const rows of rowsByClass(classes)) {
    for (const row of shuffle(rows, next)) foldOfRow[row] = dealt++ % folds;
  }
  return foldOfRow;
}

/** The rows of every class, classes in order. */
export function rowsByClass(classes: Int32Array): number[][] {
  const rows = Array.from({ length: classes.reduce((a, b) => Math.max(a, b), -1) + 1 }, (): number[] => []);
  classes.forEach((c, row) => {
    (rows[c] as number[]).push(row);
  });
  return rows;
}
