import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelRidge } from "../estimators/kernel-ridge";
import type { Nystrom } from "../estimators/nystrom";
import { readOptions } from "../input";
import type { Targets } from "../matrix";
import { WATCHING, type WatchOptions } from "../progress";
import { type LeaveOneOut, leaveOneOut as leaveOneOutOfPoints } from "../selection/leave-one-out";
import type { TableLike } from "../table/table";
import { type PerRow, weightsOf } from "./per-row";
import { inTable } from "./place";
import { prepare } from "./prepare";
import type { TableEstimator } from "./types";

export interface TableSelectionOptions extends WatchOptions {
  /** w_i ≥ 0: one for all, one for each row of the table, or the name of a column that has them. */
  sampleWeight?: number | PerRow<number>;
}

/**
 * The prediction for every row by a fit without it, as `leaveOneOut` of mercer. The recipe is learnt once, from all rows; `rows` tells which of them a rule has not left out.
 *
 * @throws as `fit`; "shape" for a single row
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const { predictions } = leaveOneOut(mileage, rows);
 */
export function leaveOneOut<T extends Targets>(
  estimator: TableEstimator<KernelRidge | Nystrom | GaussianProcess, T>,
  rows: TableLike,
  options: TableSelectionOptions = {},
): LeaveOneOut<T> & { readonly rows: Int32Array } {
  const { sampleWeight, ...watching } = readOptions(options, "leaveOneOut", { ...WATCHING, sampleWeight: true });
  const prepared = prepare(estimator as TableEstimator, rows);
  const { X, y, table, rows: kept } = prepared;
  const weights = weightsOf(sampleWeight, table, kept);
  const given = { ...watching, ...(weights === undefined ? {} : { sampleWeight: weights }) };
  const found = inTable(prepared, () => leaveOneOutOfPoints(prepared.estimator as KernelRidge, X, y as Float64Array, given));
  return { ...(found as LeaveOneOut<Targets> as LeaveOneOut<T>), rows: kept };
}
