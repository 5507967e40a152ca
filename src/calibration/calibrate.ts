import { mercerError } from "../errors";
import { fit } from "../estimators/fit";
import type { KernelClassifier } from "../estimators/kernel-classifier";
import { type OptionNames, readOptions, readPoints } from "../input";
import type { Points } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import { decision } from "../models/classify";
import { type Classes, columnsFor, type Label, readLabels } from "../models/labels";
import { rowsOf } from "../problem/support";
import { WATCHING, type WatchOptions } from "../progress";
import { type HoldOutOptions, readFolds } from "../selection/folds";
import { type CalibratorOptions, fitCalibrator } from "./fit-calibrator";

export interface CalibrateOptions extends CalibratorOptions, Omit<HoldOutOptions, "order">, WatchOptions {}

const OPTIONS: OptionNames<CalibrateOptions> = { method: true, folds: true, groups: true, seed: true, ...WATCHING };

/**
 * The classifier fitted to all points, with a calibrator learned from decision values of points left out: `probabilities` takes it, whatever its loss. The model and
 * its calibrator are one piece of plain data.
 *
 * One fit for each fold, and one to all; folds are those of `crossValidate`, five of them unless told otherwise. Decision values of precomputed kernels have no rows to leave out: use `fitCalibrator`
 * on values of your own.
 *
 * @throws "argument" for folds that are none, and where a class is in one fold alone; "unsupported" for a precomputed kernel; else as `fit`
 * @example
 * const model = calibrate(kernelClassifier({ kernel: rbf(), loss: "hinge" }), X, labels, { folds: 5 });
 * probabilities(model, Z);
 */
export function calibrate<L extends Label>(
  estimator: KernelClassifier,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options: CalibrateOptions = {},
): ClassifierModel<L> {
  const { method = "platt", folds, groups, seed, ...watching } = readOptions(options, "calibrate", OPTIONS);
  const points = readPoints(X, "X");
  const found = readLabels(labels, "labels");
  const whole = fit(estimator, points, labels, watching);
  if (whole.points === null) {
    const message = "a precomputed kernel has no points to leave out; fitCalibrator takes decision values of your own";
    throw mercerError("unsupported", message, { argument: "estimator" });
  }
  const labelOf = (row: number): L => found.classes[found.indices[row] as number] as L;
  const all = Array.from(found.indices.keys(), labelOf);
  const held = readFolds(
    { X: points, precomputed: false, y: { kind: "labels", labels: all }, weights: null },
    asked({ folds, groups, seed }),
  );
  const cols = columnsFor(found.classes.length);
  const data = new Float64Array(points.rows * cols);
  for (const [fold, test] of held.tests.entries()) {
    const kept = Array.from(held.train(fold));
    requireAllClasses(kept, found, fold);
    const model = fit(estimator, rowsOf(points, kept), kept.map(labelOf), watching);
    const values = decision(model, rowsOf(points, Array.from(test)));
    const numbers = values instanceof Float64Array ? values : values.data;
    for (const [i, row] of test.entries()) data.set(numbers.subarray(i * cols, (i + 1) * cols), row * cols);
  }
  const rows = Array.from(held.foldOfRow.keys()).filter((row) => (held.foldOfRow[row] as number) >= 0);
  const values = rowsOf({ rows: points.rows, cols, data }, rows);
  return { ...whole, calibrator: fitCalibrator(values, rows.map(labelOf), { method }) };
}

/** The options that are given. */
function asked(options: { readonly [K in keyof HoldOutOptions]: HoldOutOptions[K] | undefined }): HoldOutOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** @throws "argument" where the points beside a fold lack a class */
function requireAllClasses(kept: readonly number[], { classes, indices }: Classes<Label>, fold: number): void {
  const seen = new Set(kept.map((i) => indices[i]));
  const missing = classes.findIndex((_, c) => !seen.has(c));
  if (missing < 0) return;
  const message = `all points of the class ${JSON.stringify(classes[missing])} are in fold ${fold}; spread every class over two folds at least`;
  throw mercerError("argument", message, { argument: "folds", value: classes[missing] });
}
