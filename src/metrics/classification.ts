import { mercerError } from "../errors";
import { readVector } from "../input";
import type { MatrixLike, Values } from "../matrix";
import { logOfSize } from "../matrix/logarithm";
import { type Label, readLabels, requireSameType } from "../models/labels";
import { readClassForecasts } from "./probabilities";

/**
 * The share of the labels that were predicted right.
 *
 * @throws "shape" unless there are as many predictions as labels, and one at least; "argument" for labels of different types
 * @example
 * accuracy(["a", "b", "b"], ["a", "b", "a"]); // 0.6666666666666666
 */
export function accuracy(labels: ArrayLike<Label>, predicted: ArrayLike<Label>): number {
  const [truth, guesses] = [readLabels(labels, "labels"), readLabels(predicted, "predicted")];
  const n = truth.indices.length;
  if (guesses.indices.length !== n) {
    throw mercerError("shape", `predicted has ${guesses.indices.length} labels, labels has ${n}`, { argument: "predicted" });
  }
  requireSameType(guesses.classes, "predicted", truth.classes, "labels");
  return truth.indices.filter((c, i) => truth.classes[c] === guesses.classes[guesses.indices[i] as number]).length / n;
}

/**
 * −Σ log p_i/n, p_i the probability that the true class of point i was given; Infinity where one of them is 0: nothing is clipped.
 *
 * @param probabilities a column per class, in order, as `probabilities` gives them; or a vector, of the second of two classes
 * @param classes what the columns stand for (`model.classes`), where not all of them occur among the labels
 * @throws "shape" unless there is a row per label and a column per class; "argument" for what are no probabilities
 * @example
 * logLoss(["no", "yes"], [0.5, 0.5]); // 0.6931471805599453
 */
export function logLoss(labels: ArrayLike<Label>, probabilities: Values | MatrixLike, classes?: readonly Label[]): number {
  const { indices, shares } = readClassForecasts(labels, probabilities, classes);
  const n = indices.length;
  return indices.reduce((total, c, i) => {
    const p = shares.data[i * shares.cols + c] as number;
    return total + (p === 0 ? Infinity : -logOfSize(p) / n);
  }, 0);
}

/**
 * Brier's score: the mean of (p − 1)² for points of the second of two classes and of p² for the others, p being its probability; for more classes the mean
 * of Σ_c (p_c − [c is true])², which for two is twice that.
 *
 * @param probabilities a column per class, in order, as `probabilities` gives them; or a vector, of the second of two classes
 * @param classes what the columns stand for (`model.classes`), where not all of them occur among the labels
 * @throws "shape" unless there is a row per label and a column per class; "argument" for what are no probabilities
 * @example brierScore(["no", "yes"], [0.5, 1]) // 0.125
 */
export function brierScore(labels: ArrayLike<Label>, probabilities: Values | MatrixLike, classes?: readonly Label[]): number {
  const { indices, shares } = readClassForecasts(labels, probabilities, classes);
  const { cols, data } = shares;
  const first = cols === 2 ? 1 : 0;
  let total = 0;
  indices.forEach((truth, i) => {
    for (let c = first; c < cols; c++) {
      const error = (data[i * cols + c] as number) - Number(c === truth);
      total += error * error;
    }
  });
  return total / indices.length;
}

/**
 * The area under the receiver operating characteristic: the share of pairs, one point of either class, in which the point of the second class (in order)
 * has the larger score; equal scores count as half a pair.
 *
 * @param scores larger for the second class: `decision` values, or probabilities
 * @throws "argument" unless the labels are of two classes; "shape" unless there is a score per label
 * @example
 * auc(["no", "no", "yes", "yes"], [0.1, 0.4, 0.35, 0.8]); // 0.75
 */
export function auc(labels: ArrayLike<Label>, scores: Values): number {
  const { classes, indices } = readLabels(labels, "labels");
  const values = readVector(scores, "scores");
  const n = indices.length;
  if (values.length !== n) throw mercerError("shape", `scores has ${values.length} elements, labels has ${n}`, { argument: "scores" });
  if (classes.length !== 2) {
    throw mercerError("argument", `labels has ${classes.length} classes; the area under the curve is of two`, { argument: "labels" });
  }
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let [won, seconds, firsts] = [0, 0, 0];
  for (let from = 0; from < n; ) {
    let to = from;
    let equalSeconds = 0;
    for (; to < n && values[order[to] as number] === values[order[from] as number]; to++)
      equalSeconds += indices[order[to] as number] as number;
    const equalFirsts = to - from - equalSeconds;
    won += equalSeconds * (firsts + equalFirsts / 2);
    firsts += equalFirsts;
    seconds += equalSeconds;
    from = to;
  }
  return won / (firsts * seconds);
}
