import { mercerError } from "../errors";
import { readNumber } from "../input";
import type { MatrixLike, Values } from "../matrix";
import { euclideanNorm } from "../matrix/magnitude";
import { meanDetermination } from "../models/determination";
import { meanOverTargets, readPairs, sumOfShares } from "./pairs";

/**
 * √(Σ (y − h)²/n), the root of the mean squared error; the uniform mean over several targets.
 *
 * @throws "shape" unless truth and predicted are alike, and not empty; "not-finite" where it is beyond the numbers
 * @example
 * rmse([1, 2, 3], [1, 2, 6]); // 1.7320508075688772
 */
export function rmse(truth: Values | MatrixLike, predicted: Values | MatrixLike): number {
  return meanOverTargets(readPairs(truth, predicted), (errors) => euclideanNorm(errors) / Math.sqrt(errors.length));
}

/**
 * Σ |y − h|/n, the mean absolute error; the uniform mean over several targets.
 *
 * @throws "shape" unless truth and predicted are alike, and not empty; "not-finite" where it is beyond the numbers
 * @example mae([1, 2, 3], [1, 2, 6]) // 1
 */
export function mae(truth: Values | MatrixLike, predicted: Values | MatrixLike): number {
  return meanOverTargets(readPairs(truth, predicted), (errors) => sumOfShares(errors.map(Math.abs)));
}

/**
 * The median of |y − h|, for an even number of points the mean of the middle two; the uniform mean over several targets.
 *
 * @throws "shape" unless truth and predicted are alike, and not empty; "not-finite" where it is beyond the numbers
 * @example medianAbsoluteError([1, 2, 3], [1, 3, 6]) // 1
 */
export function medianAbsoluteError(truth: Values | MatrixLike, predicted: Values | MatrixLike): number {
  return meanOverTargets(readPairs(truth, predicted), (errors) => {
    const sizes = errors.map(Math.abs).sort();
    const middle = sizes.length >> 1;
    const upper = sizes[middle] as number;
    return sizes.length % 2 === 1 ? upper : 0.5 * (sizes[middle - 1] as number) + 0.5 * upper;
  });
}

/**
 * R² = 1 − Σ (y − h)²/Σ (y − ȳ)², the uniform mean over several targets: what `score` says of a model. For a constant y it is 1 where hit exactly, else 0.
 *
 * @throws "shape" unless truth and predicted are alike, and not empty; "not-finite" where R² is beyond the numbers
 * @example r2([1, 2, 3], [2, 2, 2]) // 0
 */
export function r2(truth: Values | MatrixLike, predicted: Values | MatrixLike): number {
  const pairs = readPairs(truth, predicted);
  return meanDetermination(pairs.truth, pairs.predicted.data);
}

/**
 * Mean of max(τ(y − h), (τ − 1)(y − h)), what a prediction of the τ-quantile is judged by; the uniform mean over several targets. τ = ½ is half the mean
 * absolute error.
 *
 * @throws "argument" unless 0 < τ < 1; "shape" unless truth and predicted are alike, and not empty; "not-finite" where it is beyond the numbers
 * @example pinballLoss([1, 2], [2, 2], 0.5) // 0.25
 */
export function pinballLoss(truth: Values | MatrixLike, predicted: Values | MatrixLike, tau: number): number {
  const share = readNumber(tau, "tau", { above: 0 });
  if (share >= 1) throw mercerError("argument", `tau must be less than 1; it is ${tau}`, { argument: "tau", value: tau });
  return meanOverTargets(readPairs(truth, predicted), (errors) => sumOfShares(errors.map((e) => Math.max(share * e, (share - 1) * e))));
}
