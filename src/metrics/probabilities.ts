import { mercerError } from "../errors";
import { isVector, readMatrix, readVector } from "../input";
import type { Matrix, MatrixLike, Values } from "../matrix";
import { type Classes, type Label, readLabels, requireSameType } from "../models/labels";

/** For every point the number of its true class, and the probabilities of all. */
export interface ClassForecasts {
  readonly indices: Int32Array;
  /** n × classes */
  readonly shares: Matrix;
}

/** How far the probabilities of a point may sum from 1. */
const ROUNDING = 1e-8;

/**
 * @param probabilities a column per class, or a vector for the second of two
 * @param classes what the columns stand for; the labels that occur, in order, unless given
 * @throws "shape" unless there is a row per label and a column per class; "argument" for what are no probabilities, and for a label that is no class
 */
export function readClassForecasts(
  labels: ArrayLike<Label>,
  probabilities: Values | MatrixLike,
  classes: readonly Label[] | undefined,
): ClassForecasts {
  const truth = readLabels(labels, "labels");
  const shares = isVector(probabilities)
    ? bothColumns(readVector(probabilities, "probabilities"))
    : readMatrix(probabilities, "probabilities");
  const names = classes ?? truth.classes;
  if (shares.rows !== truth.indices.length || shares.cols !== names.length) {
    const message = `probabilities is ${shares.rows} × ${shares.cols}, there are ${truth.indices.length} labels of ${names.length} classes; say what the columns are with classes`;
    throw mercerError("shape", message, { argument: "probabilities" });
  }
  requireProbabilities(shares);
  return { indices: classes ? among(truth, classes) : truth.indices, shares };
}

function among({ classes, indices }: Classes<Label>, names: readonly Label[]): Int32Array {
  requireSameType(classes, "labels", names, "classes");
  const positions = classes.map((label) => {
    const at = names.indexOf(label);
    if (at >= 0) return at;
    throw mercerError("argument", `labels has ${JSON.stringify(label)}, which is none of the classes`, {
      argument: "labels",
      value: label,
    });
  });
  return indices.map((c) => positions[c] as number);
}

/** [1 − p, p] */
function bothColumns(second: Float64Array): Matrix {
  const data = Float64Array.from({ length: 2 * second.length }, (_, at) => {
    const p = second[at >> 1] as number;
    return at % 2 === 1 ? p : 1 - p;
  });
  return { rows: second.length, cols: 2, data };
}

function requireProbabilities({ rows, cols, data }: Matrix): void {
  for (let row = 0; row < rows; row++) {
    const shares = data.subarray(row * cols, (row + 1) * cols);
    const column = shares.findIndex((p) => !(p >= 0 && p <= 1));
    const sum = shares.reduce((total, p) => total + p, 0);
    if (column < 0 && Math.abs(sum - 1) <= ROUNDING) continue;
    const fault = column < 0 ? `sum to ${sum}` : `have ${shares[column]} in column ${column}`;
    throw mercerError("argument", `the probabilities of row ${row} ${fault}; they lie from 0 to 1 and sum to 1`, {
      argument: "probabilities",
      row,
    });
  }
}
