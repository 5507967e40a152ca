import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelRidge } from "../estimators/kernel-ridge";
import { readOptions } from "../input";
import { intervalOf, readCoverage } from "../intervals/gaussian";
import { type IntervalOptions, predictInterval as intervalsOfPoints, type PredictionIntervals } from "../intervals/predict-interval";
import { predictDistribution } from "../models/distribution";
import type { GaussianProcessModel } from "../models/model";
import type { TableLike } from "../table/table";
import { inTable } from "./place";
import { isTableModel, prepare, prepareNew, requireTableModel } from "./prepare";
import type { TableEstimator, TableModel } from "./types";

/**
 * Intervals for new observations at new rows: of an estimator and the rows to fit it to, by the methods of `predictInterval` of mercer; of a fitted Gaussian process
 * μ ± Φ⁻¹((1 + coverage)/2) √v.
 *
 * @throws as `fit` and `predict`, and as `predictInterval` of mercer
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const { lower, upper } = predictInterval(mileage, rows, [{ hp: 95, weight: 2372, origin: "Japan" }], { coverage: 0.95 });
 */
export function predictInterval(
  estimator: TableEstimator<KernelRidge | GaussianProcess, Float64Array>,
  rows: TableLike,
  newRows: TableLike,
  options?: IntervalOptions,
): PredictionIntervals;
export function predictInterval(
  model: TableModel<GaussianProcessModel<Float64Array>>,
  newRows: TableLike,
  options?: Pick<IntervalOptions, "coverage">,
): PredictionIntervals;
export function predictInterval(
  given: TableEstimator<KernelRidge | GaussianProcess, Float64Array> | TableModel<GaussianProcessModel<Float64Array>>,
  rows: TableLike,
  ...rest: readonly unknown[]
): PredictionIntervals {
  if (isTableModel(given)) {
    return ofModel(given as TableModel<GaussianProcessModel<Float64Array>>, rows, rest[0] as Pick<IntervalOptions, "coverage"> | undefined);
  }
  const [newRows, options] = rest as [TableLike, IntervalOptions | undefined];
  const { estimator, X, y, ...origin } = prepare(given as TableEstimator, rows);
  const { X: Z, rows: others } = prepareNew(origin.recipe, newRows, "newRows");
  return inTable({ ...origin, newRows: others }, () => intervalsOfPoints(estimator as KernelRidge, X, y as Float64Array, Z, options));
}

function ofModel(
  given: TableModel<GaussianProcessModel<Float64Array>>,
  newRows: TableLike,
  options: Pick<IntervalOptions, "coverage"> = {},
): PredictionIntervals {
  const { coverage = 0.9 } = readOptions(options, "predictInterval", { coverage: true });
  const share = readCoverage(coverage);
  const { recipe, model } = requireTableModel(given);
  const { X, rows } = prepareNew(recipe, newRows, "newRows");
  return inTable({ recipe, rows }, () => intervalOf(predictDistribution(model, X, { noise: true }), share));
}
