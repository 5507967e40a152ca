import { mercerError } from "../errors";
import { type KernelRidge, type KernelRidgeSpec, kernelRidge } from "../estimators/kernel-ridge";
import { notMade, readMade, readNumber, readOptions, readVector } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import { readProblem } from "../problem/problem";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { leaveOneOutErrors } from "../solvers/ridge/leave-one-out";
import { pickBest, warningsAbout } from "./choice";

/** The λ with the smallest leave-one-out error, and the error of each. */
export interface LambdaSelection {
  readonly best: number;
  readonly lambdas: Float64Array;
  /**
   * Mean squared leave-one-out error per λ, over points and targets. Where its square leaves the range of the numbers it is Infinity or 0; `best`
   * was chosen before, and a warning tells.
   */
  readonly looError: Float64Array;
  /** That `best` is at an end of the list and the error still falls there; that an error cannot be trusted, or not be written. */
  readonly warnings: readonly string[];
}

/**
 * Chooses λ by exact leave-one-out: the residual that point i would have had without it is α_i/(G⁻¹)_ii, with no refit. With an intercept
 * G⁻¹ is replaced by G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1, and a constant added to y changes nothing.
 *
 * The estimator gives kernel and intercept; its own λ is not used. The candidates come in any order, even repeated; ties go to the larger λ. One for
 * which K + λI is singular to working precision is taken only where all are.
 *
 * @throws "not-positive-definite" when K + λI cannot be factored by Cholesky for one of the λ; "aborted" by `options.signal`
 */
export function selectLambda(
  estimator: KernelRidge,
  X: Points,
  y: Values | MatrixLike,
  lambdas: Values,
  options: WatchOptions = {},
): LambdaSelection {
  const progress = watch(readOptions(options, "selectLambda", WATCHING));
  if (readMade(estimator, "estimator", "kernelRidge").kind !== "kernelRidge") throw notMade(estimator, "estimator", "kernelRidge");
  const { kernel, intercept } = kernelRidge(estimator as KernelRidgeSpec);
  const candidates = readVector(lambdas, "lambdas").slice();
  if (candidates.length === 0) throw mercerError("shape", "lambdas is empty; at least one is needed", { argument: "lambdas" });
  candidates.forEach((lambda, i) => {
    readNumber(lambda, `lambdas[${i}]`, { minimum: 0 });
  });
  const { shares, unit, conditions } = leaveOneOutErrors(readProblem(kernel, X, y, undefined), candidates, intercept, progress);
  const looError = shares.map((share) => share * unit * unit);
  const errors = { lambdas: candidates, shares, conditions };
  const best = pickBest(errors);
  return { best: candidates[best] as number, lambdas: candidates, looError, warnings: warningsAbout(errors, best, looError) };
}
