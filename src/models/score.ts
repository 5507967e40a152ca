import { mercerError } from "../errors";
import { readTargets } from "../input";
import type { MatrixLike, Points, Targets, Values } from "../matrix";
import type { Classifier } from "./classifier-model";
import { classify } from "./classify";
import { meanDetermination } from "./determination";
import { type Label, readLabels, requireSameType } from "./labels";
import { columnsOf, type Model, type RegressionModel, requireModel } from "./model";
import { predict } from "./predict";

/**
 * R² = 1 − Σ (y − h)² / Σ (y − ȳ)², the uniform mean over the targets: 1 is perfect, 0 no better than the mean of y.
 *
 * For a constant y it is 1 when hit exactly and 0 otherwise. For a classifier: the share of the labels that `classify` gets right.
 *
 * @throws "not-finite" where R² is beyond the numbers
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * score(model, X, y); // at most 1
 */
export function score(model: RegressionModel, X: Points, y: Values | MatrixLike): number;
export function score<L extends Label>(model: Classifier<L>, X: Points, labels: ArrayLike<L>): number;
export function score(model: Model, X: Points, y: Values | MatrixLike | ArrayLike<Label>): number {
  const read = requireModel(model);
  if (read.kind === "classifierModel") return accuracy(read, X, y as ArrayLike<Label>);
  return determination(read, X, y as Values | MatrixLike);
}

function accuracy(model: Classifier, X: Points, labels: ArrayLike<Label>): number {
  const { classes, indices } = readLabels(labels, "y");
  requireSameType(classes, "y", model.classes, "the model");
  const predicted = classify(model, X);
  const n = predicted.length;
  if (indices.length !== n) throw mercerError("shape", `y has ${indices.length} labels, X has ${n} rows`, { argument: "y" });
  return predicted.filter((label, i) => label === classes[indices[i] as number]).length / n;
}

function determination(model: RegressionModel, X: Points, y: Values | MatrixLike): number {
  const truth = readTargets(y, "y").matrix;
  const predicted: Targets = predict(model, X);
  const t = columnsOf(model).coefficients.cols;
  const values = predicted instanceof Float64Array ? predicted : predicted.data;
  const n = values.length / t;
  if (truth.rows !== n || truth.cols !== t) {
    throw mercerError("shape", `y is ${truth.rows} × ${truth.cols}, the predictions are ${n} × ${t}`, { argument: "y" });
  }
  return meanDetermination({ rows: n, cols: t, data: truth.data }, values);
}
