import { readOptions } from "../../input";
import { type Label, readLabels } from "../../models/labels";
import { shuffle } from "../../random/shuffle";
import { uniform } from "../../random/uniform";
import { FOLD_OPTIONS, type FoldOptions, readFoldCount, readSeed, type Split, splitsOf } from "./split";
import { rowsByClass } from "./stratified-k-fold";

/**
 * k splits that keep the rows of a group together: the groups, the largest first and shuffled among their equals, go to the fold with the fewest rows.
 *
 * @param groups the group of every row, by a string or a number
 * @throws "argument" for fewer than 2 folds, or more than groups
 * @example
 * groupKFold(["ann", "ann", "bob", "eve"], { folds: 2 }).map(({ test }) => test.length); // [2, 2]
 */
export function groupKFold(groups: ArrayLike<Label>, options: FoldOptions = {}): Split[] {
  const { folds = 5, seed = 0 } = readOptions(options, "groupKFold", FOLD_OPTIONS);
  const { classes, indices } = readLabels(groups, "groups");
  const count = readFoldCount(folds, classes.length, "groups");
  return splitsOf(groupedFolds(indices, count, readSeed(seed)), count);
}

/** The fold of every row, from the number of its group. */
export function groupedFolds(groups: Int32Array, folds: number, seed: number): Int32Array {
  const foldOfRow = new Int32Array(groups.length);
  const sizes = new Array<number>(folds).fill(0);
  const bySize = shuffle(rowsByClass(groups), uniform(seed)).sort((a, b) => b.length - a.length);
  for (const rows of bySize) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] = (sizes[fold] as number) + rows.length;
    for (const row of rows) foldOfRow[row] = fold;
  }
  return foldOfRow;
}
