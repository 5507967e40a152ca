import { mercerError } from "../errors";
import type { Values } from "../matrix";
import { sumOfSquares } from "../matrix/magnitude";
import { standardErrors } from "./forecasts";

/**
 * s² = mean of ((y − μ)/σ)²: the factor on all variances that makes forecasts right on average, 1 where they are. Of left-out observations of a Gaussian process it is the cross-validated scale: multiply
 * the factor of the kernel and the noise by it, and the means stay while the variances fit.
 *
 * Source: Bachoc, Computational Statistics & Data Analysis 66 (2013).
 *
 * @throws "shape" unless all three are of one length, which is not 0; "argument" for a deviation that is not above 0; "not-finite" where the mean is beyond the numbers
 * @example
 * const process = gaussianProcess({ kernel: rbf(), noise: 0.1 });
 * const { predictions, variance } = leaveOneOut(process, X, y);
 * calibratedScale(y, predictions, variance.map(Math.sqrt));
 */
export function calibratedScale(truth: Values, mean: Values, deviation: Values): number {
  const z = standardErrors(truth, mean, deviation);
  const scale = sumOfSquares(z) / z.length;
  if (Number.isFinite(scale)) return scale;
  throw mercerError("not-finite", "the mean of the squared errors, each over its deviation, is beyond the numbers", {
    argument: "deviation",
  });
}
