import { featureSpaceDimension } from "../kernels/feature-space";
import { featureDimension } from "../kernels/features";
import { rowOf } from "../matrix";
import type { Watch } from "../watch";
import { solvePrimalRidge } from "./primal-ridge";
import type { Problem } from "./problem";
import { type RidgeSolution, type RidgeSolver, solveRidge } from "./ridge";

export type Strategy = RidgeSolver | "primal";

/** Kernel ridge regression by the solver asked for; by "auto" the one that the structure of the problem speaks for. */
export function solveByStrategy(
  problem: Problem,
  lambdas: Float64Array,
  { solver, intercept }: { readonly solver: Strategy; readonly intercept: boolean },
  progress: Watch,
): RidgeSolution {
  if (solver === "primal") return solvePrimalRidge(problem, lambdas, intercept, 'solver "primal" was asked for');
  const reason = solver === "auto" ? reasonForPrimal(problem, lambdas) : null;
  if (reason !== null) return solvePrimalRidge(problem, lambdas, intercept, reason);
  return solveRidge(problem, lambdas, { solver, intercept }, progress);
}

/** Why solver "auto" goes to the features themselves; null where the Gram matrix is the better way. */
function reasonForPrimal({ kernel, precomputed, X, n }: Problem, lambdas: Float64Array): string | null {
  if (precomputed || lambdas.some((lambda) => lambda > 0)) return null;
  const sample = rowOf(X, 0);
  // counted first: building a map that is not wanted could take more memory than there is
  const bound = featureSpaceDimension(kernel, sample);
  if (bound === null || bound >= n) return null;
  const M = featureDimension(kernel, sample);
  return M < n ? `K has rank at most ${M} < n = ${n}, the number of features` : null;
}
