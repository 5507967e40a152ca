import { mercerError } from "../errors";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { type KernelRidge, perTarget } from "../estimators/kernel-ridge";
import { readChoice, readOptions, readPoints, readTargets, requireFeatures } from "../input";
import type { Points, Values } from "../matrix";
import { timesPowerOfTwo } from "../matrix/powers-of-two";
import { inOrdinaryUnits } from "../problem/ordinary-units";
import { readProblem, withoutOffset } from "../problem/problem";
import { inStandardUnits } from "../problem/standard-units";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { toRawUnits, toStandardUnits } from "../scaling/units";
import { conformal } from "./conformal";
import { asRidge, gaussianInterval, isProcess, readCoverage, requireProcess } from "./gaussian";
import { withInfluence } from "./influence";
import { rankOf } from "./interval";
import { jackknifePlus } from "./jackknife-plus";
import { studentInterval } from "./student";

export interface IntervalOptions extends WatchOptions {
  /** How often a new observation is to lie in its interval, between 0 and 1; 0.9 unless given. */
  coverage?: number;
  /** "gaussian" for a Gaussian process unless given, "jackknife+" for kernel ridge regression; "gaussian" and "student" need a process. */
  method?: IntervalMethod;
}

export type IntervalMethod = "jackknife+" | "conformal" | "gaussian" | "student";

/** An interval for a new observation at every row of Z; an end may be ±Infinity. */
export interface PredictionIntervals {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Intervals for new observations at the rows of Z, from one factorisation; α = 1 − coverage:
 *
 *     gaussian     μ(z) ± Φ⁻¹(1 − α/2) √v(z), v the variance of a new observation; of a Gaussian process, and right where its kernel and its noise are
 *     student      the same with a common factor on all variances that is estimated by the same y, and a quantile of Student's t distribution
 *     jackknife+   from what each fit without a point says at z and leaves of that point; coverage is guaranteed to be 1 − 2α, and is 1 − α in practice
 *     conformal    all v for which (z, v) would be no outlier among the points, from the least to the largest; coverage is guaranteed to be 1 − α
 *
 * The guarantee of the last two holds whatever the noise is, for points (x, y) that are exchangeable with the new one, over all of them: not at each z, not for a forecast beyond the data, and not where
 * λ or the kernel was chosen by the same y. Both equal what refits give; where the estimator standardises, with its units held at those of all points.
 *
 * For these two, fewer than 1/α − 1 points, 9 for a coverage of 0.9, cannot tell, nor can one with an intercept: the ends are −Infinity and Infinity. Conformal ends may be infinite, too, where the value at z
 * pulls the fit along with it (λ small beside K, z far from the others).
 *
 * @throws "argument" unless 0 < coverage < 1; "shape" for several targets; "unsupported" for conformal intervals of a precomputed kernel, where k(z, z) is not
 * known; "not-positive-definite" or "singular" where K + λI is, also together with a row of Z
 * @example
 * const { lower, upper } = predictInterval(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y, Z, { coverage: 0.95 });
 */
export function predictInterval(
  estimator: KernelRidge | GaussianProcess,
  X: Points,
  y: Values,
  Z: Points,
  options: IntervalOptions = {},
): PredictionIntervals {
  const { coverage = 0.9, method = defaultMethod(estimator), ...watching } = readOptions(options, "predictInterval", INTERVAL_OPTIONS);
  const progress = watch(watching);
  const way = readChoice(method, "method", ["jackknife+", "conformal", "gaussian", "student"]);
  const share = readCoverage(coverage);
  if (way === "gaussian" || way === "student") {
    const interval = way === "gaussian" ? gaussianInterval : studentInterval;
    const { matrix } = readTargets(y, "y");
    requireOneTarget(matrix.cols);
    return interval(requireProcess(estimator, way), X, matrix.data, Z, share);
  }
  const standard = inStandardUnits(asRidge(estimator), X, y);
  const { kernel, lambda, intercept } = standard.spec;
  const given = readProblem(kernel, standard.X, standard.y as Values, undefined);
  requireOneTarget(given.t);
  if (way === "conformal" && given.precomputed) {
    const message = 'conformal intervals need k(z, z), which a precomputed kernel does not tell; use method "jackknife+"';
    throw mercerError("unsupported", message, { argument: "method" });
  }
  const raw = readPoints(Z, "Z");
  requireFeatures(raw, given.all.cols, "Z");
  const z = standard.units?.X ? toStandardUnits(raw, standard.units.X, "Z") : raw;
  const problem = intercept ? withoutOffset(given) : given;
  const centre = problem.centres?.[0] ?? 0;
  // without the only point nothing is left that an intercept could be found from
  const r = intercept && problem.n === 1 ? 2 : rankOf(share, problem.n);
  const lower = new Float64Array(z.rows);
  const upper = new Float64Array(z.rows);
  const ordinary = inOrdinaryUnits(problem);
  const toOriginal = (value: number): number => timesPowerOfTwo(value, ordinary?.exponents[0] ?? 0) + centre;
  withInfluence(ordinary?.problem ?? problem, { lambda: perTarget(lambda, 1)[0] as number, intercept }, progress, (influence) => {
    let row = 0;
    influence.at(z, (point) => {
      const interval = way === "conformal" ? conformal(influence, point, r) : jackknifePlus(influence, point, r);
      lower[row] = toOriginal(interval.lower);
      upper[row] = toOriginal(interval.upper);
      row++;
    });
  });
  if (!standard.units?.y) return { lower, upper };
  return { lower: toRawUnits(lower, standard.units.y), upper: toRawUnits(upper, standard.units.y) };
}

function requireOneTarget(count: number): void {
  if (count !== 1) throw mercerError("shape", `y has ${count} columns; predictInterval takes one target`, { argument: "y" });
}

const INTERVAL_OPTIONS = { ...WATCHING, coverage: true, method: true } as const;

function defaultMethod(estimator: KernelRidge | GaussianProcess): IntervalMethod {
  return isProcess(estimator) ? "gaussian" : "jackknife+";
}
