import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix } from "../matrix";
import { LOSS_ROUNDING } from "./divergence";
import { reachOf } from "./error-bar";
import { type Certainty, type Proof, proofOf, UNPROVEN } from "./gap-bound";

/** An α and b of a softmax regression, n × c. */
export interface SoftmaxPoint {
  readonly alpha: Matrix;
  readonly b: Float64Array;
  /** K̂α */
  readonly h: Float64Array;
  /** w(p − [c = k]) and Σ w L at h + b */
  readonly r: Float64Array;
  readonly loss: number;
  /** e_cᵀK̂e_c for e = α + r/(2λ), class by class */
  readonly squares: Float64Array;
  readonly weights: Float64Array;
  /** Σ w over the points of each class. */
  readonly classWeights: Float64Array;
}

/**
 * A bound of J − J* for the kernel of the points as given. The shares p̂ of ĥ + b, taken exactly, make a point ρ = w(p̂ − [c = k]) of the dual, so that
 *
 *     J − J* ≤ λ Σ_c ‖α_c + ρ_c/(2λ)‖² + Σ_i w_i KL(p̂_i ‖ p_i),  KL ≤ (e^η − 1)² for log p̂/p within ±η
 *
 * With an intercept Σ_i ρ_ic = 0 is missed by s: it holds for (1 − θ)ρ + θσ, σ = w(q − [c = k]) with one q for all points, θ = max|s|/min_c Σ w, which
 * moves ρ_c by θ|σ − ρ| ≤ θw, and costs θ times the divergence of q, as that is convex.
 */
export function gapOfSoftmax(point: SoftmaxPoint, lambda: number, intercept: boolean, certainty: Certainty): Proof {
  const { alpha, b, h, r, squares, weights, classWeights } = point;
  const { rounding, roots } = certainty;
  if (rounding === null) return UNPROVEN;
  const { rows: n, cols: c } = alpha;
  const share = LOSS_ROUNDING + (c + 4) * UNIT_ROUNDOFF;
  const doubt = new Float64Array(n);
  const tilt = new Float64Array(c);
  const span = new Float64Array(n);
  const wholes = new Float64Array(c);
  let [ridge, unsure] = [0, 0];
  for (let q = 0; q < c; q++) {
    const column = columnOf(alpha.data, c, q);
    const perRoot = (rounding + (n + 8) * UNIT_ROUNDOFF) * reachOf(certainty, column);
    let [norm, drift, sum, size] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const [a, slope, root, value] = [column[i], r[i * c + q], roots[i], h[i * c + q]] as [number, number, number, number];
      const error = perRoot * root + UNIT_ROUNDOFF * (Math.abs(value) + 2 * Math.abs(value + (b[q] as number)));
      doubt[i] = Math.max(doubt[i] as number, error);
      span[i] = Math.max(span[i] as number, Math.abs(value + (b[q] as number)));
      const half = Math.abs(slope) / (2 * lambda);
      norm += root * Math.abs(a + slope / (2 * lambda));
      drift += root * (share * half + 4 * UNIT_ROUNDOFF * (Math.abs(a) + half));
      unsure += (Math.abs(slope) + lambda * Math.abs(a)) * error + (n + 8) * UNIT_ROUNDOFF * lambda * Math.abs(a * value);
      ridge += lambda * a * value;
      sum += slope;
      size += Math.abs(slope);
    }
    tilt[q] = Math.abs(sum) + (n * UNIT_ROUNDOFF + share) * size;
    wholes[q] = Math.sqrt(Math.max(0, squares[q] as number) + (rounding + 2 * (n + 8) * UNIT_ROUNDOFF) * norm * norm) + drift;
  }
  let [divergence, reach, spread] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = weights[i] as number;
    const eta = 2 * (doubt[i] as number);
    if (!(eta < 0.25)) return UNPROVEN;
    divergence += w * eta * eta * (1 + eta) * (1 + eta);
    reach += w * (roots[i] as number);
    // log Σ e^h − h_c at most
    spread += w * (2 * (span[i] as number) + c);
  }
  const theta = intercept ? tilt.reduce((a, x) => Math.max(a, x)) / classWeights.reduce((a, x) => Math.min(a, x)) : 0;
  const distance = wholes.reduce(
    (sum, whole) => sum + (whole + (theta * reach) / (2 * lambda)) * (whole + (theta * reach) / (2 * lambda)),
    0,
  );
  const excess = (lambda * distance + divergence + theta * spread) * (1 + (n * c + 8) * UNIT_ROUNDOFF);
  return proofOf(excess, point.loss * (1 - LOSS_ROUNDING - n * UNIT_ROUNDOFF) + ridge - unsure);
}
