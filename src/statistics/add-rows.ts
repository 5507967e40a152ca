import { mercerError } from "../errors";
import { readNumber, readOptions, readPoints, readTargets, requireFeatures } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import { requireOneTargetPerPoint } from "../problem/problem";
import { readPartWeights } from "../problem/weights";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { MOST_TERMS } from "../solvers/nystrom/exact-sum";
import { BLOCK_ROWS, combinedSums, sumsOf } from "../solvers/nystrom/sums";
import { sharedBlock, unionOf } from "./blocks";
import { featuresOf, placeOf, requireStatistic, type Statistic } from "./statistic";

export interface AddRowsOptions extends WatchOptions {
  /** Where the first of these rows stands in all of the data: a multiple of 4096. */
  from: number;
  /** w_i ≥ 0, one for all or one per row. */
  sampleWeight?: number | Values;
}

const OPTIONS = { ...WATCHING, from: true, sampleWeight: true } as const;

/**
 * The statistic with more rows, whole blocks of 4096 from row `from` on; the last may be shorter, and is then the last of the data. It is made anew: the one given stays.
 *
 * What a block adds depends on its rows and their place alone. So the work can be divided among threads and machines at multiples of 4096, done twice and in any order, for the same bits.
 *
 * @throws "argument" for rows that do not begin a block, and for blocks that are in the statistic already; "shape" and "not-finite" for rows that do not fit
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const statistic = addRows(none, X, y, { from: 0 });
 */
export function addRows(statistic: Statistic, X: Points, y: Values | MatrixLike, options: AddRowsOptions): Statistic {
  const { from, sampleWeight, ...watching } = readOptions(options, "addRows", OPTIONS);
  const { features, targets, isVector, blocks, sums } = requireStatistic(statistic, "statistic");
  const progress = watch(watching);
  const summed = featuresOf(features);
  const points = readPoints(X, "X");
  requireFeatures(points, summed.columns, "X");
  const { matrix: Y, isVector: given } = readTargets(y, "y");
  requireOneTargetPerPoint(Y, points);
  if (Y.cols !== targets || given !== isVector) {
    const message = `y is ${given ? "a vector" : `a matrix of ${Y.cols} columns`}, the statistic is of ${isVector ? "a vector" : `${targets} columns`}`;
    throw mercerError("shape", message, { argument: "y" });
  }
  const range = rangeOf(from, points.rows);
  const known = sharedBlock(blocks, [range]);
  if (known >= 0) throw overlapping(known, "the statistic has it already");
  const rows = { X: points, Y, weights: readPartWeights(sampleWeight, points.rows) };
  const { sums: more } = sumsOf(summed, placeOf(features), rows, progress.during("features"));
  return { ...statistic, blocks: unionOf(blocks, [range]), sums: combinedSums(sums, more, 1) };
}

/** Where rows begin. @throws "argument" unless it is where a block does */
export function readFrom(from: unknown): number {
  const first = readNumber(from, "from", { minimum: 0, integer: true });
  if (first % BLOCK_ROWS === 0) return first;
  const message = `from is ${first}; rows are added in whole blocks, which begin at multiples of ${BLOCK_ROWS}`;
  throw mercerError("argument", message, { argument: "from", value: first });
}

/** The blocks of so many rows. */
function rangeOf(given: number, rows: number): readonly [number, number] {
  const from = readFrom(given);
  const [first, end] = [from / BLOCK_ROWS, Math.ceil((from + rows) / BLOCK_ROWS)];
  if (end > MOST_TERMS) {
    const message = `the rows end at ${from + rows}; a statistic has room for ${MOST_TERMS * BLOCK_ROWS}`;
    throw mercerError("argument", message, { argument: "from", value: from });
  }
  return [first, end];
}

export function overlapping(block: number, why: string): Error {
  const message = `block ${block}, the rows from ${block * BLOCK_ROWS} on, would count twice: ${why}`;
  return mercerError("argument", message, { argument: "from", row: block * BLOCK_ROWS, value: block });
}
