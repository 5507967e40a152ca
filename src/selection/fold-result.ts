import { fit } from "../estimators/fit";
import type { Values } from "../matrix";
import { classify } from "../models/classify";
import { meanDetermination } from "../models/determination";
import type { Label } from "../models/labels";
import type { ClassifierModel, RegressionModel } from "../models/model";
import { predict } from "../models/predict";
import type { ReportLike } from "../models/report";
import type { WatchOptions } from "../progress";
import { type AnyEstimator, type Data, partOf, type Reached, targetsOf } from "./data";
import type { Folds } from "./folds";

/** What a fit says of rows that it has not seen. */
export interface FoldResult {
  /** Like the targets of those rows. */
  readonly predictions: Reached;
  /** R², or the share of the labels that are right. */
  readonly score: number;
}

/** The data that a fold is fitted to, and those that it is judged by. */
export interface FoldData {
  readonly train: Data;
  readonly test: Data;
}

export function foldDataOf(data: Data, folds: Folds, fold: number): FoldData {
  const train = folds.train(fold);
  return { train: partOf(data, train), test: partOf(data, folds.tests[fold] as Int32Array, train) };
}

/** The same, with what the fit tells of itself. */
export interface JudgedFold extends FoldResult {
  readonly report: ReportLike;
}

/** Fits to one part and judges by the other. */
export function judgeFold(estimator: AnyEstimator, { train, test }: FoldData, { signal }: WatchOptions): JudgedFold {
  const options = { ...(train.weights ? { sampleWeight: train.weights } : {}), ...(signal ? { signal } : {}) };
  // what fit makes of an estimator is for fit to say
  const model = fit(estimator as never, train.X, targetsOf(train.y) as Values, options) as RegressionModel | ClassifierModel;
  const { report } = model;
  if (model.kind === "classifierModel") return { ...resultOf({ kind: "labels", labels: classify<Label>(model, test.X) }, test.y), report };
  const said = predict(model, test.X);
  const Y = said instanceof Float64Array ? { rows: said.length, cols: 1, data: said } : said;
  return { ...resultOf({ kind: "numbers", Y, isVector: said instanceof Float64Array }, test.y), report };
}

/** Predictions with their score. */
export function resultOf(predictions: Reached, truth: Reached): FoldResult {
  if (predictions.kind === "numbers") {
    return { predictions, score: truth.kind === "numbers" ? meanDetermination(truth.Y, predictions.Y.data) : Number.NaN };
  }
  const labels = truth.kind === "labels" ? truth.labels : [];
  const right = predictions.labels.filter((label, i) => label === labels[i]).length;
  return { predictions, score: right / predictions.labels.length };
}
