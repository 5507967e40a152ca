import { mercerError } from "../errors";
import { fit } from "../estimators/fit";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { type KernelRidge, type KernelRidgeSpec, kernelRidge, readKernelRidge } from "../estimators/kernel-ridge";
import { readGaussianProcess } from "../estimators/log-marginal-likelihood";
import { readMade, readNumber } from "../input";
import type { Points, Values } from "../matrix";
import { type Distribution, predictDistribution } from "../models/distribution";
import { normalQuantile } from "../normal/quantile";
import type { PredictionIntervals } from "./predict-interval";

/** Whether an estimator is a Gaussian process. @throws "argument" for what is no estimator */
export function isProcess(estimator: KernelRidge | GaussianProcess): estimator is GaussianProcess {
  return readMade(estimator, "estimator", "kernelRidge or gaussianProcess").kind === "gaussianProcess";
}

/** @throws "argument" for kernel ridge regression, which has no variance */
export function requireProcess(estimator: KernelRidge | GaussianProcess, method: string): GaussianProcess {
  if (isProcess(estimator)) return estimator;
  const message = `the method "${method}" is of a Gaussian process; kernel ridge regression has "jackknife+" and "conformal"`;
  throw mercerError("argument", message, { argument: "method" });
}

/** μ(z) ± Φ⁻¹((1 + coverage)/2) √v(z) at every row of Z, v the variance of a new observation. */
export function gaussianInterval(estimator: GaussianProcess, X: Points, y: Values, Z: Points, coverage: number): PredictionIntervals {
  return intervalOf(predictDistribution(fit(estimator, X, y), Z, { noise: true }), coverage);
}

/** @throws "argument" unless 0 < coverage < 1 */
export function readCoverage(coverage: unknown): number {
  const share = readNumber(coverage, "coverage", { above: 0 });
  if (share < 1) return share;
  throw mercerError("argument", `coverage must be less than 1; it is ${share}`, { argument: "coverage", value: coverage });
}

/** The interval of a normal distribution around its mean that has a share of it. */
export function intervalOf({ mean, variance }: Distribution<Float64Array>, coverage: number): PredictionIntervals {
  const quantile = normalQuantile((1 + coverage) / 2);
  const end = (side: number): Float64Array => mean.map((value, i) => value + side * quantile * Math.sqrt(variance[i] as number));
  return { lower: end(-1), upper: end(1) };
}

/** @throws "unsupported" for a Nyström fit */
function requireExact(estimator: { readonly kind: string }): void {
  if (estimator?.kind !== "nystrom") return;
  const message =
    "the intervals of predictInterval are those of exact fits; for nystrom hold rows out with crossValidate, and take quantiles of what it leaves of them";
  throw mercerError("unsupported", message, { argument: "estimator" });
}

/**
 * The ridge regression that is the mean of a process, or the ridge regression itself.
 *
 * @throws "unsupported" for a noise that differs from point to point, and for a trend that is more than a constant
 */
export function asRidge(estimator: KernelRidge | GaussianProcess): KernelRidgeSpec {
  if (!isProcess(estimator)) {
    requireExact(estimator);
    return readKernelRidge(estimator);
  }
  const { kernel, noise, trend, standardize } = readGaussianProcess(estimator);
  if (typeof noise === "number" && (trend === "none" || trend === "constant")) {
    return kernelRidge({ kernel, lambda: noise, intercept: trend === "constant", ...(standardize && { standardize }) });
  }
  const message =
    'jackknife+ and conformal intervals need points that are exchangeable and a trend that is "none" or "constant"; use the method "gaussian"';
  throw mercerError("unsupported", message);
}
