import { mercerError } from "../errors";
import { fit } from "../estimators/fit";
import type { KernelClassifier } from "../estimators/kernel-classifier";
import { type OptionNames, readOptions, readPoints, readVector } from "../input";
import type { Matrix, Points, Values } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import { decision } from "../models/classify";
import { type Classes, columnsFor, type Label, readLabels } from "../models/labels";
import { WATCHING, type WatchOptions } from "../progress";
import { type CalibratorOptions, fitCalibrator } from "./fit-calibrator";

export interface CalibrateOptions extends CalibratorOptions, WatchOptions {
  /** The fold of every row: the decision values of its rows are those of a model fitted to the others. */
  folds: Values;
}

const OPTIONS: OptionNames<CalibrateOptions> = { method: true, folds: true, ...WATCHING };

/**
 * The classifier fitted to all points, with a calibrator learned from decision values of points left out: `probabilities` takes it, whatever its loss. The model and
 * its calibrator are one piece of plain data.
 *
 * One fit for each fold, and one to all. Decision values of precomputed kernels have no rows to leave out: use `fitCalibrator` on values of your own.
 *
 * @throws "argument" unless every row has a fold, of two at least, and all classes are among the others; "unsupported" for a precomputed kernel; else as `fit`
 * @example
 * const model = calibrate(kernelClassifier({ kernel: rbf(), loss: "hinge" }), X, labels, { folds: labels.map((_, i) => i % 5) });
 * probabilities(model, Z);
 */
export function calibrate<L extends Label>(
  estimator: KernelClassifier,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options: CalibrateOptions,
): ClassifierModel<L> {
  const { method = "platt", folds, ...watching } = readOptions(options, "calibrate", OPTIONS);
  const points = readPoints(X, "X");
  const found = readLabels(labels, "labels");
  const foldOfRow = readFolds(folds, points.rows);
  const whole = fit(estimator, points, labels, watching);
  if (whole.points === null) {
    const message = "a precomputed kernel has no points to leave out; fitCalibrator takes decision values of your own";
    throw mercerError("unsupported", message, { argument: "estimator" });
  }
  const cols = columnsFor(found.classes.length);
  const data = new Float64Array(points.rows * cols);
  for (const fold of new Set(foldOfRow)) {
    const kept = rowsWhere(foldOfRow, (other) => other !== fold);
    const left = rowsWhere(foldOfRow, (other) => other === fold);
    requireAllClasses(kept, found, fold);
    const rest = kept.map((i) => found.classes[found.indices[i] as number] as L);
    const model = fit(estimator, pickRows(points, kept), rest, watching);
    const values = decision(model, pickRows(points, left));
    const numbers = values instanceof Float64Array ? values : values.data;
    left.forEach((row, i) => {
      data.set(numbers.subarray(i * cols, (i + 1) * cols), row * cols);
    });
  }
  return { ...whole, calibrator: fitCalibrator({ rows: points.rows, cols, data }, labels, { method }) };
}

function readFolds(folds: Values, n: number): Float64Array {
  const foldOfRow = readVector(folds, "folds");
  if (foldOfRow.length !== n) {
    throw mercerError("shape", `folds has ${foldOfRow.length} elements, X has ${n} rows; every row is in one fold`, { argument: "folds" });
  }
  if (new Set(foldOfRow).size > 1) return foldOfRow;
  throw mercerError("argument", "all rows are in one fold; two folds are needed at least", { argument: "folds" });
}

/** @throws "argument" where the points beside a fold lack a class */
function requireAllClasses(kept: readonly number[], { classes, indices }: Classes<Label>, fold: number): void {
  const seen = new Set(kept.map((i) => indices[i]));
  const missing = classes.findIndex((_, c) => !seen.has(c));
  if (missing < 0) return;
  const message = `all points of the class ${JSON.stringify(classes[missing])} are in fold ${fold}; spread every class over two folds at least`;
  throw mercerError("argument", message, { argument: "folds", value: classes[missing] });
}

function rowsWhere(foldOfRow: Float64Array, test: (fold: number) => boolean): number[] {
  return Array.from(foldOfRow.keys()).filter((row) => test(foldOfRow[row] as number));
}

function pickRows({ cols, data }: Matrix, rows: readonly number[]): Matrix {
  const picked = new Float64Array(rows.length * cols);
  rows.forEach((row, i) => {
    picked.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  });
  return { rows: rows.length, cols, data: picked };
}
