import { type OptionNames, readChoice, readOptions } from "../input";
import type { Values } from "../matrix";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { readCandidates } from "../selection/candidates";
import { pickBest } from "../selection/choice";
import { requireFinitePath } from "../selection/finite-path";
import { gridOf } from "../selection/grid";
import { spectrumOfNormal } from "../solvers/nystrom/leave-one-out";
import { normalOf } from "../solvers/nystrom/normal";
import { normalPath } from "../solvers/nystrom/path";
import { requireRows } from "./solve";
import type { Statistic } from "./statistic";

export interface StatisticPathOptions extends WatchOptions {
  /** That of the estimator unless given. */
  intercept?: boolean;
}

/** What is known of each λ from sums alone, and the best by each criterion. */
export interface StatisticPath {
  readonly lambdas: Float64Array;
  /** Σ w (h(x) − y)², over the targets. */
  readonly trainingLoss: Float64Array;
  /** Generalised cross-validation, (rss/n)/(1 − edf/n)²; the mean over the targets. */
  readonly gcv: Float64Array;
  /** Σ g/(g + λ) over the eigenvalues g of G; an intercept counts as 1. */
  readonly effectiveDimension: Float64Array;
  /** Of a process with the covariance φ(x)·φ(z) (deterministic training conditional), λ being the variance of its noise; with an intercept the restricted one. */
  readonly logMarginalLikelihood: Float64Array;
  /** The same less τ/2λ for every target, τ what the landmarks leave of Σ k(x, x): a lower bound of the likelihood of the kernel itself. */
  readonly evidenceBound: Float64Array;
  readonly best: { readonly gcv: number; readonly marginalLikelihood: number; readonly evidenceBound: number };
}

const OPTIONS: OptionNames<StatisticPathOptions> = { ...WATCHING, intercept: true };

/**
 * The criteria by which λ is chosen, at every λ, from one eigendecomposition of the sums: m³ operations whatever the number of rows.
 *
 * Without `lambdas` they are powers of two over all that matters of the spectrum. Ties go to the larger λ.
 *
 * Source: M. K. Titsias, Variational learning of inducing variables in sparse Gaussian processes (2009), equation 9.
 *
 * @throws "argument" for a statistic without rows, and for a negative λ; "not-finite" for a λ of which numbers tell nothing
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const { best } = statisticPath(addRows(none, X, y, { from: 0 }), [0.01, 0.1, 1]);
 */
export function statisticPath(statistic: Statistic, lambdas?: Values, options: StatisticPathOptions = {}): StatisticPath {
  const { intercept: given, ...watching } = readOptions(options, "statisticPath", OPTIONS);
  const { sums, targets } = requireRows(statistic);
  const intercept = readChoice(given ?? statistic.intercept, "intercept", [true, false]);
  const candidates = readCandidates(lambdas);
  const normal = normalOf(sums, targets, intercept);
  const spectrum = spectrumOfNormal(normal, watch(watching).during("eigenvalues"));
  const path = normalPath(normal, spectrum, candidates ?? gridOf({ values: spectrum.g }));
  const { conditions, trainingLoss, ...criteria } = path;
  const best = (scores: Float64Array): number => path.lambdas[pickBest({ lambdas: path.lambdas, shares: scores, conditions })] as number;
  const most = (scores: Float64Array): number => best(scores.map((value) => -value));
  return requireFinitePath({
    ...criteria,
    trainingLoss: path.lambdas.map((_, at) => trainingLoss.subarray(at * targets, (at + 1) * targets).reduce((a, b) => a + b, 0)),
    best: { gcv: best(path.gcv), marginalLikelihood: most(path.logMarginalLikelihood), evidenceBound: most(path.evidenceBound) },
  });
}
