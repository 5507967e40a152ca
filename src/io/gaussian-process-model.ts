import { isPrecomputed } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import type { GaussianProcessModel } from "../models/model";
import { readAbout, requireAbout } from "./about";
import {
  type Fields,
  fault,
  maybeNumbers,
  nullable,
  oneOf,
  optional,
  type Part,
  readFinite,
  readMatrix,
  readNumber,
  readPositive,
  readTargets,
  recordOf,
} from "./fields";
import { readFeaturesAt, readKernelAt, requirePoints } from "./kernels";
import { readNoiseModel, requireNoiseModel } from "./noise-model";
import { readReport } from "./report";
import { readUnits, requireUnits } from "./scaling";
import { requireRecord, requireRows, targetsOf } from "./sizes";

/** μ(z) = φ(z)·β + Σ_i α_i k(x_i, z), field by field. */
export const GAUSSIAN_PROCESS_MODEL: Fields<GaussianProcessModel> = {
  kind: oneOf("gaussianProcessModel"),
  kernel: readKernelAt,
  noise: readNoise,
  noiseModel: optional(readNoiseModel),
  n: readPositive,
  d: nullable(readPositive),
  points: nullable(readMatrix),
  coefficients: readTargets,
  trend: readTrend,
  trendCoefficients: nullable(readTargets),
  logMarginalLikelihood: readNumber,
  scaling: optional(readUnits),
  about: optional(readAbout),
  report: readReport,
};

export function readGaussianProcessModel(part: Part): GaussianProcessModel {
  const model = recordOf(GAUSSIAN_PROCESS_MODEL)(part);
  const { kernel, n, d, points, coefficients, noise, trend, trendCoefficients, report, scaling, about } = model;
  requirePoints(kernel as KernelSpec, n, d, points);
  requireUnits(scaling, points, coefficients);
  requireAbout(about, d, targetsOf(coefficients));
  requireRows(coefficients, n, "$.model.coefficients");
  requireRecord(report, n);
  if (typeof noise !== "number" && noise.length !== n) throw fault("$.model.noise", `has ${noise.length} numbers, n is ${n}`);
  requireNoiseModel(model);
  requireTrend(model);
  if (isPrecomputed(kernel as KernelSpec) && trend !== "none" && trend !== "constant") {
    throw fault("$.model.trend", "must be none or constant for a precomputed kernel");
  }
  if ((trend === "none") !== (trendCoefficients === null))
    throw fault("$.model.trendCoefficients", "must be null for the trend none, and only then");
  return model;
}

/** β is a vector beside a vector α, and has as many columns as α. */
function requireTrend({ coefficients, trendCoefficients }: GaussianProcessModel): void {
  if (trendCoefficients === null) return;
  const isVector = coefficients instanceof Float64Array;
  if (isVector !== trendCoefficients instanceof Float64Array)
    throw fault("$.model.trendCoefficients", "must be a vector where coefficients are, and only then");
  if (!isVector && (trendCoefficients as { cols: number }).cols !== coefficients.cols) {
    throw fault(
      "$.model.trendCoefficients.cols",
      `is ${(trendCoefficients as { cols: number }).cols}, coefficients have ${coefficients.cols}`,
    );
  }
}

/** One variance, or one per point; none is negative. */
function readNoise(part: Part): number | Float64Array {
  const noise = maybeNumbers(part) ?? readFinite(part);
  const least = typeof noise === "number" ? noise : noise.reduce((a, b) => Math.min(a, b));
  if (least >= 0) return noise;
  throw fault(part.path, `has ${least}; a variance is not negative`);
}

function readTrend(part: Part): GaussianProcessModel["trend"] {
  if (typeof part.value === "string") return oneOf("none", "constant", "linear")(part);
  return readFeaturesAt(part);
}
