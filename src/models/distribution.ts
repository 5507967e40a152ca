import { requireFinite } from "../dense/finite";
import { mercerError } from "../errors";
import { onDiagonal, type Process, panelOf, residentPosterior, withPosterior } from "../gaussian/posterior";
import type { Structure } from "../gaussian/structure";
import { structuredPosterior } from "../gaussian/structured-posterior";
import { readChoice, readOptions, readPoints, requireFeatures } from "../input";
import type { Matrix, Points, Targets, Values } from "../matrix";
import type { Ground } from "../problem/ground";
import { spreadOfTarget } from "../scaling/units";
import { addedNoise, type NoiseChoice } from "./added-noise";
import { type GaussianModel, requireModel } from "./model";
import { predict } from "./predict";
import { type Predictor, predictor, readPoint } from "./predictor";
import { structureOfModel } from "./structure";
import { standardPoints } from "./units";

export interface DistributionOptions {
  /** false: of the function; true: of a new observation, to which the noise and the white noise of the kernel are added; `{ group }` the same where noise has groups. */
  noise?: NoiseChoice;
  /** Whether the covariance between the points is wanted too; it takes m² numbers. */
  covariance?: boolean;
}

/** What a Gaussian process says at m points. */
export interface Distribution<T extends Targets = Targets> {
  readonly mean: T;
  /** One per point, which the targets share. */
  readonly variance: Float64Array;
  /** m × m */
  readonly covariance?: Matrix;
  /** At how many points rounding left a variance below 0, which is 0 then. */
  readonly roundedToZero: number;
}

/**
 * Mean and variance of a Gaussian process at every row z of Z:
 *
 *     μ(z) = φ(z)·β + k_zᵀα,  v(z) = k(z, z) − k_zᵀG⁻¹k_z + uᵀ(FᵀG⁻¹F)⁻¹u,  u = φ(z) − FᵀG⁻¹k_z
 *
 * The covariance of the points is factored anew in each call, n³/3 multiplications, or as its structure allows where the model was solved for by that; `distributionPredictor` keeps the factor. `predict` gives
 * the mean alone.
 *
 * @example
 * const model = fit(gaussianProcess({ kernel: rbf(), noise: 0.1 }), X, y);
 * const { mean, variance } = predictDistribution(model, Z);
 * const upper = mean.map((m, i) => m + 1.96 * Math.sqrt(variance[i]));
 *
 * @throws as `predict`; "not-positive-definite" where the variance would be negative, since the kernel is not positive semi-definite; "argument" with `noise` for a model whose noise differs from point to point and has no model, or has groups of which none is named; "unsupported" for a precomputed kernel, which has no k(z, z); "memory" for a covariance that does not fit; "not-finite" where a variance is beyond the numbers
 */
export function predictDistribution<T extends Targets>(
  model: GaussianModel<T>,
  Z: Points,
  options: DistributionOptions = {},
): Distribution<T> {
  const { noise = false, covariance = false } = readOptions(options, "predictDistribution", { noise: true, covariance: true });
  const read = requireGaussian(model);
  const process = processOf(read);
  const given = readPoints(Z, "Z");
  requireFeatures(given, process.points.cols, "Z");
  const z = standardPoints(read, given, "Z");
  const added = addedNoise(read, z, noise);
  const mean = predict(read, given);
  const unit = spreadOfTarget(read.scaling);
  if (readChoice(covariance, "covariance", [true, false])) {
    const matrix = process.structure
      ? structuredPosterior(process, process.structure).covariance(z)
      : withPosterior(process, z.rows, true, (posterior) => posterior.covariance(z));
    const settled = settle(onDiagonal(matrix), added, unit);
    if (unit !== 1) for (let at = 0; at < matrix.data.length; at++) matrix.data[at] = (matrix.data[at] as number) * unit * unit;
    settled.variance.forEach((value, i) => {
      matrix.data[i * (z.rows + 1)] = value;
    });
    return { mean, ...settled, covariance: requireFinite(matrix, "the covariance", "Z") };
  }
  const variance = process.structure
    ? structuredPosterior(process, process.structure).variances(z)
    : withPosterior(process, panelOf(z.rows), false, (posterior) => posterior.variances(z));
  return { mean, ...settle(variance, added, unit) };
}

