import { mercerError } from "../errors";
import { type KernelRidge, type KernelRidgeSpec, kernelRidge } from "../estimators/kernel-ridge";
import { readNumber, readVector } from "../input";
import type { MatrixLike, Points, Vector } from "../matrix";
import { leaveOneOutErrors } from "../solvers/leave-one-out";
import { readProblem } from "../solvers/problem";

/** The λ with the smallest leave-one-out error, and the error of each. */
export interface LambdaSelection {
  readonly best: number;
  readonly lambdas: Float64Array;
  /** Mean squared leave-one-out error per λ, over points and targets. */
  readonly looError: Float64Array;
}

/**
 * Chooses λ by exact leave-one-out: the residual that point i would have had without it is α_i/(G⁻¹)_ii, with no refit. With an intercept
 * G⁻¹ is replaced by G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1.
 *
 * The estimator gives kernel and intercept; its own λ is not used. Ties go to the larger λ.
 *
 * @throws "not-positive-definite" when K + λI cannot be factored by Cholesky for one of the λ
 */
export function selectLambda(estimator: KernelRidge, X: Points, y: Vector | MatrixLike, lambdas: Vector): LambdaSelection {
  if (estimator?.kind !== "kernelRidge") {
    throw mercerError("argument", "the estimator must be made by kernelRidge", { argument: "estimator" });
  }
  const { kernel, intercept } = kernelRidge(estimator as KernelRidgeSpec);
  const candidates = readVector(lambdas, "lambdas").slice();
  if (candidates.length === 0) throw mercerError("shape", "lambdas is empty; at least one is needed", { argument: "lambdas" });
  candidates.forEach((lambda, i) => {
    readNumber(lambda, `lambdas[${i}]`, { minimum: 0 });
  });
  const looError = leaveOneOutErrors(readProblem(kernel, X, y, undefined), candidates, intercept);
  let best = 0;
  looError.forEach((error, i) => {
    const tied = error === looError[best] && (candidates[i] as number) > (candidates[best] as number);
    if (error < (looError[best] as number) || tied) best = i;
  });
  return { best: candidates[best] as number, lambdas: candidates, looError };
}
