import { readOptions } from "../input";
import { withParameters } from "../kernels/parameters";
import type { Targets } from "../matrix";
import type { TableLike } from "../table/table";
import type { TunableEstimator } from "../tuning/tunable";
import { TUNE_OPTIONS, type TuneOptions, type Tuning, tune as tunePoints } from "../tuning/tune";
import { readOnTable } from "./on-table";
import { type PerRow, weightsOf } from "./per-row";
import { inTable } from "./place";
import { type Prepared, prepare } from "./prepare";
import type { TableEstimator } from "./types";

export interface TableTuneOptions extends Omit<TuneOptions, "sampleWeight"> {
  /** w_i ≥ 0: one for all, one for each row of the table, or the name of a column that has them. */
  sampleWeight?: number | PerRow<number>;
}

/**
 * Chooses the parameters of an estimator by the rows of a table, as `tune` of mercer. The recipe is learnt once, from all rows; the estimator that is returned has the names of columns that were written, and learns
 * its recipe when it is fitted.
 *
 * @throws as `fit`, and as `tune` of mercer
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const { estimator } = tune(mileage, rows);
 * const model = fit(estimator, rows);
 */
export function tune<E extends TunableEstimator, T extends Targets>(
  estimator: TableEstimator<E, T>,
  rows: TableLike,
  options: TableTuneOptions = {},
): Tuning<TableEstimator<E, T>> {
  const given = readOptions(options, "tune", TUNE_OPTIONS as Readonly<Record<keyof TableTuneOptions, true>>);
  const prepared = prepare(estimator as TableEstimator, rows);
  const { X, y } = prepared;
  const found = inTable(prepared, () =>
    tunePoints(prepared.estimator as TunableEstimator, X, y as Float64Array, tuneOptions(given, prepared)),
  );
  return tunedOnTable(estimator, found);
}

export function tuneOptions({ sampleWeight, ...options }: TableTuneOptions, { table, rows }: Prepared): TuneOptions {
  const weights = weightsOf(sampleWeight, table, rows);
  return { ...options, ...(weights === undefined ? {} : { sampleWeight: weights }) };
}

/** The result of points, with the estimator of the table in place of that of its features. */
export function tunedOnTable<E extends TunableEstimator, T extends Targets>(
  estimator: TableEstimator<E, T>,
  found: Tuning<TunableEstimator>,
): Tuning<TableEstimator<E, T>> {
  const read = readOnTable(estimator as TableEstimator) as TableEstimator as TableEstimator<E, T>;
  const values = Object.fromEntries(found.parameters.map(({ path, value }) => [path, value]));
  return { ...found, estimator: { ...read, estimator: withParameters(read.estimator, values) } };
}
