import { mercerError, readingError } from "../errors";
import { asGiven, readPoints, readTargets } from "../input";
import type { Matrix, MatrixLike, Points, Targets, Values } from "../matrix";
import { requireOneTargetPerPoint } from "../problem/problem";
import { readPartWeights } from "../problem/weights";
import { BLOCK_ROWS } from "../solvers/nystrom/sums";
import { readFrom } from "./add-rows";
import { eachPart } from "./each-part";

/** Rows as they come, in parts of any size. */
export interface RowPart {
  readonly X: Points;
  readonly y: Values | MatrixLike;
  readonly sampleWeight?: Values;
}

/** Whole blocks of rows, but for the last, as `addRows` takes them. */
export interface RowBlock {
  readonly X: Matrix;
  readonly y: Targets;
  readonly from: number;
  readonly sampleWeight?: Float64Array;
}

/**
 * Rows that come in parts of any size, of a stream, of a file's row groups, as blocks of 4096 rows; the last is what is left. No more than a block and a part are held.
 *
 * @param from where the first of the rows stands in all of the data: a multiple of 4096
 * @throws "shape" where parts do not fit together; "argument" for what are no parts, and a `from` that is no multiple of 4096; what the stream throws, as it is
 * @example
 * const parts = [{ X, y }, { X, y }];
 * let statistic = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * for await (const block of rowBlocks(parts)) statistic = addRows(statistic, block.X, block.y, { from: block.from });
 */
export async function* rowBlocks(parts: AsyncIterable<RowPart> | Iterable<RowPart>, from = 0): AsyncGenerator<RowBlock, void, undefined> {
  let held: Held | null = null;
  let at = readFrom(from);
  for await (const part of eachPart(parts, "parts", "parts { X, y }")) {
    held = joined(held, read(part));
    let taken = 0;
    for (; held.X.rows - taken >= BLOCK_ROWS; taken += BLOCK_ROWS, at += BLOCK_ROWS) yield blockOf(cut(held, taken, BLOCK_ROWS), at);
    held = cut(held, taken, held.X.rows - taken);
  }
  if (held && held.X.rows > 0) yield blockOf(held, at);
}

interface Held {
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly isVector: boolean;
  readonly weights: Float64Array | null;
}

function read(part: RowPart): Held {
  const { X, y, sampleWeight } = fieldsOf(part);
  const points = readPoints(X, "X");
  const { matrix: Y, isVector } = readTargets(y, "y");
  requireOneTargetPerPoint(Y, points);
  return { X: points, Y, isVector, weights: readPartWeights(sampleWeight, points.rows) };
}

/** Each field looked at once. */
function fieldsOf(part: RowPart): Pick<RowPart, "X" | "y"> & { readonly sampleWeight: Values | undefined } {
  try {
    const { X, y, sampleWeight } = part;
    return { X, y, sampleWeight };
  } catch (error) {
    throw readingError(error, "a part of the rows");
  }
}

function joined(a: Held | null, b: Held): Held {
  if (!a) return b;
  if (a.X.cols !== b.X.cols || a.Y.cols !== b.Y.cols || (a.weights === null) !== (b.weights === null)) {
    const message = `a part of the rows has ${b.X.cols} columns, ${b.Y.cols} targets and ${b.weights ? "" : "no "}weights, those before it ${a.X.cols}, ${a.Y.cols} and ${a.weights ? "" : "no "}weights`;
    throw mercerError("shape", message, { argument: "parts" });
  }
  const weights = a.weights && b.weights && concatenated(a.weights, b.weights);
  return { X: stacked(a.X, b.X), Y: stacked(a.Y, b.Y), isVector: a.isVector && b.isVector, weights };
}

function stacked(a: Matrix, b: Matrix): Matrix {
  return { rows: a.rows + b.rows, cols: a.cols, data: concatenated(a.data, b.data) };
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** A copy of some of the rows: what is held keeps no part alive. */
function cut({ X, Y, isVector, weights }: Held, from: number, rows: number): Held {
  const part = ({ cols, data }: Matrix): Matrix => ({ rows, cols, data: data.slice(from * cols, (from + rows) * cols) });
  return { X: part(X), Y: part(Y), isVector, weights: weights?.slice(from, from + rows) ?? null };
}

function blockOf({ X, Y, isVector, weights }: Held, from: number): RowBlock {
  return { X, y: asGiven(Y, isVector), from, ...(weights ? { sampleWeight: weights } : {}) };
}
