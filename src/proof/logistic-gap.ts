import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { reachOf } from "./error-bar";
import { type Certainty, type Proof, proofOf, UNPROVEN } from "./gap-bound";

/** An α and b of a logistic regression. */
export interface LogisticPoint {
  readonly alpha: ArrayLike<number>;
  readonly b: number;
  /** K̂α, summed in twice the digits. */
  readonly h: Float64Array;
  /** w L′ and Σ w L at h + b */
  readonly r: Float64Array;
  readonly loss: number;
  /** eᵀK̂e for e = α + r/(2λ) */
  readonly square: number;
  readonly weights: ArrayLike<number>;
}

/** Relative error of the core's e^x, log(1 + x) and of the few operations about them. */
const LOSS_ROUNDING = 16 * UNIT_ROUNDOFF;

/**
 * A bound of J − J* for the kernel of the points as given, not for K̂. r = w L′ as computed is itself a feasible point ρ of the dual, with an
 * intercept after the larger of its sides is shrunk by the share θ that makes Σρ = 0, so that by the inequality of Fenchel and Young
 *
 *     J − J* ≤ λ‖α + ρ/(2λ)‖² + Σ_i w_i KL(q_i ‖ p_i),  q = |ρ|/w,  p = 1/(1 + e^m) at the exact margin m = y(h + b)
 *
 * The divergence of two shares that differ by δ is at most δ²/(p(1 − p)), and at most 2δ(2 + |m|).
 */
export function gapOfLogistic(point: LogisticPoint, lambda: number, intercept: boolean, certainty: Certainty): Proof {
  const { alpha, b, h, r, loss, square, weights } = point;
  const { rounding, roots } = certainty;
  if (rounding === null) return UNPROVEN;
  const n = h.length;
  const reach = reachOf(certainty, alpha);
  const perRoot = (rounding + 4 * n * UNIT_ROUNDOFF * n * UNIT_ROUNDOFF) * reach;
  const { theta, side } = intercept ? imbalance(r) : { theta: 0, side: 0 };
  let [divergence, norm, drift, unsure] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [slope, w, root, a] = [r[i] as number, weights[i] as number, roots[i] as number, alpha[i] as number];
    const margin = (h[i] as number) + b;
    const error = perRoot * root + UNIT_ROUNDOFF * (Math.abs(h[i] as number) + 2 * Math.abs(margin));
    if (!(error < 0.25)) return UNPROVEN;
    const q = Math.min(1, Math.abs(slope) / w);
    const shrunk = slope * side > 0 ? theta : 0;
    const rest = q <= 0.5 ? 1 - q : Math.max(0, 1 - q - LOSS_ROUNDING);
    const delta = (q <= 0.5 ? q : Math.min(0.25, rest + 2 * LOSS_ROUNDING)) * error * (1 + 2 * error) + (LOSS_ROUNDING + shrunk) * q;
    const variance = q * rest * (1 - 2 * error);
    const linear = 2 * delta * (2 + Math.abs(margin));
    if (delta > 0) divergence += w * (variance > 0 ? Math.min((delta * delta) / variance, linear) : linear);
    const half = Math.abs(slope) / (2 * lambda);
    const e = Math.abs(a + slope / (2 * lambda));
    norm += e * root;
    drift += root * (shrunk * half + 4 * UNIT_ROUNDOFF * (Math.abs(a) + half));
    unsure +=
      (Math.abs(slope) * (1 + error) + lambda * Math.abs(a)) * error + (n + 8) * UNIT_ROUNDOFF * lambda * Math.abs(a * (h[i] as number));
  }
  const distance = Math.sqrt(Math.max(0, square) + (rounding + 2 * (n + 8) * UNIT_ROUNDOFF) * norm * norm) + drift;
  const excess = (lambda * distance * distance + divergence) * (1 + (n + 8) * UNIT_ROUNDOFF);
  const ridge = lambda * h.reduce((sum, value, i) => sum + value * (alpha[i] as number), 0);
  return proofOf(excess, loss * (1 - LOSS_ROUNDING - n * UNIT_ROUNDOFF) + ridge - unsure);
}

/** By which share the larger side of r must shrink for its sum to be 0, whatever the rounding of the sum; and which side that is. */
function imbalance(r: Float64Array): { readonly theta: number; readonly side: number } {
  let [above, below] = [0, 0];
  for (const slope of r) {
    if (slope > 0) above += slope;
    else below -= slope;
  }
  const left = Math.abs(above - below) + r.length * UNIT_ROUNDOFF * (above + below);
  return { theta: left === 0 ? 0 : left / Math.max(above, below), side: above >= below ? 1 : -1 };
}
