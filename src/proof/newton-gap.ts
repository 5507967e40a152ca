import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { dot } from "../matrix/vectors";
import { cancelled, type Dual, divergence, LOSS_ROUNDING, type SmoothLoss } from "./divergence";
import { reachOf } from "./error-bar";
import { type Certainty, type Proof, proofOf, UNPROVEN } from "./gap-bound";

/** An α and b of a regression on a smooth loss. */
interface NewtonPoint {
  readonly alpha: ArrayLike<number>;
  readonly b: number;
  /** K̂α, summed in twice the digits. */
  readonly h: Float64Array;
  /** w L′ and Σ w L at h + b, and Σ w inf L */
  readonly r: Float64Array;
  readonly loss: number;
  readonly floor: number;
  /** eᵀK̂e for e = α + r/(2λ) */
  readonly square: number;
  readonly weights: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

interface NewtonProblem {
  readonly loss: SmoothLoss;
  readonly lambda: number;
  readonly intercept: boolean;
}

/**
 * A bound of J − J* for the kernel of the points as given, not for K̂. r = w L′ as computed is itself a feasible point ρ of the dual, with an
 * intercept after the larger of its sides is shrunk by the share θ that makes Σρ = 0, so that by the inequality of Fenchel and Young
 *
 *     J − J* ≤ λ‖α + ρ/(2λ)‖² + Σ_i w_i (L(h_i + b) + L*(u_i) − u_i(h_i + b)),  u = ρ/w
 *
 * whose terms are 0 but for rounding (divergence.ts). As L is convex, an error e of h takes at most |L′|e from L.
 */
export function gapOfNewton(point: NewtonPoint, { loss, lambda, intercept }: NewtonProblem, certainty: Certainty): Proof {
  const { alpha, b, h, r, floor, square, weights, y } = point;
  const { rounding, roots } = certainty;
  if (rounding === null) return UNPROVEN;
  const n = h.length;
  const reach = reachOf(certainty, alpha);
  const perRoot = (rounding + 4 * n * UNIT_ROUNDOFF * n * UNIT_ROUNDOFF) * reach;
  const { theta, side } = intercept ? imbalance(r) : { theta: 0, side: 0 };
  let [terms, norm, drift, unsure, lost] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [slope, w, root, a] = [r[i] as number, weights[i] as number, roots[i] as number, alpha[i] as number];
    const value = (h[i] as number) + b;
    const error = perRoot * root + UNIT_ROUNDOFF * (Math.abs(h[i] as number) + 2 * Math.abs(value));
    if (!(error < 0.25) && (loss.kind === "logistic" || loss.kind === "poisson")) return UNPROVEN;
    const shrunk = slope * side > 0 ? theta : 0;
    const dual: Dual = { value, error, slope: slope / w, shrunk, y: y[i] as number };
    terms += w * divergence(loss, dual);
    lost += w * cancelled(loss, dual);
    const half = Math.abs(slope) / (2 * lambda);
    const e = Math.abs(a + slope / (2 * lambda));
    norm += e * root;
    drift += root * (shrunk * half + 4 * UNIT_ROUNDOFF * (Math.abs(a) + half));
    unsure +=
      (Math.abs(slope) * (1 + error) + lambda * Math.abs(a)) * error + (n + 8) * UNIT_ROUNDOFF * lambda * Math.abs(a * (h[i] as number));
  }
  const distance = Math.sqrt(Math.max(0, square) + (rounding + 2 * (n + 8) * UNIT_ROUNDOFF) * norm * norm) + drift;
  const excess = (lambda * distance * distance + terms) * (1 + (n + 8) * UNIT_ROUNDOFF);
  const ridge = lambda * dot(h, alpha);
  const sums = LOSS_ROUNDING + n * UNIT_ROUNDOFF;
  const atLeast = point.loss * (1 - LOSS_ROUNDING - n * UNIT_ROUNDOFF) - floor + ridge - unsure - 2 * sums * lost;
  return proofOf(excess, atLeast);
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
