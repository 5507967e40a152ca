import { requireNorm } from "../dense/finite";
import type { Matrix } from "../matrix";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { sorted, unsorted } from "../series/order";
import type { Structure } from "./structure";
import { structured, type WhitenedTargets, whitenedTargets } from "./structured";
import type { StructuredFactor } from "./structured-factor";

/** What the points and targets of a structured problem come to. */
export interface StructuredSolution {
  /** α = G⁻¹(y − Fβ), n × t */
  readonly coefficients: Float64Array;
  /** β, p × t */
  readonly trend: Matrix;
  readonly logLikelihoods: readonly number[];
  readonly backwardError: number;
  /** Σ w (h − y)², one per target */
  readonly losses: readonly number[];
  /** As of a report; null where it is not known. */
  readonly errorBound: number | null;
  readonly bytes: number;
  readonly reason: string;
}

/** α, β and the likelihood by the structure of K; what is left of y is measured on the product Kα. */
export function solveStructured(
  problem: Problem,
  structure: Structure,
  noise: Float64Array,
  F: Matrix,
  progress: Watch,
): StructuredSolution {
  const { n, t } = problem;
  const solved = whitenedTargets(structured({ points: problem, structure, noise, F }, false, progress), problem.Y);
  const { factor, beta, logLikelihoods, W } = solved;
  factor.unwhiten(W, t);
  const remains = remainsOf(problem, solved, { ...F, data: sorted(F.data, factor.order, F.cols) });
  return {
    errorBound: boundOf(factor, W, remains.missed, F.cols),
    coefficients: unsorted(W, factor.order, t),
    trend: { rows: F.cols, cols: t, data: beta },
    logLikelihoods,
    backwardError: remains.backwardError,
    losses: remains.losses,
    bytes: 8 * n * (factor.numbers + 3 * t + 2 * F.cols),
    reason: factor.reason,
  };
}

/**
 * With |K − K̃| ≤ ε the equations of K miss y by e = ε‖α‖₁ and what is left of those of K̃. Predictions are off by k_zᵀG⁻¹(missed), at most √k(z, z) √n e/√N, and by the rounding of Σ α_i k(x_i, z). Null for a kernel
 * that is not replaced, of whose rounding nothing is proven here, and for a trend.
 */
function boundOf({ kernelError, noise, norm }: StructuredFactor, W: Float64Array, missed: Float64Array, p: number): number | null {
  if (kernelError === undefined || p > 0) return null;
  const t = missed.length;
  const n = W.length / t;
  const bounds = Array.from(missed, (left, q) => {
    let size = 0;
    for (let at = q; at < W.length; at += t) size += Math.abs(W[at] as number);
    const variance = norm() - (noise[0] as number);
    return (Math.sqrt(n) * (kernelError * size + left)) / Math.sqrt(noise[0] as number) + n * Number.EPSILON * Math.sqrt(variance) * size;
  });
  return bounds.reduce((a, b) => Math.max(a, b));
}

/** ‖y − Fβ − Gα‖/(‖G‖‖α‖ + ‖y‖), the worst of the targets, and Σ w (y − Fβ − Kα)² without the white noise. */
function remainsOf(
  { n, t, Y, weights, centres }: Problem,
  { factor, W, beta }: WhitenedTargets,
  F: Matrix,
): Pick<StructuredSolution, "backwardError" | "losses"> & { readonly missed: Float64Array } {
  const p = F.cols;
  const h = factor.times(W, t);
  const y = sorted(Y.data, factor.order, t);
  const w = weights && sorted(weights, factor.order);
  const losses = new Array<number>(t).fill(0);
  const most = { missed: new Float64Array(t), y: new Float64Array(t), alpha: new Float64Array(t) };
  const raise = (largest: Float64Array, q: number, value: number): void => {
    if (!(Math.abs(value) <= (largest[q] as number))) largest[q] = Math.abs(value);
  };
  for (let i = 0; i < n; i++) {
    for (let q = 0; q < t; q++) {
      const at = i * t + q;
      let left = (y[at] as number) - (h[at] as number);
      for (let k = 0; k < p; k++) left -= (F.data[i * p + k] as number) * (beta[k * t + q] as number);
      losses[q] = (losses[q] as number) + (w?.[i] ?? 1) * left * left;
      raise(most.missed, q, left - (factor.noise[i] as number) * (W[at] as number));
      raise(most.alpha, q, W[at] as number);
      raise(most.y, q, (y[at] as number) + (centres?.[q] ?? 0));
    }
  }
  const norm = requireNorm(factor.norm(), "K + noise");
  const errors = Array.from(most.missed, (missed, q) =>
    missed === 0 ? 0 : missed / (norm * (most.alpha[q] as number) + (most.y[q] as number)),
  );
  return { backwardError: errors.reduce((a, b) => Math.max(a, b), 0), losses, missed: most.missed };
}
