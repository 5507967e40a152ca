import { mercerError } from "../errors";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { type KernelRidge, type KernelRidgeSpec, readKernelRidge } from "../estimators/kernel-ridge";
import { readGaussianProcess } from "../estimators/log-marginal-likelihood";
import { notMade, readChoice, readMade, readNumber, readOptions, readPoints, readTargets } from "../input";
import { type Parameter, withParameters } from "../kernels/parameters";
import type { MatrixLike, Points, Values } from "../matrix";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { readBounds } from "./box";
import { type Measure, type Measured, measure, type Sample, type TunedSpec } from "./criterion";
import { type Found, search } from "./search";
import { spread } from "./spread";
import { verdictOf } from "./verdict";

/** What `tune` chooses the parameters by. */
export type TuningCriterion = "marginalLikelihood" | "leaveOneOut";

export interface TuneOptions extends WatchOptions {
  /** "marginalLikelihood" for a Gaussian process unless given; "leaveOneOut" for kernel ridge regression, and nothing else. */
  criterion?: TuningCriterion;
  /** Paths of parameters that stay as they are. */
  fixed?: readonly string[];
  /** Lower and upper bound by path; from the data for a path that is not given. A parameter of scale "linear" is moved only where it is given. */
  bounds?: Readonly<Record<string, readonly [number, number]>>;
  /** How many starts: the parameters as they are, and points that fill the bounds; 5 unless given. */
  starts?: number;
  /** Of the starts; 0 unless given. */
  seed?: number;
  /** Evaluations of the criterion for each start, at most; 200 unless given. */
  iterations?: number;
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
  readonly parameters: Readonly<Record<string, number>>;
  readonly starts: number;
}

export interface Tuning<E> {
  /** The same estimator with the best parameters found, to be fitted like any other. */
  readonly estimator: E;
  /** The criterion there: the log marginal likelihood, or the log density of left-out observations, as large as possible; the mean squared leave-one-out error, as small as possible. */
  readonly value: number;
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

const OPTIONS = {
  criterion: true,
  fixed: true,
  bounds: true,
  starts: true,
  seed: true,
  iterations: true,
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
 *
 * A covariance that is not positive definite is a step back, not an end. The result says what was found: distinct optima, parameters at a bound, whether the best converged. The same bits in
 * every engine for the same seed. One evaluation costs about three fits.
 *
 * @example
 * const { estimator } = tune(gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 1 })), noise: 0.1 }), X, y);
 * const model = fit(estimator, X, y);
 *
 * @throws "argument" for an unknown path, bounds that are none, a criterion that the estimator does not have, or nothing to tune; "not-positive-definite", "singular" or "not-finite" where the
 * criterion has no value at any start; "aborted" by `options.signal`
 */
export function tune<E extends KernelRidge | GaussianProcess>(
  estimator: E,
  X: Points,
  y: Values | MatrixLike,
  options: TuneOptions = {},
): Tuning<E> {
  const {
    criterion,
    fixed = [],
    bounds = {},
    starts = 5,
    seed = 0,
    iterations = 200,
    sampleWeight,
    ...watching
  } = readOptions(options, "tune", OPTIONS);
  const progress = watch(watching);
  const tuned = readTuned(estimator, criterion);
  const targets = readTargets(y, "y");
  const sample: Sample = { X: readPoints(X, "X"), y: targets.isVector ? targets.matrix.data : targets.matrix, sampleWeight };
  const box = readBounds(tuned.spec, { fixed, bounds }, () => spread(tuned.spec, sample.X, targets.matrix));
  const count = readNumber(starts, "starts", { minimum: 1, integer: true });
  const asked = {
    starts: count,
    seed: readNumber(seed, "seed", { integer: true }),
    evaluations: readNumber(iterations, "iterations", { minimum: 1, integer: true }),
    // of a sum of n terms, in units of itself
    rounding: sample.X.rows * Number.EPSILON,
  };
  const at = (values: Readonly<Record<string, number>>): Measured | null =>
    measure(tuned.measure, withParameters(tuned.spec, values), sample, progress);
  const found: Found = search(at, box, asked, (done, loss) =>
    progress.tell({ phase: "tune", done, total: count * asked.evaluations, loss }),
  );
  const { parameters, ...verdict } = verdictOf(found, box, tuned.measure);
  const best = Object.fromEntries(parameters.map(({ path, value }) => [path, value]));
  const chosen = withParameters(tuned.spec, best);
  return { estimator: chosen as unknown as E, ...verdict, parameters };
}

/** An estimator, and what its parameters are chosen by. */
interface Tuned {
  readonly spec: TunedSpec;
  readonly measure: Measure;
}

function readTuned(estimator: KernelRidge | GaussianProcess, criterion: TuningCriterion | undefined): Tuned {
  const made = readMade(estimator, "estimator", MAKERS);
  switch (made.kind) {
    case "gaussianProcess": {
      const chosen = readChoice(criterion ?? "marginalLikelihood", "criterion", ["marginalLikelihood", "leaveOneOut"]);
      return { spec: readGaussianProcess(made as GaussianProcess), measure: chosen === "leaveOneOut" ? "density" : "likelihood" };
    }
    case "kernelRidge": {
      readChoice(criterion ?? "leaveOneOut", "criterion", ["leaveOneOut"]);
      const spec = readKernelRidge(made as KernelRidge);
      requireOneLambda(spec);
      return { spec, measure: "squares" };
    }
    default:
      throw notMade(estimator, "estimator", MAKERS);
  }
}

const MAKERS = "gaussianProcess or kernelRidge";

function requireOneLambda({ lambda }: KernelRidgeSpec): void {
  if (typeof lambda === "number") return;
  throw mercerError("argument", "lambda must be one number to be tuned; tune the targets one by one", { argument: "lambda" });
}
