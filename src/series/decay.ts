import { exp } from "../special/elementary";
import type { Decay } from "./terms";

/*
 * The process of a decay of order p has the state (f, f′/λ, …, f⁽ᵖ⁻¹⁾/λᵖ⁻¹). Over a gap of s/λ it moves by F = e^(As) and gains Q = P − F P Fᵀ, P being its covariance at rest:
 *
 *     A + I is nilpotent:  F = e^(−s)(I + (A + I)s + (A + I)²s²/2)
 *     Q = q ∫₀ˢ F(u)bbᵀF(u)ᵀ du,  b the last unit vector: sums of g_k = ∫₀ˢ uᵏe^(−2u) du
 *
 * Source: Hartikainen & Särkkä, Kalman filtering and smoothing solutions to temporal Gaussian process regression models (2010).
 */

/** A, by rows. */
export const GENERATORS: Readonly<Record<Decay["order"], readonly number[]>> = {
  1: [-1],
  2: [0, 1, -1, -2],
  3: [0, 1, 0, 0, 0, 1, -1, -3, -3],
};

/** P, by rows. */
export const AT_REST: Readonly<Record<Decay["order"], readonly number[]>> = {
  1: [1],
  2: [1, 0, 0, 1],
  3: [1, 0, -1 / 3, 0, 1 / 3, 0, -1 / 3, 0, 1],
};

/** From here on nothing is left of the state: e^(−s)s² < 2⁻⁹⁹⁹. */
const FORGOTTEN = 706;

/** g₀, …, g₄ */
const g = new Float64Array(5);

/** F for s ≥ 0, by rows, and Q where it is asked for. */
export function moveDecay(order: Decay["order"], s: number, F: Float64Array, Q: Float64Array | null): void {
  if (!(s < FORGOTTEN)) {
    F.fill(0, 0, order * order);
    Q?.set(AT_REST[order]);
    return;
  }
  const e = exp(-s);
  if (Q) moments(2 * order - 2, s, e * e);
  // one by one: taken apart as a list they would take longer than all else
  const g0 = g[0] as number;
  const g1 = g[1] as number;
  const g2 = g[2] as number;
  const g3 = g[3] as number;
  const g4 = g[4] as number;
  switch (order) {
    case 1:
      F[0] = e;
      if (Q) Q[0] = 2 * g0;
      return;
    case 2:
      F[0] = e * (1 + s);
      F[1] = e * s;
      F[2] = -(e * s);
      F[3] = e * (1 - s);
      if (!Q) return;
      Q[0] = 4 * g2;
      Q[1] = 4 * (g1 - g2);
      Q[2] = Q[1];
      Q[3] = 4 * (g0 - 2 * g1 + g2);
      return;
    case 3: {
      const h = s * s * 0.5;
      F[0] = e * (1 + s + h);
      F[1] = e * (s + 2 * h);
      F[2] = e * h;
      F[3] = -(e * h);
      F[4] = e * (1 + s - 2 * h);
      F[5] = e * (s - h);
      F[6] = e * (h - s);
      F[7] = e * (2 * h - 3 * s);
      F[8] = e * (1 - 2 * s + h);
      if (!Q) return;
      const q = 16 / 3;
      Q[0] = q * 0.25 * g4;
      Q[1] = q * (0.5 * g3 - 0.25 * g4);
      Q[2] = q * (0.5 * g2 - g3 + 0.25 * g4);
      Q[3] = Q[1];
      Q[4] = q * (g2 - g3 + 0.25 * g4);
      Q[5] = q * (g1 - 2.5 * g2 + 1.5 * g3 - 0.25 * g4);
      Q[6] = Q[2];
      Q[7] = Q[5];
      Q[8] = q * (g0 - 4 * g1 + 5 * g2 - 2 * g3 + 0.25 * g4);
      return;
    }
    default:
      order satisfies never;
  }
}

/** Up to here the sums of positive terms are used, which keep all digits of small numbers. */
const NEAR = 1;

/** g₀, …, g_top: for small s from the series of the last, g_k = sᵏ⁺¹e^(−2s) Σ_j (2s)ʲ/((k + 1)…(k + 1 + j)), and down; else from the first, and up. */
function moments(top: number, s: number, e2: number): void {
  if (s <= NEAR) {
    let term = 1 / (top + 1);
    let sum = term;
    for (let j = top + 2; term > 1e-17 * sum; j++) {
      term *= (2 * s) / j;
      sum += term;
    }
    let power = e2;
    for (let k = 0; k <= top; k++) {
      // sᵏe^(−2s), for the way down
      g[k] = power;
      power *= s;
    }
    let value = power * sum;
    for (let k = top; k > 0; k--) {
      const next = (2 * value + (g[k] as number)) / k;
      g[k] = value;
      value = next;
    }
    g[0] = value;
    return;
  }
  let power = e2;
  let value = (1 - e2) / 2;
  g[0] = value;
  for (let k = 1; k <= top; k++) {
    power *= s;
    value = (k * value - power) / 2;
    g[k] = value;
  }
}
