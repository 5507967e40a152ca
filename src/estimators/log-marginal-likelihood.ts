import { mercerError } from "../errors";
import { type Criterion, evidence } from "../gaussian/evidence";
import { noiseAt, noiseGradient } from "../gaussian/noise";
import { logLikelihoodsOf, type Observed } from "../gaussian/precision";
import { structureOf } from "../gaussian/structure";
import { notMade, readChoice, readMade, readOptions } from "../input";
import { parametersOf } from "../kernels/parameters";
import type { MatrixLike, Points, Values } from "../matrix";
import { inStandardUnits } from "../problem/standard-units";
import { WATCHING, type WatchOptions, watch } from "../progress";
import type { Units } from "../scaling/units";
import { basisOf, type GaussianProcess, type GaussianProcessSpec, gaussianProcess, readProcess } from "./gaussian-process";
import type { KernelRidgeSpec } from "./kernel-ridge";
import { rawLikelihood } from "./raw-units";

export interface LikelihoodOptions extends WatchOptions {
  /** Whether the derivatives are wanted too; they cost about twice as much again. */
  gradient?: boolean;
  /** w_i ≥ 0, one for all or one per point: the noise is divided by it. */
  sampleWeight?: number | Values;
}

/** log p(y) and its derivatives. */
export interface LogMarginalLikelihood {
  /** The natural logarithm, summed over the targets. */
  readonly value: number;
  /** By path, in the order of `parametersOf`: with respect to the logarithm of parameters of scale "log". */
  readonly gradient?: Readonly<Record<string, number>>;
}

/**
 * How likely a Gaussian process makes y, whatever the function is:
 *
 *     log p(y) = −½ (yᵀG⁻¹y + log det G + n log 2π),  G = K + N,
 *
 * with a trend the restricted likelihood, of what no coefficients of the trend change. It weighs fit against complexity, and its maximum chooses the
 * parameters: `tune` finds it.
 *
 * @example
 * const { value, gradient } = logMarginalLikelihood(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1 }), X, y, { gradient: true });
 * gradient["kernel.lengthScale"]; // ∂ log p/∂ log ℓ
 *
 * @throws as `fit`; "not-finite" where a derivative is beyond the numbers
 */
export function logMarginalLikelihood(
  estimator: GaussianProcess,
  X: Points,
  y: Values | MatrixLike,
  options: LikelihoodOptions = {},
): LogMarginalLikelihood {
  const {
    gradient = false,
    sampleWeight,
    ...watching
  } = readOptions(options, "logMarginalLikelihood", {
    gradient: true,
    sampleWeight: true,
    ...WATCHING,
  });
  const progress = watch(watching);
  const standard = inStandardUnits(readGaussianProcess(estimator), X, y, sampleWeight);
  const { spec } = standard;
  const observed = observedBy(spec, standard.X, standard.y as Values | MatrixLike, sampleWeight);
  const raw = (value: number): number => likelihoodInUnits(value, observed, standard.units);
  if (!readChoice(gradient, "gradient", [true, false])) {
    return { value: raw(logLikelihoodsOf(observed, progress).reduce((sum, value) => sum + value, 0)) };
  }
  const found = evidence(observed, spec.kernel, progress);
  return { value: raw(found.value), gradient: requireSlopes(byPath(spec, found, observed)) };
}

/** @throws "not-finite" where a derivative is beyond the numbers */
function requireSlopes(slopes: Record<string, number>): Record<string, number> {
  const path = Object.keys(slopes).find((name) => !Number.isFinite(slopes[name]));
  if (path === undefined) return slopes;
  const message = `the derivative by ${path} is beyond the largest number, 1.8e308; divide y by a power of ten, or use more noise`;
  throw mercerError("not-finite", message, { argument: "y" });
}

/** A log density of what was observed, in raw units. */
export function likelihoodInUnits(value: number, { problem, F }: Observed, units: Units | null): number {
  return units?.y ? rawLikelihood(value, { n: problem.n, p: F.cols }, units.y) : value;
}

/** @throws "argument" unless the value is a Gaussian process */
export function readGaussianProcess(estimator: GaussianProcess): GaussianProcessSpec {
  const made = readMade(estimator, "estimator", "gaussianProcess");
  if (made.kind !== "gaussianProcess") throw notMade(estimator, "estimator", "gaussianProcess");
  return gaussianProcess(made as GaussianProcessSpec);
}

export function observedBy(spec: GaussianProcessSpec, X: Points, y: Values | MatrixLike, sampleWeight?: number | Values): Observed {
  const problem = readProcess(spec, X, y, sampleWeight);
  const noise = noiseAt(problem, spec.noise);
  const structure = structureOf(spec.solver ?? "auto", spec.kernel, problem, noise);
  return { problem, noise, F: basisOf(spec.trend, problem), structure };
}

/** The derivatives of a criterion by the paths of an estimator. */
export function byPath(spec: GaussianProcessSpec | KernelRidgeSpec, criterion: Criterion, { problem }: Observed): Record<string, number> {
  const [name, noise] =
    spec.kind === "kernelRidge"
      ? (["lambda", (spec as KernelRidgeSpec).lambda] as const)
      : (["noise", (spec as GaussianProcessSpec).noise] as const);
  const ofNoise = noiseGradient(problem, noise, criterion.byNoise, name);
  let ofKernel = 0;
  const entries = parametersOf(spec).map(({ path }): [string, number] => [
    path,
    ofNoise[path] ?? (criterion.byKernel[ofKernel++] as number),
  ]);
  return Object.fromEntries(entries);
}
