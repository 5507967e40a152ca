import { asGiven } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Targets } from "../matrix";

/** What was done, and how far it can be trusted. */
export interface Report {
  /** "cholesky", "lu" or "gradient-descent" */
  readonly solver: string;
  /** Why that solver. */
  readonly reason: string;
  readonly warnings: readonly string[];
  /** Null when not computed by the route taken. */
  readonly rank: number | null;
  /** Estimate of ‖G‖‖G⁻¹‖ for the matrix solved, G = K + λW⁻¹, in the ∞-norm; null when not computed by the route taken. */
  readonly conditionEstimate: number | null;
  /** ‖y − b − Gα‖ / (‖G‖‖α‖ + ‖y‖), ∞-norms, the worst of the targets; null for descent. */
  readonly backwardError: number | null;
  /** Σ_i w_i (h(x_i) − y_i)², without the ridge, one per target. */
  readonly trainingLoss: readonly number[];
  readonly iterations: number | null;
  readonly step: number | null;
  /** Whether the step is provably beyond the limit of stability. */
  readonly diverging: boolean;
  /** Norm of the part of α in null(K); null when not computed by the route taken. */
  readonly nullComponent: number | null;
  /** Losses, summed over the targets, and on request coefficients, after the steps listed. */
  readonly record: {
    readonly steps: readonly number[];
    readonly losses: readonly number[];
    readonly coefficients?: readonly Targets[];
  } | null;
  /** Working memory. */
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** h(z) = Σ_i α_i k(x_i, z) + b, as plain data: readonly by type, free to copy, store and send to a worker. */
export interface KernelModel<T extends Targets = Targets> {
  readonly kind: "kernelModel";
  /** With "auto" replaced by its value. */
  readonly kernel: Kernel;
  readonly n: number;
  /** Number of features; null for a precomputed kernel. */
  readonly d: number | null;
  /** A copy of the training points; null for a precomputed kernel. */
  readonly points: Matrix | null;
  /** α, n or n × t. */
  readonly coefficients: T;
  readonly intercept: T extends Matrix ? Float64Array : number;
  readonly report: Report;
}

export type Model = KernelModel;

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

/** α as a matrix, and b as one number per target. */
export function columnsOf(model: KernelModel): {
  readonly coefficients: Matrix;
  readonly intercepts: ArrayLike<number>;
  readonly isVector: boolean;
} {
  const { coefficients, intercept } = model;
  if (coefficients instanceof Float64Array) {
    return { coefficients: { rows: coefficients.length, cols: 1, data: coefficients }, intercepts: [intercept as number], isVector: true };
  }
  return { coefficients, intercepts: intercept as Float64Array, isVector: false };
}
