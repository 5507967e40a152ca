import { type KernelRidge, readKernelRidge } from "../estimators/kernel-ridge";
import { type Nystrom, readNystrom } from "../estimators/nystrom";
import { rawLikelihood } from "../estimators/raw-units";
import { readMade, readOptions } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import { readProblem } from "../problem/problem";
import { inStandardUnits } from "../problem/standard-units";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { spreadOfTarget } from "../scaling/units";
import { spectralPath } from "../solvers/ridge/spectral-path";
import { readCandidates } from "./candidates";
import { pickBest, warningsAbout } from "./choice";
import { requireFinitePath } from "./finite-path";
import { gridOf } from "./grid";
import { nystromPath } from "./nystrom-path";
import { pathByStructure } from "./structured";

export interface SelectionOptions extends WatchOptions {
  /** w_i ≥ 0, one for all or one per point. */
  sampleWeight?: number | Values;
}

export const SELECTION_OPTIONS = { ...WATCHING, sampleWeight: true } as const;

/** What makes an estimator whose λ has a path. */
export const RIDGES = "kernelRidge or nystrom";

/** What is known of each λ, and the best by each criterion. */
export interface LambdaPath {
  readonly lambdas: Float64Array;
  /** Mean squared leave-one-out error, over points (by their weights) and targets; of several standardised targets in standard units. */
  readonly looError: Float64Array;
  /** Generalised cross-validation, (rss/n)/(1 − edf/n)²; the mean over the targets. */
  readonly gcv: Float64Array;
  /** edf = tr K(K + λI)⁻¹; with an intercept what it takes counts, too. */
  readonly effectiveDimension: Float64Array;
  /** Of a Gaussian process with λ as the variance of its noise, summed over the targets; with an intercept the restricted one. */
  readonly logMarginalLikelihood: Float64Array;
  /** Of `nystrom` alone: a lower bound of the likelihood of the kernel itself, by which `best.marginalLikelihood` is then chosen. */
  readonly evidenceBound?: Float64Array;
  readonly best: { readonly leaveOneOut: number; readonly gcv: number; readonly marginalLikelihood: number };
  /** About the choice by leave-one-out, as of `selectLambda`. */
  readonly warnings: readonly string[];
}

/**
 * The criteria by which λ is chosen, at every λ, from one eigendecomposition K = U diag(s) Uᵀ, G = K + λI:
 *
 *     looError   mean of (α_i/(G⁻¹)_ii)²                     gcv   n‖α‖²/(tr G⁻¹)²
 *     log marginal likelihood   −½ yᵀG⁻¹y − ½ log det G − ½ n log 2π
 *
 * With weights w, G = K + λW⁻¹, points of weight 0 left out, and rss and looError are weighted means. With an intercept y − b stands for y and
 * G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1 for G⁻¹, and the likelihood is the restricted one, −½[(n − 1) log 2π + log det G + log 1ᵀG⁻¹1 − log n + (y − b)ᵀG⁻¹(y − b)].
 * White noise in the kernel is part of K, and so counts in `effectiveDimension`.
 *
 * Where the estimator standardises, its units are learned once from all rows. The estimator gives kernel and intercept; its own λ is not used, and its solver only where it looks for structure: "auto", "stateSpace" and "kronecker" without weights take one pass for each λ. Eigenvalues within n·ε of the largest count as 0. Without `lambdas` they are powers
 * of two over all that matters of the spectrum. Ties go to the larger λ; one that leaves K + λI singular to working precision is taken only where all do.
 *
 * For `nystrom` all of it comes from the sums of the features, G = Σ w φφᵀ, and from one more pass for looError: n m² operations; φ(x)·φ(z) is the covariance of the likelihood. The landmarks stay those
 * of all rows. Source of evidenceBound: M. K. Titsias, Variational learning of inducing variables in sparse Gaussian processes (2009), equation 9.
 *
 * @throws "not-positive-definite" or "singular" where K + λI is not positive definite for one of the λ, so for λ = 0 and a K of less than full rank;
 * "shape", "argument", "not-finite" for inputs that do not fit, and for a λ of which numbers tell nothing; "aborted" by `options.signal`
 * @example
 * const { lambdas, looError, best } = lambdaPath(kernelRidge({ kernel: rbf() }), [[0], [1], [2], [3]], [0, 1, 0, 1]);
 */
export function lambdaPath(
  estimator: KernelRidge | Nystrom,
  X: Points,
  y: Values | MatrixLike,
  lambdas?: Values,
  options: SelectionOptions = {},
): LambdaPath {
  const { sampleWeight, ...watching } = readOptions(options, "lambdaPath", SELECTION_OPTIONS);
  const progress = watch(watching);
  const candidates = readCandidates(lambdas);
  const made = readMade<KernelRidge | Nystrom>(estimator, "estimator", RIDGES);
  if (made.kind === "nystrom") {
    return requireFinitePath(
      nystromPath(readNystrom(made), X, y, candidates, sampleWeight === undefined ? {} : { sampleWeight }, progress),
    );
  }
  const { spec, X: points, y: targets, units } = inStandardUnits(readKernelRidge(made), X, y, sampleWeight);
  const { kernel, intercept } = spec;
  const problem = readProblem(kernel, points, targets as Values | MatrixLike, sampleWeight);
  const path =
    pathByStructure(spec, problem, candidates, progress) ??
    spectralPath(problem, (spectrum) => candidates ?? gridOf(spectrum), intercept, progress);
  const { shares, conditions, gcv, unit: scale } = path;
  const unit = scale * spreadOfTarget(units);
  const ofObserved = { n: problem.n, p: intercept ? 1 : 0 };
  const logMarginalLikelihood = path.logMarginalLikelihood.map((value) => (units?.y ? rawLikelihood(value, ofObserved, units.y) : value));
  const best = (scores: Float64Array): number => pickBest({ lambdas: path.lambdas, shares: scores, conditions });
  const at = best(shares);
  const looError = shares.map((share) => share * unit * unit);
  const lambdaAt = (index: number): number => path.lambdas[index] as number;
  return requireFinitePath({
    lambdas: path.lambdas,
    looError,
    gcv: gcv.map((share) => share * unit * unit),
    effectiveDimension: path.effectiveDimension,
    logMarginalLikelihood,
    best: {
      leaveOneOut: lambdaAt(at),
      gcv: lambdaAt(best(gcv)),
      marginalLikelihood: lambdaAt(best(logMarginalLikelihood.map((value) => -value))),
    },
    warnings: warningsAbout({ lambdas: path.lambdas, shares, conditions }, at, looError),
  });
}
