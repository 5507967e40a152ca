import { readOptions } from "../../input";
import { shuffled } from "../../random/shuffle";
import { FOLD_OPTIONS, type FoldOptions, readFoldCount, readRowCount, readSeed, type Split, splitsOf } from "./split";

/**
 * k splits of n rows: shuffled rows are dealt to k folds, whose sizes differ by one at most; split j tests fold j and trains on the others.
 *
 * @throws "argument" for fewer than 2 folds, or more than rows
 * @example
 * for (const { train, test } of kFold(100, { folds: 10, seed: 1 })) console.log(train.length, test.length); // 90 10, ten times
 */
export function kFold(n: number, options: FoldOptions = {}): Split[] {
  const { folds = 5, seed = 0 } = readOptions(options, "kFold", FOLD_OPTIONS);
  const count = readFoldCount(folds, readRowCount(n), "rows");
  return splitsOf(dealtFolds(n, count, readSeed(seed)), count);
}

/** The fold of every row: the rows in shuffled order, dealt in turn. */
export function dealtFolds(n: number, folds: number, seed: number): Int32Array {
  const foldOfRow = new Int32Array(n);
  shuffled(seed, n).forEach((row, at) => {
    foldOfRow[row] = at % folds;
  });
  return foldOfRow;
}
