import { requireFinite } from "../dense/finite";
import { mercerError } from "../errors";
import { type Process, panelOf, withPosterior } from "../gaussian/posterior";
import { structuredPosterior } from "../gaussian/structured-posterior";
import { pointGradient } from "../gram/point-gradient";
import { sideOf } from "../gram/run";
import { readPoints, requireFeatures } from "../input";
import { resolveKernel } from "../kernels/resolve";
import { trendGradient } from "../kernels/trend";
import type { Matrix, Points } from "../matrix";
import { spreadOfTarget } from "../scaling/units";
import { view, withBlocks } from "../wasm/memory";
import { processOf, requireGaussian } from "./distribution";
import type { GaussianModel } from "./model";
import { rawSlopes, standardPoints } from "./units";

/** The slopes of what a Gaussian process says, each m × d. */
export interface DistributionGradient {
  readonly mean: Matrix;
  /** Of the variance of the function; that of its deviation s is ∇v/(2s). */
  readonly variance: Matrix;
}

/**
 * ∇μ(z) and ∇v(z) at every row z of Z, for a Gaussian process of one target, by reverse passes over the kernel:
 *
 *     ∇μ = ∇φ(z)·β + Σ_i α_i ∇k(x_i, z),  ∇v = ∇k(z, z) − 2 Σ_i w_i ∇k(x_i, z) + 2 ∇φ(z)·s,  w = G⁻¹(k_z + Fs),  s = (FᵀG⁻¹F)⁻¹(φ(z) − FᵀG⁻¹k_z)
 *
 * With the slopes of an acquisition function, as of `expectedImprovement`, they tell where to ask next.
 *
 * @example
 * const model = fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.01 }), [0, 1, 2], [0, 1, 0]);
 * distributionGradient(model, [0.5]).mean.data[0]; // > 0: towards the top at 1
 *
 * @throws as `predictDistribution`; "shape" for several targets; "kernel" for a function in the kernel, and for a trend of features; "unsupported" with `row` and `column` where the kernel has a
 * kink
 */
export function distributionGradient(model: GaussianModel<Float64Array>, Z: Points): DistributionGradient {
  const read = requireGaussian(model);
  const process = processOf(read);
  const given = readPoints(Z, "Z");
  requireFeatures(given, process.points.cols, "Z");
  const z = standardPoints(read, given, "Z");
  const { rows: m, cols: d } = z;
  const { coefficients: alpha, trendCoefficients } = read;
  if (!(alpha instanceof Float64Array))
    throw mercerError("shape", "model has several targets; a gradient is that of one", { argument: "model" });
  const slope = trendGradient(process.trend, d, (trendCoefficients as Float64Array | null | undefined) ?? new Float64Array(0));
  const columns = sideOf(process.points);
  const kernel = resolveKernel(process.kernel, columns.pointAt(0));
  const mean = withBlocks({ alpha: alpha.length }, (blocks, workspace) => {
    view(workspace, blocks.alpha).set(alpha);
    return pointGradient(workspace, { kernel, rows: sideOf(z), columns }, { vectors: { v: blocks.alpha, count: 1 } });
  });
  for (let at = 0; at < m * d; at++) mean.data[at] = (mean.data[at] as number) + (slope[at % d] as number);
  const slopes = {
    mean,
    variance: process.structure ? structuredPosterior(process, process.structure).varianceGradient(z) : dense(process, z),
  };
  const unit = spreadOfTarget(read.scaling);
  const inRaw = read.scaling
    ? { mean: rawSlopes(read, slopes.mean, unit), variance: rawSlopes(read, slopes.variance, unit * unit) }
    : slopes;
  return {
    mean: requireFinite(inRaw.mean, "the gradient of the mean", "Z"),
    variance: requireFinite(inRaw.variance, "the gradient of the variance", "Z"),
  };
}

/** The gradient of the variance by the whole matrix. */
function dense(process: Process, z: Matrix): Matrix {
  const { rows: m, cols: d } = z;
  const variance = new Float64Array(m * d);
  const rows = panelOf(m);
  withPosterior(process, rows, false, (posterior) => {
    for (let from = 0; from < m; from += rows) {
      const count = Math.min(rows, m - from);
      const part = { rows: count, cols: d, data: z.data.subarray(from * d, (from + count) * d) };
      variance.set(posterior.varianceGradient(part).data, from * d);
    }
  });
  return { rows: m, cols: d, data: variance };
}
