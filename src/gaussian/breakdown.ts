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
  const least = noise.reduce((a, b) => Math.min(a, b), Infinity);
  const indefinite = precomputed || isPsd(kernel, X.cols) !== true;
  const remedy = indefinite
    ? "the kernel is not known to be positive semi-definite; diagnose(kernel, X) tells, and another kernel is the cure"
    : enoughNoise(least, n, norm);
  const message = `K + noise is not positive definite at pivot ${pivot} of ${n} (value ${value.toPrecision(3)})${cause}; ${remedy}`;
  return mercerError("not-positive-definite", message, { pivot, value, ...details });
}

/** Which variance of the noise is enough for a K of this norm beside one that is not. */
export function enoughNoise(least: number, n: number, norm: number): string {
  if (norm === 0) return "K is 0; use noise (lambda) above 0";
  const enough = roundedUp(least + ROUNDING * n * Number.EPSILON * norm, 1);
  return enough < Infinity ? `use noise ≥ ${enough}, which is rounding beside K` : "no noise is large enough; scale K down";
}
