import { requireFinite } from "../dense/finite";
import { timesRoot } from "../dense/semidefinite-root";
import { mercerError } from "../errors";
import { onDiagonal, type Process, withPosterior } from "../gaussian/posterior";
import { type StructuredPosterior, structuredPosterior } from "../gaussian/structured-posterior";
import { gram } from "../gram/gram";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { readNumber, readOptions, readPoints, requireFeatures } from "../input";
import { resolveKernel } from "../kernels/resolve";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { normalSamples } from "../normal/samples";
import { spreadOfTarget } from "../scaling/units";
import { processOf, requireGaussian } from "./distribution";
import type { GaussianModel } from "./model";
import { offsetsOf } from "./offsets";
import { predict } from "./predict";
import { standardPoints } from "./units";

export interface SampleOptions {
  /** How many functions to draw. */
  count: number;
  /** The same seed gives the same draws, in every engine. */
  seed: number;
}

/**
 * Functions drawn from a Gaussian process that has seen its points, at the rows of Z: count × m, each row one function. They have no noise.
 *
 *     f = μ(Z) + Lξ,  cov(Z) = LLᵀ by Cholesky with diagonal pivoting, ξ independent and standard normal
 *
 * Nothing is added to the diagonal: what is left of it below the rounding of the covariance is left out. A process that was solved for by structure needs no covariance: functions are drawn with k at the points
 * and at Z together, and each is corrected by what the process would make of its values at the points and a noise,
 *
 *     f = μ(Z) + g(Z) − E[g(Z) | g(X) + ε],
 *
 * the same distribution in O(n + m) on a line, and with n Σ n_k multiplications where Z is among the cells of a full grid; elsewhere beside a grid it is the covariance.
 *
 * Source: Wilson et al., Efficiently sampling functions from Gaussian process posteriors (2020), for the latter.
 *
 * @throws as `predictDistribution`; "shape" for several targets
 * @example
 * const model = fit(gaussianProcess({ kernel: rbf(), noise: 0.1 }), X, y);
 * const curves = samplePosterior(model, Z, { count: 5, seed: 1 }); // 5 × 3
 */
export function samplePosterior(model: GaussianModel<Float64Array>, Z: Points, options: SampleOptions): Matrix {
  const { count, seed } = readSampling(options, "samplePosterior");
  const read = requireGaussian(model);
  if (!(read.coefficients instanceof Float64Array)) {
    throw mercerError("shape", "model has several targets; a draw is that of one", { argument: "model" });
  }
  const process = processOf(read);
  const given = readPoints(Z, "Z");
  requireFeatures(given, process.points.cols, "Z");
  const z = standardPoints(read, given, "Z");
  const posterior = process.structure && structuredPosterior(process, process.structure);
  const byStructure = posterior?.draw(z, read.coefficients, count, seed) ?? null;
  const draws = byStructure ?? byCovariance(process, z, posterior, { count, seed });
  const spread = spreadOfTarget(read.scaling);
  const mean = byStructure ? offsetsInRaw(read, z) : predict(read, given);
  for (let at = 0; at < draws.data.length; at++) draws.data[at] = (draws.data[at] as number) * spread + (mean[at % z.rows] as number);
  return requireFinite(draws, "a draw", "Z");
}

/** What a process adds to its sums at the rows of z: its trend, in raw units. */
function offsetsInRaw(model: GaussianModel<Float64Array>, z: Matrix): Float64Array {
  const offset = offsetsOf(model, z);
  const centre = model.scaling?.y?.center[0] ?? 0;
  const spread = spreadOfTarget(model.scaling);
  return Float64Array.from({ length: z.rows }, (_, i) => offset(i) * spread + centre);
}

/** Functions of mean 0 with the covariance at the rows of z, count × m. */
function byCovariance(process: Process, z: Matrix, structured: StructuredPosterior | null, { count, seed }: SampleOptions): Matrix {
  const covariance = structured?.covariance(z) ?? withPosterior(process, z.rows, true, (posterior) => posterior.covariance(z));
  const side = sideOf(z);
  const prior = diagonalOf(amongThemselves(resolveKernel(process.kernel, side.pointAt(0)), side, false));
  return drawn(requireFinite(covariance, "the covariance", "Z"), rounding(process.points.rows + z.rows, prior), count, seed);
}

/**
 * Functions drawn from a Gaussian process of mean 0 that has seen nothing: rows with the covariance `gram(kernel, Z)`, its white noise included; count × m.
 *
 * @example
 * samplePrior(rbf({ lengthScale: 1 }), [0, 1, 2], { count: 5, seed: 1 }); // 5 × 3
 *
 * @throws as `gram`; "argument" for a count that is no positive whole number, or a seed that is none
 */
export function samplePrior(kernel: Kernel, Z: Points, options: SampleOptions): Matrix {
  const { count, seed } = readSampling(options, "samplePrior");
  const covariance = gram(kernel, Z);
  return drawn(covariance, rounding(covariance.rows, onDiagonal(covariance)), count, seed);
}

function readSampling(options: SampleOptions, verb: string): SampleOptions {
  const { count, seed } = readOptions(options, verb, { count: true, seed: true });
  return {
    count: readNumber(count, "count", { minimum: 1, integer: true }),
    seed: readNumber(seed, "seed", { minimum: 0, integer: true }),
  };
}

/** Roundings of an element of a covariance whose sums have n terms, the variances before being these. */
function rounding(n: number, prior: Float64Array): number {
  return 4 * n * UNIT_ROUNDOFF * largestMagnitude(prior);
}

function drawn(covariance: Matrix, tolerance: number, count: number, seed: number): Matrix {
  const m = covariance.rows;
  return timesRoot(covariance, tolerance, { rows: count, cols: m, data: normalSamples(count * m, seed) });
}