/** What a Gaussian process says at one point. */
export interface PointDistribution<R> {
  readonly mean: R;
  readonly variance: number;
}

/**
 * `predictDistribution` as a function of one point: the factor stays in WebAssembly memory of its own, so a call costs n² multiplications. The same bits.
 *
 * @throws as `predictDistribution`
 * @example
 * const at = distributionPredictor(fit(gaussianProcess({ kernel: rbf(), noise: 0.1 }), X, y));
 * const { mean, variance } = at([0.1, 0.2]);
 */
export function distributionPredictor(
  model: GaussianModel<Float64Array>,
  options?: { noise?: NoiseChoice },
): Predictor<PointDistribution<number>>;
export function distributionPredictor(
  model: GaussianModel<Matrix>,
  options?: { noise?: NoiseChoice },
): Predictor<PointDistribution<Float64Array>>;
export function distributionPredictor(
  model: GaussianModel,
  options: { noise?: NoiseChoice } = {},
): Predictor<PointDistribution<number | Float64Array>> {
  return distributionPredictorOn(undefined, model, options);
}

/** The same by the K and the factor of a ground, where there is one. */
export function distributionPredictorOn(
  ground: Ground | undefined,
  model: GaussianModel,
  options: { noise?: NoiseChoice },
): Predictor<PointDistribution<number | Float64Array>> {
  const { noise = false } = readOptions(options, "distributionPredictor", { noise: true });
  const read = requireGaussian(model);
  const process = { ...processOf(read), ...(ground && { ground }) };
  const meanAt = predictor(read as GaussianModel<Matrix>) as unknown as Predictor<number | Float64Array>;
  const unit = spreadOfTarget(read.scaling);
  let variances: ((z: Matrix) => Float64Array) | null = variancesOf(process);
  return Object.assign(
    (x: Values) => {
      if (variances === null) throw mercerError("argument", "this predictor has been released; make a new one", { argument: "predictor" });
      const z = standardPoints(read, { rows: 1, cols: process.points.cols, data: readPoint(x, process.points.cols) }, "x");
      const { variance } = settle(variances(z), addedNoise(read, z, noise), unit, "x");
      return { mean: meanAt(x), variance: variance[0] as number };
    },
    {
      release() {
        variances = null;
        meanAt.release();
      },
    },
  );
}

/** @throws "argument" unless the value is a Gaussian process */
export function requireGaussian<T extends Targets>(model: GaussianModel<T>): GaussianModel<T> {
  const read = requireModel(model);
  if (read.kind === "gaussianProcessModel") return read;
  throw mercerError("argument", "model must be a Gaussian process; only such a model has variances", { argument: "model" });
}

/** @throws "unsupported" for a precomputed kernel */
export function processOf(model: GaussianModel): Process & { readonly structure: Structure | null } {
  const { kernel, points, noise, trend = "none" } = model;
  if (points) return { kernel, points, noise, trend, structure: structureOfModel(model, points) };
  throw mercerError("unsupported", "a precomputed kernel has no k(z, z), so it has a mean and no variance; use the kernel itself");
}

/** The variances at new points, of a posterior that stays. */
function variancesOf(process: ReturnType<typeof processOf>): (z: Matrix) => Float64Array {
  if (process.structure) return structuredPosterior(process, process.structure).variances;
  const posterior = residentPosterior(process);
  return (z) => posterior.variances(z);
}

/** The variances, none below 0, with what is added; in units² of y. @throws "not-finite" where one is beyond the numbers */
function settle(
  variance: Float64Array,
  added: Float64Array | null,
  unit: number,
  argument: "Z" | "x" = "Z",
): { readonly variance: Float64Array; readonly roundedToZero: number } {
  let roundedToZero = 0;
  const settled = variance.map((value, i) => {
    if (value < 0) roundedToZero++;
    return (Math.max(0, value) + (added?.[i] ?? 0)) * unit * unit;
  });
  requireFinite({ rows: settled.length, cols: 1, data: settled }, "the variance", argument);
  return { variance: settled, roundedToZero };
}
