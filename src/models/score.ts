import { mercerError } from "../errors";
import { readTargets } from "../input";
import { columnOf, type MatrixLike, type Points, type Targets, type Values } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import type { Classifier } from "./classifier-model";
import { classify } from "./classify";
import { type Label, readLabels, requireSameType } from "./labels";
import { columnsOf, type Model, type RegressionModel, requireModel } from "./model";
import { predict } from "./predict";

/**
 * R² = 1 − Σ (y − h)² / Σ (y − ȳ)², the uniform mean over the targets: 1 is perfect, 0 no better than the mean of y.
 *
 * For a constant y it is 1 when hit exactly and 0 otherwise. For a classifier: the share of the labels that `classify` gets right.
 *
 * @throws "not-finite" where R² is beyond the numbers
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
  let total = 0;
  for (let q = 0; q < t; q++) total += coefficientOfDetermination(t, q, truth.data, values);
  return total / t;
}

function coefficientOfDetermination(t: number, q: number, y: Float64Array, h: Float64Array): number {
  const value = ofColumn(columnOf(y, t, q), columnOf(h, t, q));
  if (value - value === 0) return value;
  throw mercerError("not-finite", `R² of target ${q} is beyond the numbers: the predictions are that far from y`, { column: q, value });
}

/** Beyond 2^±400 numbers are scaled, so that squares neither overflow nor vanish. */
const ORDINARY = 400;

function ofColumn(y: Float64Array, h: Float64Array): number {
  const e = exponentOf(Math.max(largestMagnitude(y), largestMagnitude(h)) || 1);
  if (Math.abs(e) > ORDINARY) {
    const smaller = (values: Float64Array): Float64Array => values.map((value) => timesPowerOfTwo(value, -e));
    return ofColumn(smaller(y), smaller(h));
  }
  const n = y.length;
  let mean = 0;
  for (const value of y) mean += value / n;
  let residual = 0;
  let variation = 0;
  let isConstant = true;
  for (let i = 0; i < n; i++) {
    const error = (y[i] as number) - (h[i] as number);
    const difference = (y[i] as number) - mean;
    residual += error * error;
    variation += difference * difference;
    isConstant &&= y[i] === y[0];
  }
  if (isConstant) return residual === 0 ? 1 : 0;
  return 1 - residual / variation;
}
