import type { Targets } from "../matrix";

/** What was done, and how far it can be trusted. */
export interface Report {
  /** "cholesky", "lu", "primal", "qr", "gradient-descent", "newton" or "smo" */
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
  /**
   * ε with |h(z) − h*(z)| ≤ ε √k(z, z) for every prediction h(z), h* being the exact fit of the numbers given, the rounding of the prediction included; the largest of
   * the targets. With an intercept it holds wherever k(z, z) is no less than the least positive k(x_i, x_i). Null where nothing is proven: without ridge,
   * and for a kernel that is not known to be positive semi-definite.
   */
  readonly errorBound?: number | null;
  /** Σ_i w_i (h(x_i) − y_i)², without the ridge, one per target. Infinity where it is beyond the numbers. */
  readonly trainingLoss: readonly number[];
  /** Proven: J exceeds its minimum by at most this share of itself, one per target, null where rounding leaves no proof; where the route tells. */
  readonly gap?: readonly (number | null)[];
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
