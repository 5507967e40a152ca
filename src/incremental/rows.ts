import { describeValue, mercerError } from "../errors";
import { readNumber, readPoints, readTargets, requireFeatures } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import { requireOneTargetPerPoint } from "../problem/problem";
import { readWeights } from "../problem/weights";
import { toStandardUnits, type Units } from "../scaling/units";

/** Points, targets and weights, a row of each. */
export interface Rows {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Whether the targets are a vector. */
  readonly isVector: boolean;
  /** Positive; null when all are 1. */
  readonly weights: Float64Array | null;
}

/**
 * Rows that are to stand behind others.
 *
 * @throws "shape" where they have other columns, or not one target for each; "argument" for a weight of 0
 */
export function readRows(X: Points, y: Values | MatrixLike, sampleWeight: number | Values | undefined, others: Rows | null): Rows {
  const points = readPoints(X, "X");
  const { matrix: Y, isVector } = readTargets(y, "y");
  requireOneTargetPerPoint(Y, points);
  if (others) {
    requireFeatures(points, others.X.cols, "X");
    if (Y.cols !== others.Y.cols) {
      throw mercerError("shape", `y has ${Y.cols} columns; the rows that are there have ${others.Y.cols}`, { argument: "y" });
    }
  }
  const weights = readWeights(sampleWeight, points.rows);
  const none = weights?.indexOf(0) ?? -1;
  if (none >= 0) throw mercerError("argument", `sampleWeight[${none}] is 0; leave that row out`, { argument: "sampleWeight", row: none });
  return { X: own(points), Y: own(Y), isVector: others?.isVector ?? isVector, weights };
}

function own({ rows, cols, data }: Matrix): Matrix {
  return { rows, cols, data: data.slice() };
}

/** The same rows in standard units. */
export function inUnits(rows: Rows, units: Units | null): Rows {
  const X = units?.X ? toStandardUnits(rows.X, units.X, "X") : rows.X;
  const Y = units?.y ? toStandardUnits(rows.Y, units.y, "y") : rows.Y;
  return { ...rows, X, Y };
}

/** The targets as they were given. */
export function targetsOf({ Y, isVector }: Rows): Float64Array | Matrix {
  return isVector ? Y.data : Y;
}

/** One row or several by their index, the last first. */
export function readIndices(rows: number | ArrayLike<number>, count: number): number[] {
  const indices = typeof rows === "number" ? [rows] : Array.from(rows);
  const read = indices.map((index, k) => readNumber(index, `rows[${k}]`, { minimum: 0, integer: true }));
  const beyond = read.findIndex((index) => index >= count);
  if (beyond >= 0) {
    throw mercerError("argument", `rows[${beyond}] is ${describeValue(read[beyond])}; there are ${count} rows, from 0 on`, {
      argument: "rows",
    });
  }
  const unique = [...new Set(read)];
  if (unique.length === count)
    throw mercerError("argument", "the last row cannot be taken away; append others first", { argument: "rows" });
  return unique.sort((a, b) => b - a);
}

/** One below the other. */
export function below(above: Rows, added: Rows): Rows {
  const weighted = above.weights || added.weights;
  const weights = weighted ? joined(above.weights ?? ones(above), added.weights ?? ones(added)) : null;
  return { X: stacked(above.X, added.X), Y: stacked(above.Y, added.Y), isVector: above.isVector, weights };
}

/** Without row p. */
export function without({ X, Y, isVector, weights }: Rows, p: number): Rows {
  return { X: cut(X, p), Y: cut(Y, p), isVector, weights: weights ? weights.filter((_, i) => i !== p) : null };
}

function ones({ X }: Rows): Float64Array {
  return new Float64Array(X.rows).fill(1);
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const whole = new Float64Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

function stacked(A: Matrix, B: Matrix): Matrix {
  return { rows: A.rows + B.rows, cols: A.cols, data: joined(A.data, B.data) };
}

function cut({ rows, cols, data }: Matrix, p: number): Matrix {
  return { rows: rows - 1, cols, data: joined(data.subarray(0, p * cols), data.subarray((p + 1) * cols)) };
}
