import { featureSpaceDimension } from "../kernels/feature-space";
import { isPsdSpec } from "../kernels/psd";
import { kernelRounding } from "../kernels/rounding";
import type { Problem } from "../problem/problem";
import { diameterOf } from "../proof/error-bar";

/** Points up to which K, n × n, fits into the memory of WebAssembly beside what a fit works in. */
const FULL = 23_000;

/**
 * The one place where "auto" asks which route fits: "full" where K as a whole does, or nothing else is possible; "iterative" beyond that, for λ > 0 and a kernel that is known to be positive semi-definite and
 * has no smaller space of features.
 */
export function fittingRoute({ kernel, precomputed, X, n, side }: Problem, lambdas: Float64Array): "full" | "iterative" {
  if (n <= FULL || precomputed || !lambdas.every((lambda) => lambda > 0)) return "full";
  const sample = side.pointAt(0);
  const dimension = featureSpaceDimension(kernel, sample);
  if (dimension !== null && dimension <= n / 12) return "full";
  const known = kernelRounding(kernel, sample, () => diameterOf(X)) !== null && isPsdSpec(kernel, X.cols) === true;
  return known ? "iterative" : "full";
}
