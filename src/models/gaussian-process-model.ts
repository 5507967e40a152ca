import type { KeptNoiseModel } from "../gaussian/noise";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Trend } from "../kernels/trend";
import type { Matrix, Targets } from "../matrix";
import type { Units } from "../scaling/units";
import type { About } from "./about";
import type { Report, ReportLike } from "./report";

/** μ(z) = φ(z)·β + Σ_i α_i k(x_i, z) and its variance, as plain data. The variance needs the kernel, the points and the noise, and no y. */
export interface GaussianProcessModel<
  T extends Targets = Targets,
  R extends ReportLike = Report,
  K extends Kernel = R extends Report ? KernelSpec : Kernel,
> {
  readonly kind: "gaussianProcessModel";
  /** With "auto" replaced by its value. Of what `fit` returns, a switch over its `kind` narrows it to the fields of the kind. */
  readonly kernel: K;
  /** Variance of the noise: one number, or one per point, divided by its weight. */
  readonly noise: number | Float64Array;
  /** The model of the noise, where it has one: the variances of its groups, or the basis and the coefficients of its logarithm. */
  readonly noiseModel?: KeptNoiseModel;
  /** Number of points; those of weight 0 are left out. */
  readonly n: number;
  /** Number of features; null for a precomputed kernel. */
  readonly d: number | null;
  /** A copy of the training points; null for a precomputed kernel. */
  readonly points: Matrix | null;
  /** α, n or n × t. */
  readonly coefficients: T;
  readonly trend: Trend;
  /** β, p or p × t; null for the trend "none". */
  readonly trendCoefficients: T | null;
  /** The natural logarithm, summed over the targets; restricted where there is a trend. */
  readonly logMarginalLikelihood: number;
  /** Units in which `points`, `coefficients` and `noise` are, where the estimator was told to standardise: raw ones go in and come out. */
  readonly scaling?: Units | undefined;
  /** Where its maker told: see `annotate`. */
  readonly about?: About | undefined;
  readonly report: R;
}

/** As much of a Gaussian process as may be handed in; without a trend it is "none". */
export type GaussianModel<T extends Targets = Targets> = Omit<GaussianProcessModel<T, ReportLike>, "trend" | "trendCoefficients"> &
  Partial<Pick<GaussianProcessModel<T>, "trend" | "trendCoefficients">>;
