import { mercerError } from "../errors";
import { fit } from "../estimators/fit";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { readTargets } from "../input";
import { hasConstant } from "../kernels/trend";
import type { Points, Values } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo, timesPowersOfTwo } from "../matrix/powers-of-two";
import { predictDistribution } from "../models/distribution";
import { studentQuantile } from "../normal/student";
import { type Scaling, toStandardUnits } from "../scaling/units";
import type { PredictionIntervals } from "./predict-interval";

/**
 * μ(z) ± t s √v(z) at every row of Z, v the variance of a new observation, with one factor s² on all variances, that of the noise too, which is estimated:
 *
 *     s² = (y − Fβ)ᵀG⁻¹(y − Fβ)/(n − p),  t the ((1 + coverage)/2)-quantile of Student's distribution with n − p degrees of freedom
 *
 * Exact where the covariance is right but for its scale.
 *
 * Source: Stein, Interpolation of Spatial Data, 6.1; without a process, the intervals of linear regression.
 */
export function studentInterval(estimator: GaussianProcess, X: Points, y: Values, Z: Points, coverage: number): PredictionIntervals {
  const model = fit(estimator, X, y);
  const { coefficients, trend, trendCoefficients, n } = model;
  const degrees = n - (trendCoefficients?.length ?? 0);
  if (degrees < 1) {
    const message = `${n} points and ${n - degrees} coefficients of the trend leave no degree of freedom for the scale; use more points`;
    throw mercerError("shape", message, { argument: "X" });
  }
  const standard = unitsOf(model.scaling?.y, readTargets(y, "y").matrix.data);
  // Fᵀα = 0, so y may be taken without its mean where F has the constant
  const mean = hasConstant(trend) ? standard.reduce((sum, value) => sum + value / n, 0) : 0;
  const { square, exponent } = productOf(
    coefficients,
    standard.map((value) => value - mean),
  );
  const share = Math.max(0, square / degrees);
  const forecast = predictDistribution(model, Z, { noise: true });
  const quantile = studentQuantile((1 + coverage) / 2, degrees);
  const end = (side: number): Float64Array =>
    forecast.mean.map(
      (value, i) => value + side * quantile * timesPowerOfTwo(Math.sqrt(share * (forecast.variance[i] as number)), exponent),
    );
  return { lower: end(-1), upper: end(1) };
}

/** ⟨α, r⟩ = square · 4^exponent: the number itself may be beyond the numbers where its root is not. */
function productOf(alpha: Float64Array, r: Float64Array): { readonly square: number; readonly exponent: number } {
  const [a, b] = [alpha, r].map((values) => exponentOf(largestMagnitude(values) || 1)) as [number, number];
  const exponent = Math.floor((a + b) / 2);
  const rest = timesPowersOfTwo(r, a - 2 * exponent);
  const square = timesPowersOfTwo(alpha, -a).reduce((sum, value, i) => sum + value * (rest[i] as number), 0);
  return { square, exponent };
}

/** y in the units of the coefficients. */
function unitsOf(scaling: Scaling | null | undefined, y: Float64Array): Float64Array {
  return scaling ? toStandardUnits({ rows: y.length, cols: 1, data: y }, scaling, "y").data : y;
}
