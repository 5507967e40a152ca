import { featureSpaceDimension } from "../kernels/feature-space";
import { featureDimension, featureMatrix } from "../kernels/features";
import { rowOf } from "../matrix";
import type { Watch } from "../watch";
import { pivotedCholesky, roundingOf } from "./pivoted-cholesky";
import { type Features, solvePrimalRidge } from "./primal-ridge";
import { gramMatrix, type Problem } from "./problem";
import { type RidgeSolution, type RidgeSolver, solveRidge } from "./ridge";

export type Strategy = RidgeSolver | "primal" | "pivotedCholesky";

/** Kernel ridge regression by the solver asked for; by "auto" the one that the structure of the problem speaks for. */
export function solveByStrategy(
  problem: Problem,
  lambdas: Float64Array,
  { solver, intercept }: { readonly solver: Strategy; readonly intercept: boolean },
  progress: Watch,
): RidgeSolution {
  const asked = `solver "${solver}" was asked for`;
  if (solver === "pivotedCholesky") return solvePrimalRidge(problem, lowRank(problem, asked, progress), lambdas, intercept);
  if (solver === "primal") return solvePrimalRidge(problem, explicit(problem, asked), lambdas, intercept);
  const reason = solver === "auto" ? reasonForPrimal(problem, lambdas) : null;
  if (reason !== null) return solvePrimalRidge(problem, explicit(problem, reason), lambdas, intercept);
  return solveRidge(problem, lambdas, { solver, intercept }, progress);
}

/** The kernel's own features. @throws "kernel" where they are infinitely many */
function explicit({ kernel, X }: Problem, reason: string): Features {
  return { phi: featureMatrix(kernel, X), solver: "primal", reason, rank: null };
}

/** The columns of K's Cholesky factor with pivoting, as many as K has rank. @throws "not-positive-definite" for an indefinite K */
function lowRank(problem: Problem, reason: string, progress: Watch): Features {
  const { n } = problem;
  const K = gramMatrix(problem, progress.during("gram"));
  const tolerance = roundingOf(K);
  const { L, rank, residualTrace } = pivotedCholesky(K, n, tolerance);
  const left = (residualTrace[rank] as number).toPrecision(2);
  const found = `rank ${rank} of ${n} at the tolerance ${tolerance.toPrecision(2)}, the trace of what is left is ${left}`;
  return { phi: L, solver: "pivotedCholesky", reason: `${reason}: ${found}`, rank };
}

/** With a ridge K has an inverse, and its Cholesky factor costs less than QR of the features unless they are this many times fewer than the points. */
const FEWER = 8;

/** Why solver "auto" goes to the features themselves; null where the Gram matrix is the better way. */
function reasonForPrimal({ kernel, precomputed, X, n }: Problem, lambdas: Float64Array): string | null {
  if (precomputed) return null;
  const limit = lambdas.every((lambda) => lambda > 0) ? n / FEWER : n - 1;
  const sample = rowOf(X, 0);
  // counted first: building a map that is not wanted could take more memory than there is
  const bound = featureSpaceDimension(kernel, sample);
  if (bound === null || bound > limit) return null;
  const M = featureDimension(kernel, sample);
  return M <= limit ? `K has rank at most ${M} < n = ${n}, the number of features` : null;
}
