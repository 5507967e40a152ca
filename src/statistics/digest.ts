import { sha256 } from "../provenance/sha256";
import type { ExactSum } from "../solvers/nystrom/exact-sum";
import { bytes, text } from "./fingerprint";
import { requireStatistic, type Statistic } from "./statistic";

/**
 * SHA-256 of a statistic, in hexadecimal digits: the same for the same rows, in whatever order and from however many parts they came, in every engine.
 *
 * @throws "argument" for what is no statistic
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const hash = digestStatistic(addRows(none, X, y, { from: 0 }));
 */
export function digestStatistic(statistic: Statistic): string {
  const { fingerprint, blocks, sums } = requireStatistic(statistic, "statistic");
  const parts = Object.values(sums) as readonly ExactSum[];
  const places = parts.map(({ length, limbs }) => [length, ...limbs.map(({ exponent }) => exponent)]);
  return sha256([text([fingerprint, blocks, places]), ...parts.flatMap(({ limbs }) => limbs.map(({ counts }) => bytes(counts)))]);
}
