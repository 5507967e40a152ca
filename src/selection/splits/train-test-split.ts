import { mercerError } from "../../errors";
import { readNumber, readOptions } from "../../input";
import { shuffled } from "../../random/shuffle";
import { readRowCount, readSeed, type Split } from "./split";

export interface TrainTestOptions {
  /** The share of the rows to test, between 0 and 1; 0.25 unless given. */
  testShare?: number;
  /** Of the shuffle; 0 unless given. */
  seed?: number;
}

/**
 * One split of n rows, shuffled: the nearest whole number to n · testShare of them to test, at least one on either side.
 *
 * @throws "argument" for a share that is not between 0 and 1, and for fewer than two rows
 * @example
 * const { train, test } = trainTestSplit(100, { seed: 7 });
 * [train.length, test.length]; // [75, 25]
 */
export function trainTestSplit(n: number, options: TrainTestOptions = {}): Split {
  const { testShare = 0.25, seed = 0 } = readOptions(options, "trainTestSplit", { testShare: true, seed: true });
  const share = readNumber(testShare, "testShare", { above: 0 });
  if (share >= 1) throw mercerError("argument", `testShare must be less than 1; it is ${share}`, { argument: "testShare", value: share });
  if (readRowCount(n) < 2) throw mercerError("argument", "n is 1; two rows are needed, one on either side", { argument: "n", value: n });
  const count = Math.min(n - 1, Math.max(1, Math.round(n * share)));
  const order = Int32Array.from(shuffled(readSeed(seed), n));
  return { train: order.slice(count).sort(), test: order.slice(0, count).sort() };
}
