import { type MercerError, mercerError } from "../errors";
import { readNumber, readOptions, readPoints, readTargets } from "../input";
import { type Parameter, parametersOf, withParameters } from "../kernels/parameters";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { Label } from "../models/labels";
import { inStandardUnits } from "../problem/standard-units";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { readBounds } from "./box";
import { searchByScore } from "./by-validation";
import { type Measure, measure, type TunedSpec } from "./criterion";
import { heldOutScore } from "./held-out-score";
import { withPriors } from "./posterior";
import { type Priors, readPriors } from "./priors";
import { byPath, search } from "./search";
import { spread } from "./spread";
import { withinTime } from "./time-limit";
import { readTuned, type TunableEstimator, type TuningCriterion } from "./tunable";
import { verdictOf } from "./verdict";

export interface TuneOptions extends WatchOptions {
  /** "marginalLikelihood" for a Gaussian process unless given, "leaveOneOut" for kernel ridge regression, "crossValidation" for every other estimator. */
  criterion?: TuningCriterion;
  /** Paths of parameters that stay as they are. */
  fixed?: readonly string[];
  /** Lower and upper bound by path; from the data for a path that is not given. A parameter of scale "linear" is moved only where it is given; the coefficients of a log-linear noise are moved always. */
  bounds?: Readonly<Record<string, readonly [number, number]>>;
  /** What is known of parameters beforehand, by path: `logNormal`, `gamma` or `halfCauchy`; in standard units where the estimator standardises. The log density of log θ is added to the criterion, which must be a log density, too: of a Gaussian process. */
  priors?: Priors;
  /** How many starts: the parameters as they are, and points that fill the bounds; 5 unless given. */
  starts?: number;
  /** Of the starts; 0 unless given. */
  seed?: number;
  /** Evaluations of the criterion for each start, at most; 200 unless given. */
  iterations?: number;
  /** When to stop with the best so far, in seconds, if the search is not at its end by then. What is found then depends on the speed of the machine, the same parameters give the same fit all the same. No limit unless given. */
  seconds?: number;
  /** For the criterion "crossValidation", an error beside any other: how many folds; 5 unless given. */
  folds?: number;
  /** w_i ≥ 0, one for all or one per point. */
  sampleWeight?: number | Values;
}

/** A parameter with the value that was found. */
export interface TunedParameter extends Parameter {
  /** The bound at which the search ended, where it would have gone on. */
  readonly atBound: "lower" | "upper" | null;
}

/** An optimum, and how many starts led to it. */
export interface TuningOptimum {
  readonly value: number;
  readonly logPrior?: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly starts: number;
}

export interface Tuning<E> {
  /** The same estimator with the best parameters found, to be fitted like any other. */
  readonly estimator: E;
  /** The criterion there: the log marginal likelihood, or the log density of left-out observations, as large as possible; the mean squared leave-one-out error, as small as possible: Infinity where it is beyond the numbers, which a warning tells; the search goes by its logarithm. */
  readonly value: number;
  /** Σ log p(log θ) there, with `priors`: `value` is without it, and the sum of both is as large as possible. */
  readonly logPrior?: number;
  /** Whether the best is an optimum, up to rounding. */
  readonly converged: boolean;
  /** How often the criterion was computed, in all starts. */
  readonly evaluations: number;
  /** Parameters at their bounds, starts that failed, other optima about as good. */
  readonly warnings: readonly string[];
  readonly parameters: readonly TunedParameter[];
  /** Distinct, the best first. */
  readonly optima: readonly TuningOptimum[];
}

export const TUNE_OPTIONS = {
  criterion: true,
  fixed: true,
  bounds: true,
  priors: true,
  starts: true,
  seed: true,
  iterations: true,
  seconds: true,
  folds: true,
  sampleWeight: true,
  ...WATCHING,
} as const;

/**
 * Chooses the parameters of an estimator by the data: length scales, variances, noise or λ, whatever `parametersOf` lists. Descent with exact gradients (L-BFGS-B)
 * from several starts, positive parameters on their logarithms, within bounds that are taken from the data.
 *
 *     marginalLikelihood   log p(y) of a Gaussian process, the restricted one with a trend
 *     leaveOneOut          of a Gaussian process the log density of each observation given the others; of kernel ridge regression the mean square of
 *                          what is left of it
 *     crossValidation      the mean score of held-out folds, R² or the share of the labels that are right: of classifiers, Nyström fits, support vectors and the losses of `kernelNewton`. It has no
 *                          derivatives: the best of the starts, then steps along one parameter at a time
 *
 * Where the estimator standardises, parameters and bounds are in standard units, which are learned once from all rows (by cross-validation in each fold); the value is in raw ones.
 *
 * With `priors` what is moved to its largest value is the criterion plus Σ log p(log θ): the maximum of the posterior density of the logarithms (MAP). It is that on the logarithms, where p(log θ) = p(θ) θ; the
 * maximum of the density of θ itself lies lower.
 *
 * A covariance that is not positive definite is a step back, not an end. The result says what was found: distinct optima, parameters at a bound, whether the best converged. The same bits in
 * every engine for the same seed. One evaluation costs about three fits.
 *
 * @example
 * const { estimator } = tune(gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 1 })), noise: 0.1 }), X, y);
 * const model = fit(estimator, X, y);
 *
 * @throws "argument" for an unknown path, bounds or priors that are none, a criterion that the estimator does not have, or nothing to tune; "not-positive-definite", "singular" or "not-finite" where the
 * criterion has no value at any start; "aborted" by `options.signal`
 */
