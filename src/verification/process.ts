import { isMercerError } from "../errors";
import { basisOf, readProcess } from "../estimators/gaussian-process";
import { rawLikelihood } from "../estimators/raw-units";
import { noiseAt } from "../gaussian/noise";
import { logLikelihoodsOf } from "../gaussian/precision";
import type { Structure } from "../gaussian/structure";
import { readKernel } from "../kernels/read";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import type { Kernel } from "../kernels/spec";
import type { Trend } from "../kernels/trend";
import type { Matrix } from "../matrix";
import type { GaussianModel } from "../models/model";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import type { Units } from "../scaling/units";
import { type Claim, compared } from "./claim";
import { basisDoubt } from "./rounding";

/** A process and its data, those points alone that count. */
export interface ProcessData {
  readonly kernel: Kernel;
  readonly trend: Trend;
  readonly noise: Float64Array;
  /** Points, or K. */
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly scaling: Units | null;
  /** By which the process was solved for. */
  readonly structure: Structure | null;
}

/** 2n u of log p(y), whose terms are of the size of n: it is computed as by the fit. */
export function likelihoodClaim(told: number, data: ProcessData, progress: Watch): Claim {
  const { Y, scaling } = data;
  const { rows: n, cols: t } = Y;
  const bound = 2 * n * UNIT_ROUNDOFF * (Math.abs(told) + n * t);
  try {
    const spec = { kind: "gaussianProcess", kernel: readKernel(data.kernel), noise: Array.from(data.noise), trend: data.trend } as const;
    const problem = readProcess(spec, data.X, Y);
    const F = basisOf(spec.trend, problem);
    const sum = logLikelihoodsOf({ problem, noise: noiseAt(problem, spec.noise), F, structure: data.structure }, progress).reduce(
      (a, b) => a + b,
      0,
    );
    const found = scaling?.y ? rawLikelihood(sum, { n, p: F.cols }, scaling.y) : sum;
    return { ...compared("logMarginalLikelihood", [told], [found], [bound]), told, found, bound };
  } catch (error) {
    if (!isMercerError(error) || !["not-positive-definite", "singular"].includes(error.code)) throw error;
    return { claim: "logMarginalLikelihood", holds: false, told, found: null, bound, reason: error.message };
  }
}

/** How far y − Fβ may be from that of the fit, n × t: both are sums of the same numbers in another order. Null for a trend that is no such sum. */
export function trendDoubt({ trend = "none", trendCoefficients }: GaussianModel, problem: Problem): Float64Array | null {
  if (trend === "none" || trend === "constant") return null;
  const { t, Y } = problem;
  const F = basisOf(trend, problem);
  const beta = trendCoefficients instanceof Float64Array ? trendCoefficients : (trendCoefficients as Matrix).data;
  return basisDoubt(F, { rows: F.cols, cols: t, data: beta }).map(
    (doubt, at) => doubt + 4 * UNIT_ROUNDOFF * Math.abs(Y.data[at] as number),
  );
}
