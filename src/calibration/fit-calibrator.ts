import { mercerError } from "../errors";
import { type OptionNames, readChoice, readOptions, readTargets } from "../input";
import type { Matrix, MatrixLike, Values } from "../matrix";
import { columnOf } from "../matrix";
import { type Calibrator, calibrated, sharesOfAlone } from "../models/calibrator";
import { columnsFor, type Label, readLabels } from "../models/labels";
import { isotonicRegression } from "./isotonic";
import { plattScaling } from "./platt";

export interface CalibratorOptions {
  /** "platt" unless given: two numbers for each function; "isotonic" has any curve that never falls, and needs some hundreds of points. */
  method?: "platt" | "isotonic";
}

const OPTIONS: OptionNames<CalibratorOptions> = { method: true };

/**
 * What makes probabilities of decision values, one column of them for two classes, else one for each, learned from the labels of points that the model was not
 * fitted to. A model with it is `{ ...model, calibrator }`.
 *
 *     platt      p = 1/(1 + e^−(a h + b)), by maximum likelihood of softened labels
 *     isotonic   p as the average of the labels around h, rising with it
 *
 * @throws "shape" unless there are as many rows as labels, and the columns that their classes need; "argument" for one class alone, and for values that are all
 * equal
 * @example fitCalibrator([-2, -1, 1, 2], ["no", "no", "yes", "yes"]).kind // "platt"
 */
export function fitCalibrator(decisions: Values | MatrixLike, labels: ArrayLike<Label>, options: CalibratorOptions = {}): Calibrator {
  const { method = "platt" } = readOptions(options, "fitCalibrator", OPTIONS);
  const { matrix } = readTargets(decisions, "decisions");
  const { classes, indices } = readLabels(labels, "labels");
  if (classes.length < 2) throw mercerError("argument", "there is one class alone; a calibrator needs two", { argument: "labels" });
  if (matrix.rows !== indices.length || matrix.cols !== columnsFor(classes.length)) {
    const message = `decisions is ${matrix.rows} × ${matrix.cols}; ${indices.length} labels of ${classes.length} classes need ${indices.length} × ${columnsFor(classes.length)}`;
    throw mercerError("shape", message, { argument: "decisions" });
  }
  const memberOf = (c: number) => (i: number) => indices[i] === (matrix.cols === 1 ? 1 : c);
  const columns = Array.from({ length: matrix.cols }, (_, c) => columnOf(matrix.data, matrix.cols, c));
  if (readChoice(method, "method", ["platt", "isotonic"]) === "isotonic") {
    return { kind: "isotonic", curves: columns.map((h, c) => isotonicRegression(h, memberOf(c))) };
  }
  const lines = columns.map((h, c) => plattScaling(h, memberOf(c)));
  return {
    kind: "platt",
    slope: Float64Array.from(lines, ({ slope }) => slope),
    offset: Float64Array.from(lines, ({ offset }) => offset),
  };
}

/**
 * The probabilities that a calibrator makes of decision values, a column per class: p and 1 − p, or those of each class alone divided by their sum.
 *
 * @throws "argument" for what is no calibrator of so many columns
 * @example applyCalibrator(fitCalibrator([-1, 1], ["no", "yes"]), [0]).data // [0.5, 0.5]
 */
export function applyCalibrator(calibrator: Calibrator, decisions: Values | MatrixLike): Matrix {
  return sharesOfAlone(calibrated(calibrator, readTargets(decisions, "decisions").matrix));
}
