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

/** Up to here polynomials of positive terms are used, which keep all digits of small numbers. */
const NEAR = 1;

/** c_j of g_top = s^(top + 1)e^(−2s) Σ c_j sʲ for s ≤ 1 and top = 0, 2, 4; relative error 2⁻⁵⁴. */
const SUMS: Readonly<Record<number, readonly number[]>> = {
  0: [
    1.0, 1.0, 0.6666666666666574, 0.33333333333364196, 0.13333333332790406, 0.04444444450213011, 0.012698412296700719,
    0.0031746051039154366, 0.0007054607737093673, 0.00014110984855210236, 2.5623644897753135e-5, 4.314883944854662e-6, 6.204031812751846e-7,
    1.186304366951572e-7, 1.9764605894547126e-9, 4.073192640394647e-9,
  ],
  2: [
    0.3333333333333333, 0.16666666666666727, 0.06666666666662809, 0.02222222222320729, 0.006349206336098739, 0.0015873016916050041,
    0.0003527331494676479, 7.054860602542252e-5, 1.2822160116188544e-5, 2.1454395569537495e-6, 3.1985149491521763e-7, 5.420932264003646e-8,
    2.5868605627434577e-9, 1.812278508308024e-9, 0, 0,
  ],
  4: [
    0.2, 0.06666666666666668, 0.019047619047617797, 0.004761904761936706, 0.0010582010577758468, 0.00021164021502549565,
    3.848002105245642e-5, 6.413400495852935e-6, 9.86520566335284e-7, 1.4120222159100875e-7, 1.84983559144182e-8, 2.5861307215550697e-9,
    1.5506356252486373e-10, 6.507870472608134e-11, 0, 0,
  ],
};

/** g₀, …, g_top: for small s from the last, and down; else from the first, and up. */
function moments(top: number, s: number, e2: number): void {
  if (s <= NEAR) {
    let power = e2;
    for (let k = 0; k <= top; k++) {
      // sᵏe^(−2s), for the way down
      g[k] = power;
      power *= s;
    }
    let value = power * sumOfPowers(SUMS[top] as readonly number[], s);
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

/** Σ c_j sʲ, 16 terms in the order of the core. */
function sumOfPowers(c: readonly number[], s: number): number {
  const s2 = s * s;
  const s4 = s2 * s2;
  const upper = cubic(c, 12, s, s2) * s4 + cubic(c, 8, s, s2);
  return (upper * s4 + cubic(c, 4, s, s2)) * s4 + cubic(c, 0, s, s2);
}

function cubic(c: readonly number[], from: number, s: number, s2: number): number {
  const low = (c[from + 1] as number) * s + (c[from] as number);
  return ((c[from + 3] as number) * s + (c[from + 2] as number)) * s2 + low;
}
