import type { Breakdown } from "../dense/factors";
import { type MercerError, mercerError } from "../errors";
import { roundedUp } from "../errors/rounded";
import { isPsd } from "../kernels/psd";
import type { KernelPoints } from "../problem/points";
import { causeOf } from "../solvers/ridge/breakdown";

/** What rounding takes from the smallest eigenvalue of K at most, in n·ε·‖K‖. */
const ROUNDING = 10;

/** The error for a covariance K + N that Cholesky refused: where, why, and a variance of the noise that is enough for rounding. */
export function notPositiveDefinite(points: KernelPoints, noise: Float64Array, norm: number, { pivot, value }: Breakdown): MercerError {
  const { kernel, precomputed, X, n } = points;
  const { cause, details } = causeOf(points, pivot);
  const enough = roundedUp(noise.reduce((least, v) => Math.min(least, v), Infinity) + ROUNDING * n * Number.EPSILON * norm, 1);
  const indefinite = precomputed || isPsd(kernel, X.cols) !== true;
  const remedy = indefinite
    ? "the kernel is not known to be positive semi-definite; diagnose(kernel, X) tells, and another kernel is the cure"
    : `use noise ≥ ${enough}, which is rounding beside K`;
  const message = `K + noise is not positive definite at pivot ${pivot} of ${n} (value ${value.toPrecision(3)})${cause}; ${remedy}`;
  return mercerError("not-positive-definite", message, { pivot, value, ...details });
}
