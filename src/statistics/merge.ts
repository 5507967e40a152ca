import { mercerError } from "../errors";
import { combinedSums } from "../solvers/nystrom/sums";
import { overlapping } from "./add-rows";
import { sharedBlock, unionOf, withoutBlocks } from "./blocks";
import { requireStatistic, type Statistic } from "./statistic";

/**
 * The statistic of the rows of both, exact: merging is commutative and associative to the last bit.
 *
 * @throws "argument" for statistics of other features, targets or estimators, and for a block of rows that both have
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const both = mergeStatistics(addRows(none, X, y, { from: 0 }), addRows(none, X, y, { from: 4096 }));
 */
export function mergeStatistics(a: Statistic, b: Statistic): Statistic {
  requireSame(a, b);
  const shared = sharedBlock(a.blocks, b.blocks);
  if (shared >= 0) throw overlapping(shared, "both statistics have it");
  return { ...a, blocks: unionOf(a.blocks, b.blocks), sums: combinedSums(a.sums, b.sums, 1) };
}

/**
 * The statistic of the rows of a without those of b, as if they had never been added.
 *
 * @throws "argument" for statistics of other features, targets or estimators, and for blocks of b that a does not have
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const first = addRows(none, X, y, { from: 0 });
 * const others = subtractStatistics(addRows(first, X, y, { from: 4096 }), first); // addRows(none, X, y, { from: 4096 }), to the last bit
 */
export function subtractStatistics(a: Statistic, b: Statistic): Statistic {
  requireSame(a, b);
  const blocks = withoutBlocks(a.blocks, b.blocks);
  const missing = withoutBlocks(b.blocks, a.blocks)[0];
  if (missing) {
    const message = `block ${missing[0]} is to be taken away, but is not in the first statistic`;
    throw mercerError("argument", message, { argument: "b", value: missing[0] });
  }
  return { ...a, blocks, sums: combinedSums(a.sums, b.sums, -1) };
}

function requireSame(a: Statistic, b: Statistic): void {
  requireStatistic(a, "a");
  requireStatistic(b, "b");
  if (a.fingerprint === b.fingerprint) return;
  const message = `the statistics are of other kernels, landmarks, targets or estimators (${a.fingerprint.slice(0, 12)} and ${b.fingerprint.slice(0, 12)}); begin all parts with one emptyStatistic`;
  throw mercerError("argument", message, { argument: "b" });
}
