import { readPoints, readTargets } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { DataDigest } from "../models/about";
import { type Label, readLabels } from "../models/labels";
import { requireOneTargetPerPoint } from "../problem/problem";
import { sha256 } from "./sha256";

/** Numbers, or labels. */
export type Told = Values | MatrixLike | ArrayLike<Label>;

/**
 * The sizes and the SHA-256 of data: the same in every engine and on every machine.
 *
 * @param labels whether y are labels, which may be words and flags
 * @throws as `fit`, for data that it would not take
 */
export function digestOf(X: Points, y: Told, labels: boolean): DataDigest {
  const x = readPoints(X, "X");
  const Y = labels ? numbersOf(y as ArrayLike<Label>) : readTargets(y as Values | MatrixLike, "y").matrix;
  requireOneTargetPerPoint(Y, x);
  return { rows: x.rows, cols: x.cols, targets: Y.cols, sha256: sha256([bytesOf(x), bytesOf(Y)]) };
}

/** Numbers as they are, false and true as 0 and 1, words as their places in order. */
function numbersOf(labels: ArrayLike<Label>): Matrix {
  const { classes, indices } = readLabels(labels, "y");
  const data = Float64Array.from(indices, (at) => (typeof classes[0] === "string" ? at : Number(classes[at])));
  return { rows: data.length, cols: 1, data };
}

function bytesOf({ data }: Matrix): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
