import { fit as fitPoints } from "../estimators/fit";
import { FIT_OPTIONS, type FitOptions, type ValidationOptions } from "../estimators/fit-options";
import { readOptions } from "../input";
import type { Targets } from "../matrix";
import type { Model } from "../models/model";
import { encodeRows, keptRows, targetsAt } from "../recipe/apply-recipe";
import { readTable } from "../table/read-table";
import type { TableLike } from "../table/table";
import { type PerRow, weightsOf } from "./per-row";
import { inTable } from "./place";
import { type Prepared, prepare } from "./prepare";
import type { AnyEstimator, ModelOf, TableEstimator, TableModel } from "./types";

/** Options of `fit` on a table. */
export interface TableFitOptions extends Omit<FitOptions, "sampleWeight" | "start" | "validation"> {
  /** w_i ≥ 0: one for all, one for each row of the table, or the name of a column that has them. */
  sampleWeight?: number | PerRow<number>;
  /** For descent: the model from whose coefficients it begins. */
  start?: TableModel | Model;
  /** For descent: rows on which the loss is checked as it goes. */
  validation?: Omit<ValidationOptions, "X" | "y"> & { rows: TableLike };
}

/**
 * Fits an estimator to the rows of a table: the recipe is learnt, and what is fitted to its points is an ordinary model. Nothing of the rows is modified or kept.
 *
 * @throws "argument" with row and column for what the recipe does not take; else as `fit` of mercer, with the row and the column of the table
 * @example
 * const model = fit(onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf() }) }), rows);
 * predict(model, [{ hp: 95, weight: 2372, origin: "Japan" }]);
 */
export function fit<E extends AnyEstimator, T extends Targets>(
  estimator: TableEstimator<E, T>,
  rows: TableLike,
  options: TableFitOptions = {},
): TableModel<ModelOf<E, T>> {
  const given = readOptions(options, "fit", FIT_OPTIONS as Readonly<Record<keyof TableFitOptions, true>>);
  const prepared = prepare(estimator as TableEstimator, rows);
  const { estimator: points, X, y, recipe } = prepared;
  const model = inTable(prepared, () => fitPoints(points as never, X, y as Float64Array, optionsOf(given, prepared)));
  return { kind: "tableModel", recipe, model: model as Model as ModelOf<E, T> };
}

/** The options of a fit to points. */
export function optionsOf(
  { sampleWeight, start, validation, ...watching }: TableFitOptions,
  { table, recipe, rows }: Prepared,
): FitOptions {
  const weights = weightsOf(sampleWeight, table, rows);
  const options: FitOptions = { ...watching };
  if (weights !== undefined) options.sampleWeight = weights;
  if (start !== undefined) options.start = start.kind === "tableModel" ? start.model : start;
  if (validation === undefined) return options;
  const { rows: held, ...rest } = readOptions(validation, "validation", { rows: true, patience: true, every: true });
  const of = "validation.rows";
  const other = readTable(held, of);
  const kept = keptRows(recipe, other, { targets: true, of });
  const [X, y] = [encodeRows(recipe, other, kept, of), targetsAt(recipe, other, kept, of)];
  return { ...options, validation: { ...rest, X, y: y as Float64Array } };
}
