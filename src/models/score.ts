import { mercerError } from "../errors";
import { readTargets } from "../input";
import type { MatrixLike, Points, Targets, Vector } from "../matrix";
import { columnsOf, type Model } from "./model";
import { predict } from "./predict";

/**
 * R² = 1 − Σ (y − h)² / Σ (y − ȳ)², the uniform mean over the targets: 1 is perfect, 0 no better than the mean of y.
 *
 * For a constant y it is 1 when hit exactly and 0 otherwise.
 */
export function score(model: Model, X: Points, y: Vector | MatrixLike): number {
  const truth = readTargets(y, "y").matrix;
  const predicted: Targets = predict(model, X);
  const t = columnsOf(model).coefficients.cols;
  const values = predicted instanceof Float64Array ? predicted : predicted.data;
  const n = values.length / t;
  if (truth.rows !== n || truth.cols !== t) {
    throw mercerError("shape", `y is ${truth.rows} × ${truth.cols}, the predictions are ${n} × ${t}`, { argument: "y" });
  }
  let total = 0;
  for (let q = 0; q < t; q++) total += coefficientOfDetermination(n, t, q, truth.data, values);
  return total / t;
}

function coefficientOfDetermination(n: number, t: number, q: number, y: Float64Array, h: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (y[i * t + q] as number) / n;
  let residual = 0;
  let variation = 0;
  let isConstant = true;
  for (let i = q; i < n * t; i += t) {
    const error = (y[i] as number) - (h[i] as number);
    const difference = (y[i] as number) - mean;
    residual += error * error;
    variation += difference * difference;
    isConstant &&= y[i] === y[q];
  }
  if (isConstant) return residual === 0 ? 1 : 0;
  return 1 - residual / variation;
}
