import type { Matrix, Targets } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import { classify as classifyPoints, decision as decisionOfPoints, probabilities as probabilitiesOfPoints } from "../models/classify";
import { type Distribution, type DistributionOptions, predictDistribution as distributionOfPoints } from "../models/distribution";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, Model, RegressionModel } from "../models/model";
import { predict as predictPoints } from "../models/predict";
import { type Predictor, predictor as predictorOfPoints } from "../models/predictor";
import { score as scoreOfPoints } from "../models/score";
import type { TableLike } from "../table/table";
import { inTable } from "./place";
import { prepareKnown, prepareNew, requireTableModel } from "./prepare";
import type { TableModel } from "./types";

/** A verb of a model of points at new rows of a table. */
function atRows<M extends Model, R>(given: TableModel<M>, rows: TableLike, verb: (model: M, X: Matrix) => R): R {
  const { recipe, model } = requireTableModel(given);
  const prepared = prepareNew(recipe, rows);
  return inTable({ recipe, rows: prepared.rows }, () => verb(model, prepared.X));
}

/**
 * The prediction for every row: a `Float64Array`, or a matrix where the recipe has a list of targets.
 *
 * @throws "argument" with row and column for what the recipe does not take, a missing value without a rule to fill it among it
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * predict(fit(mileage, rows), [{ hp: 95, weight: 2372, origin: "Japan" }]); // miles per gallon
 */
export function predict<T extends Targets>(model: TableModel<RegressionModel<T>>, rows: TableLike): T {
  return atRows(model, rows, (points, X) => predictPoints(points, X));
}

/**
 * Mean and variance of a Gaussian process at every row. @throws as `predict`, and as `predictDistribution` of mercer
 *
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: gaussianProcess({ kernel: rbf(), noise: 0.1 }) });
 * const { mean, variance } = predictDistribution(fit(mileage, rows), [{ hp: 95, weight: 2372, origin: "Japan" }]);
 */
export function predictDistribution<T extends Targets>(
  model: TableModel<GaussianProcessModel<T>>,
  rows: TableLike,
  options?: DistributionOptions,
): Distribution<T> {
  return atRows(model, rows, (points, X) => distributionOfPoints(points, X, options));
}

/**
 * The class of every row. @throws as `predict`
 *
 * @example
 * const origin = onTable({ recipe: { target: "origin" }, estimator: kernelClassifier({ kernel: rbf(), lambda: 0.1 }) });
 * classify(fit(origin, rows), [{ mpg: 30, hp: 95, weight: 2372 }]); // "Japan" or "USA"
 */
export function classify<L extends Label>(model: TableModel<ClassifierModel<L>>, rows: TableLike): L[] {
  return atRows(model, rows, classifyPoints) as L[];
}

/**
 * Decision values of every row. @throws as `predict`
 *
 * @example
 * const origin = onTable({ recipe: { target: "origin" }, estimator: kernelClassifier({ kernel: rbf(), lambda: 0.1 }) });
 * decision(fit(origin, rows), [{ mpg: 30, hp: 95, weight: 2372 }]); // positive for the second class
 */
export function decision(model: TableModel<ClassifierModel>, rows: TableLike): Targets {
  return atRows(model, rows, decisionOfPoints);
}

/**
 * Probabilities of the classes for every row, a column per class. @throws as `predict`, and as `probabilities` of mercer
 *
 * @example
 * const origin = onTable({ recipe: { target: "origin" }, estimator: kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }) });
 * probabilities(fit(origin, rows), [{ mpg: 30, hp: 95, weight: 2372 }]); // a column for each class
 */
export function probabilities(model: TableModel<ClassifierModel>, rows: TableLike): Matrix {
  return atRows(model, rows, probabilitiesOfPoints);
}

/** A model of a table made ready for one row at a time. */
export interface RowPredictor<R> {
  (row: object): R;
  /** Lets go of the memory; later calls throw. */
  release(): void;
}

/**
 * The model as a function of one row, an object of named values; of a classifier its class. The same bits as `predict`. @throws as `predict`
 *
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const h = predictor(fit(mileage, rows));
 * h({ hp: 95, weight: 2372, origin: "Japan" }); // miles per gallon
 */
export function predictor(model: TableModel<RegressionModel<Float64Array>>): RowPredictor<number>;
export function predictor(model: TableModel<RegressionModel<Matrix>>): RowPredictor<Float64Array>;
export function predictor<L extends Label>(model: TableModel<ClassifierModel<L>>): RowPredictor<L>;
export function predictor(given: TableModel): RowPredictor<unknown> {
  const { recipe, model } = requireTableModel(given);
  const compute = predictorOfPoints(model as RegressionModel<Float64Array>) as Predictor<unknown>;
  return Object.assign(
    (row: object) => {
      const prepared = prepareNew(recipe, [row], "row");
      return inTable({ recipe, rows: prepared.rows }, () => compute(prepared.X.data));
    },
    { release: () => compute.release() },
  );
}

/**
 * R² of the predictions for rows that have their targets, or the share of the labels that a classifier gets right. Rows that a rule "drop" leaves out do not count.
 *
 * @throws as `predict`; "argument" for a target that is missing
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * score(fit(mileage, rows), rows); // at most 1
 */
export function score(model: TableModel, rows: TableLike): number {
  const read = requireTableModel(model);
  const { X, y, ...origin } = prepareKnown(read, rows);
  return inTable(origin, () => scoreOfPoints(read.model as RegressionModel, X, y as Float64Array));
}
