import { asGiven } from "../input";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Matrix, Targets } from "../matrix";
import type { Units } from "../scaling/units";
import type { About } from "./about";
import type { Report, ReportLike } from "./report";

/** h(z) = Σ_i α_i k(x_i, z) + b, as plain data: readonly by type, free to copy, store and send to a worker. */
export interface KernelModel<
  T extends Targets = Targets,
  R extends ReportLike = Report,
  K extends Kernel = R extends Report ? KernelSpec : Kernel,
> {
  readonly kind: "kernelModel";
  /** With "auto" replaced by its value. Of what `fit` returns, a switch over its `kind` narrows it to the fields of the kind. */
  readonly kernel: K;
  readonly n: number;
  /** Number of features; null for a precomputed kernel. */
  readonly d: number | null;
  /** A copy of the training points; null for a precomputed kernel. */
  readonly points: Matrix | null;
  /** α, n or n × t. */
  readonly coefficients: T;
  readonly intercept: T extends Matrix ? Float64Array : number;
  /** Units in which `points` and `coefficients` are, where the estimator was told to standardise: raw ones go in and come out. */
  readonly scaling?: Units | undefined;
  /** Where its maker told: see `annotate`. */
  readonly about?: About | undefined;
  readonly report: R;
}

/** A model from its parts, shaped as its targets were: numbers for a vector y, matrices and arrays for a matrix Y. */
export function kernelModel(
  parts: { readonly kernel: Kernel; readonly n: number; readonly points: Matrix | null; readonly report: Report },
  coefficients: Matrix,
  intercepts: Float64Array,
  isVector: boolean,
): KernelModel {
  return {
    kind: "kernelModel",
    kernel: parts.kernel,
    n: parts.n,
    d: parts.points?.cols ?? null,
    points: parts.points,
    coefficients: asGiven(coefficients, isVector),
    intercept: isVector ? (intercepts[0] as number) : intercepts,
    report: parts.report,
  } as KernelModel;
}