export function tune<E extends TunableEstimator>(
  estimator: E,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  options: TuneOptions = {},
): Tuning<E> {
  const {
    criterion,
    fixed = [],
    bounds = {},
    priors = {},
    starts = 5,
    seed = 0,
    iterations = 200,
    seconds,
    sampleWeight,
    folds,
    ...watching
  } = readOptions(options, "tune", TUNE_OPTIONS);
  const progress = watch(watching);
  const { spec, measure: kind, isLabelled } = readTuned(estimator, criterion);
  if (folds !== undefined && kind !== "validation") throw strayFolds();
  const standard = inStandardUnits<TunedSpec>(spec, X, y, sampleWeight);
  // held-out folds learn their own units
  const tuned = kind === "validation" ? spec : standard.spec;
  const points = readPoints(standard.X, "X");
  const targets = isLabelled ? null : readTargets(standard.y as Values | MatrixLike, "y");
  const box = readBounds(tuned, { fixed, bounds }, () => spread(tuned, points, targets?.matrix ?? null));
  const known = parametersOf(tuned).map(({ path }) => path);
  const before = readPriors(priors, box, known);
  const hasPriors = Object.keys(before).length > 0;
  if (hasPriors) requireDensity(kind);
  const count = readNumber(starts, "starts", { minimum: 1, integer: true });
  const effort = {
    starts: count,
    seed: readNumber(seed, "seed", { integer: true }),
    evaluations: readNumber(iterations, "iterations", { minimum: 1, integer: true }),
    // of a sum of n terms, in units of itself
    rounding: points.rows * Number.EPSILON,
  };
  const tell = (done: number, loss: number): void =>
    progress.tell({ phase: "tune", done, total: count * effort.evaluations, ...(Number.isFinite(loss) ? { loss } : {}) });
  const at = (values: readonly number[]): TunedSpec => withParameters(tuned, byPath(box, values));
  const sample = {
    X: points,
    y: (targets?.isVector ? targets.matrix.data : targets?.matrix) as Matrix | Float64Array,
    sampleWeight,
    units: standard.units,
  };
  const limit = seconds === undefined ? undefined : readNumber(seconds, "seconds", { above: 0 });
  const folding = { folds: folds ?? 5, seed: effort.seed, ...(watching.signal ? { signal: watching.signal } : {}) };
  const found =
    kind === "validation"
      ? withinTime(
          limit,
          {
            criterion: heldOutScore(at, { X: readPoints(X, "X"), y, sampleWeight }, folding, tell),
            worth: (score) => ({ told: score, logPrior: 0, loss: -score }),
          },
          (criterion) => searchByScore(criterion, box, effort),
        )
      : withinTime(
          limit,
          {
            criterion: (values) => withPriors(measure(kind, at(values), sample, progress), before, byPath(box, values)),
            worth: (measured) => measured,
          },
          (criterion) => search(criterion, box, effort, tell),
        );
  if (found.optima.length === 0) {
    const message = "the estimator could be fitted at none of the starts; choose other bounds, or a larger lambda";
    throw mercerError("not-finite", message, { argument: "estimator" });
  }
  const { parameters, ...verdict } = verdictOf(found, box, kind, hasPriors);
  const values = parameters.map(({ value }) => value);
  const chosen = withParameters(spec, byPath(box, values));
  return { estimator: chosen as unknown as E, ...verdict, parameters };
}

/** Folds would be ignored. */
function strayFolds(): MercerError {
  const message = 'folds are for the criterion "crossValidation"; leave them out, or ask for it';
  return mercerError("argument", message, { argument: "folds" });
}

/** A prior is weighed against densities, not against squares or scores. */
function requireDensity(kind: Measure): void {
  if (kind === "likelihood" || kind === "density") return;
  const message = "priors need a criterion that is a log density: that of a Gaussian process, by marginalLikelihood or leaveOneOut";
  throw mercerError("argument", message, { argument: "priors" });
}
