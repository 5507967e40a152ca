import { type KernelRidge, readKernelRidge } from "../estimators/kernel-ridge";
import { type Nystrom, readNystrom } from "../estimators/nystrom";
import { readMade, readOptions } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import { type Problem, readProblem } from "../problem/problem";
import { inStandardUnits } from "../problem/standard-units";
import { type Watch, watch } from "../progress";
import { spreadOfTarget } from "../scaling/units";
import { leaveOneOutErrors } from "../solvers/ridge/leave-one-out";
import { spectralPath } from "../solvers/ridge/spectral-path";
import { readCandidates } from "./candidates";
import { pickBest, warningsAbout } from "./choice";
import { requireFinitePath } from "./finite-path";
import { gridOf } from "./grid";
import { RIDGES, SELECTION_OPTIONS, type SelectionOptions } from "./lambda-path";
import { nystromPath } from "./nystrom-path";
import { pathByStructure } from "./structured";

/** From so many λ on one eigendecomposition costs less than a factorisation and an inverse for each. */
const MANY = 8;

/** Points up to which an eigendecomposition finds room, which takes four times as much. */
const DECOMPOSED = 11000;

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
 * G⁻¹ is replaced by G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1, and a constant added to y changes nothing. With weights the mean is weighted.
 *
 * Where the estimator standardises, its units are learned once from all rows. The estimator gives kernel and intercept; its own λ is not used. The candidates come in any order, even repeated; ties go to the larger λ. One for
 * which K + λI is singular to working precision is taken only where all are. Without candidates they are those of `lambdaPath`. A few are factored one by
 * one, eight or more (up to 11,000 points) come from one eigendecomposition; where the solver takes the structure of K, each takes one pass.
 *
 * @throws "not-positive-definite" or "singular" when K + λI is not positive definite for one of the λ; "aborted" by `options.signal`
 * @example const { lambda } = selectLambda(kernelRidge({ kernel: rbf() }), X, y, [0.001, 0.01, 0.1, 1]);
 */
export function selectLambda(
  estimator: KernelRidge | Nystrom,
  X: Points,
  y: Values | MatrixLike,
  lambdas?: Values,
  options: SelectionOptions = {},
): LambdaSelection {
  const { sampleWeight, ...watching } = readOptions(options, "selectLambda", SELECTION_OPTIONS);
  const progress = watch(watching);
  const candidates = readCandidates(lambdas);
  const made = readMade<KernelRidge | Nystrom>(estimator, "estimator", RIDGES);
  if (made.kind === "nystrom") {
    const path = nystromPath(readNystrom(made), X, y, candidates, sampleWeight === undefined ? {} : { sampleWeight }, progress);
    return requireFinitePath({ best: path.best.leaveOneOut, lambdas: path.lambdas, looError: path.looError, warnings: path.warnings });
  }
  const { spec, X: points, y: targets, units } = inStandardUnits(readKernelRidge(made), X, y, sampleWeight);
  const problem = readProblem(spec.kernel, points, targets as Values | MatrixLike, sampleWeight);
  const {
    shares,
    unit: scale,
    ...errors
  } = pathByStructure(spec, problem, candidates, progress) ?? errorsOf(problem, candidates, spec.intercept, progress);
  const unit = scale * spreadOfTarget(units);
  const looError = shares.map((share) => share * unit * unit);
  const best = pickBest({ ...errors, shares });
  return requireFinitePath({
    best: errors.lambdas[best] as number,
    lambdas: errors.lambdas,
    looError,
    warnings: warningsAbout({ ...errors, shares }, best, looError),
  });
}

function errorsOf(problem: Problem, candidates: Float64Array | null, intercept: boolean, progress: Watch) {
  if (candidates && (candidates.length < MANY || problem.n > DECOMPOSED)) {
    return { lambdas: candidates, ...leaveOneOutErrors(problem, candidates, intercept, progress) };
  }
  return spectralPath(problem, (spectrum) => candidates ?? gridOf(spectrum), intercept, progress);
}
