import { mercerError } from "../errors";
import { readTargets } from "../input";
import type { Matrix, MatrixLike, Values } from "../matrix";
import { columnOf } from "../matrix";
import { meanOf } from "../matrix/vectors";

/** What is true and what was predicted, one number per point or one row per point. */
export interface Pairs {
  readonly truth: Matrix;
  readonly predicted: Matrix;
}

/** @throws "shape" unless both have the same shape and a point at least */
export function readPairs(truth: Values | MatrixLike, predicted: Values | MatrixLike): Pairs {
  const [y, h] = [readTargets(truth, "truth").matrix, readTargets(predicted, "predicted").matrix];
  if (y.rows !== h.rows || y.cols !== h.cols) {
    throw mercerError("shape", `truth is ${y.rows} × ${y.cols}, predicted is ${h.rows} × ${h.cols}; they must be alike`, {
      argument: "predicted",
    });
  }
  if (y.data.length === 0) throw mercerError("shape", "truth is empty; at least one point is needed", { argument: "truth" });
  return { truth: y, predicted: h };
}

/**
 * The uniform mean over the targets of a function of the errors y − h of one target.
 *
 * @throws "not-finite" where it is beyond the numbers
 */
export function meanOverTargets({ truth, predicted }: Pairs, ofErrors: (errors: Float64Array) => number): number {
  const { cols } = truth;
  const errors = truth.data.map((y, at) => y - (predicted.data[at] as number));
  const mean = meanOf(Float64Array.from({ length: cols }, (_, q) => ofErrors(columnOf(errors, cols, q))));
  if (Number.isFinite(mean)) return mean;
  const message = "truth and predicted are so large that their error is beyond the numbers; divide both by a power of ten";
  throw mercerError("not-finite", message, { argument: "predicted", value: mean });
}

/** Σ (x_i/n) */
export function sumOfShares(x: Float64Array): number {
  const n = x.length;
  return x.reduce((sum, value) => sum + value / n, 0);
}
