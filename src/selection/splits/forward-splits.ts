import { mercerError } from "../../errors";
import { readOptions, readVector } from "../../input";
import type { Values } from "../../matrix";
import { readFoldCount, type Split } from "./split";

/**
 * k splits forward in time: the moments, in order, are cut into k + 1 parts, and split j trains on parts 0 … j and tests part j + 1. Rows of the same
 * moment stay together, so nothing that is tested was known when the training ended.
 *
 * @param order the time of every row, by any numbers that grow with it; rows need not be sorted
 * @throws "argument" for fewer than 1 fold, or as many as moments
 * @example
 * forwardSplits([2019, 2020, 2021, 2022], { folds: 3 }).map(({ train }) => train.length); // [1, 2, 3]
 */
export function forwardSplits(order: Values, options: { folds?: number } = {}): Split[] {
  const { folds = 5 } = readOptions(options, "forwardSplits", { folds: true });
  return splitsInTime(readVector(order, "order"), folds);
}

export function splitsInTime(order: Float64Array, folds: unknown): Split[] {
  const moments = Float64Array.from(new Set(order)).sort();
  if (moments.length < 2) {
    throw mercerError("argument", `order has ${moments.length} different moments; at least two are needed, one to train on`, {
      argument: "order",
    });
  }
  const count = folds === 1 ? 1 : readFoldCount(folds, moments.length - 1, "moments after the first");
  // the first moment of every part, and what comes after the last
  const starts = Array.from({ length: count + 2 }, (_, j) => moments[Math.floor((j * moments.length) / (count + 1))] ?? Infinity);
  const rowsIn = (from: number, to: number): Int32Array =>
    Int32Array.from(
      Array.from(order.keys()).filter((row) => {
        const moment = order[row] as number;
        return moment >= from && moment < to;
      }),
    );
  return Array.from({ length: count }, (_, j) => ({
    train: rowsIn(-Infinity, starts[j + 1] as number),
    test: rowsIn(starts[j + 1] as number, starts[j + 2] as number),
  }));
}
