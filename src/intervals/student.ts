import { mercerError } from "../errors";
import { fit } from "../estimators/fit";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { readTargets } from "../input";
import { hasConstant } from "../kernels/trend";
import type { Points, Values } from "../matrix";
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
  const square = coefficients.reduce((sum, alpha, i) => sum + alpha * ((standard[i] as number) - mean), 0) / degrees;
  const forecast = predictDistribution(model, Z, { noise: true });
  const quantile = studentQuantile((1 + coverage) / 2, degrees);
  const end = (side: number): Float64Array =>
    forecast.mean.map((value, i) => value + side * quantile * Math.sqrt(Math.max(0, square) * (forecast.variance[i] as number)));
  return { lower: end(-1), upper: end(1) };
}

/** y in the units of the coefficients. */
function unitsOf(scaling: Scaling | null | undefined, y: Float64Array): Float64Array {
  return scaling ? toStandardUnits({ rows: y.length, cols: 1, data: y }, scaling, "y").data : y;
}
