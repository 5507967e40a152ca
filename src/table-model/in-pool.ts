import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelRidge } from "../estimators/kernel-ridge";
import type { IntervalOptions, PredictionIntervals } from "../intervals/predict-interval";
import type { Matrix, Targets } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import type { Distribution, DistributionOptions } from "../models/distribution";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, Model, RegressionModel } from "../models/model";
import type { WatchOptions } from "../progress";
import type { TableLike } from "../table/table";
import type { TunableEstimator } from "../tuning/tunable";
import type { Tuning } from "../tuning/tune";
import type { Pool } from "../worker/pool-types";
import { optionsOf, type TableFitOptions } from "./fit";
import { type Origin, placed } from "./place";
import { prepare, prepareKnown, prepareNew, requireTableModel } from "./prepare";
import { type TableTuneOptions, tunedOnTable, tuneOptions } from "./tune";
import type { AnyEstimator, ModelOf, TableEstimator, TableModel } from "./types";

/** The verbs of a table as promises: rows become points on the calling thread, and all else is done in the pool. */
export interface TablePool {
  fit<E extends AnyEstimator, T extends Targets>(
    estimator: TableEstimator<E, T>,
    rows: TableLike,
    options?: TableFitOptions,
  ): Promise<TableModel<ModelOf<E, T>>>;
  predict<T extends Targets>(model: TableModel<RegressionModel<T>>, rows: TableLike, watching?: WatchOptions): Promise<T>;
  predictDistribution<T extends Targets>(
    model: TableModel<GaussianProcessModel<T>>,
    rows: TableLike,
    options?: DistributionOptions,
    watching?: WatchOptions,
  ): Promise<Distribution<T>>;
  predictInterval(
    estimator: TableEstimator<KernelRidge | GaussianProcess, Float64Array>,
    rows: TableLike,
    newRows: TableLike,
    options?: IntervalOptions,
  ): Promise<PredictionIntervals>;
  classify<L extends Label>(model: TableModel<ClassifierModel<L>>, rows: TableLike, watching?: WatchOptions): Promise<L[]>;
  probabilities(model: TableModel<ClassifierModel>, rows: TableLike, watching?: WatchOptions): Promise<Matrix>;
  score(model: TableModel, rows: TableLike, watching?: WatchOptions): Promise<number>;
  tune<E extends TunableEstimator, T extends Targets>(
    estimator: TableEstimator<E, T>,
    rows: TableLike,
    options?: TableTuneOptions,
  ): Promise<Tuning<TableEstimator<E, T>>>;
}

/**
 * The verbs of mercer/table in a pool of mercer/pool. The same results, bit for bit, and the same errors.
 *
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const pool = await startPool();
 * const { fit, predict } = inPool(pool);
 * const model = await fit(mileage, rows, { onProgress: ({ fraction }) => fraction });
 * await predict(model, rows);
 * await pool.close();
 */
export function inPool(pool: Pool): TablePool {
  const atRows = async <R>(given: TableModel, rows: TableLike, verb: (model: never, X: Matrix) => Promise<R>): Promise<R> => {
    const { recipe, model } = requireTableModel(given);
    const prepared = prepareNew(recipe, rows);
    return inPlace({ recipe, rows: prepared.rows }, verb(model as never, prepared.X));
  };
  return {
    async fit<E extends AnyEstimator, T extends Targets>(estimator: TableEstimator<E, T>, rows: TableLike, options: TableFitOptions = {}) {
      const prepared = prepare(estimator as TableEstimator, rows);
      const { estimator: points, X, y, recipe } = prepared;
      const model: Model = await inPlace(prepared, pool.fit(points as KernelRidge, X, y as Float64Array, optionsOf(options, prepared)));
      return { kind: "tableModel", recipe, model: model as ModelOf<E, T> };
    },
    predict: (model, rows, watching) => atRows(model, rows, (points: RegressionModel<never>, X) => pool.predict(points, X, watching)),
    predictDistribution: (model, rows, options, watching) =>
      atRows(model, rows, (points: GaussianProcessModel<never>, X) => pool.predictDistribution(points, X, options, watching)),
    async predictInterval(given, rows, newRows, options) {
      const { estimator, X, y, ...origin } = prepare(given as TableEstimator, rows);
      const { X: Z, rows: others } = prepareNew(origin.recipe, newRows, "newRows");
      return inPlace({ ...origin, newRows: others }, pool.predictInterval(estimator as KernelRidge, X, y as Float64Array, Z, options));
    },
    classify: (model, rows, watching) => atRows(model, rows, (points: ClassifierModel<never>, X) => pool.classify(points, X, watching)),
    probabilities: (model, rows, watching) => atRows(model, rows, (points: ClassifierModel, X) => pool.probabilities(points, X, watching)),
    async score(given, rows, watching) {
      const read = requireTableModel(given);
      const { X, y, ...origin } = prepareKnown(read, rows);
      return inPlace(origin, pool.score(read.model as RegressionModel, X, y as Float64Array, watching));
    },
    async tune(estimator, rows, options = {}) {
      const prepared = prepare(estimator as TableEstimator, rows);
      const { X, y } = prepared;
      const found = pool.tune(prepared.estimator as TunableEstimator, X, y as Float64Array, tuneOptions(options, prepared));
      return tunedOnTable(estimator, await inPlace(prepared, found));
    },
  };
}

/** An error that a promise brings, with its place in the table. */
async function inPlace<T>(origin: Origin, promised: Promise<T>): Promise<T> {
  try {
    return await promised;
  } catch (error) {
    throw placed(error, origin);
  }
}
