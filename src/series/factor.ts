import type { Breakdown } from "../dense/factors";
import { filterPair, isPair } from "./pair";
import type { Series } from "./series";
import { powerOf } from "./terms";
import { Transition } from "./transition";

/**
 * G = K + N of a series of points in order as L D Lᵀ, by the Kalman filter: L⁻¹ gives what is new in each observation, D how much of that is expected. n steps, of which each takes m³ multiplications.
 *
 *     S_i = hᵀP h + N_i,  k = P h/S_i,  P ← (I − k hᵀ)P(I − k hᵀ)ᵀ + N_i k kᵀ,  then over the gap P ← F P Fᵀ + Q
 */
export interface SeriesFactor {
  readonly series: Series;
  readonly n: number;
  /** In order. */
  readonly x: Float64Array;
  readonly noise: Float64Array;
  /** h of each point, a number for each term. */
  readonly h: Float64Array;
  /** S, the diagonal of D. */
  readonly S: Float64Array;
  /** k of each point, m numbers. */
  readonly gains: Float64Array;
  /** P of each point before it is seen, m × m. */
  readonly before: Float64Array | null;
}

/** The factor, or at which point it ends. @param keeps whether the covariances of the state are kept */
export function factorSeries(series: Series, x: Float64Array, noise: Float64Array, keeps: boolean): SeriesFactor | Breakdown {
  const n = x.length;
  const { m, starts, coefficients, atRest } = series;
  const terms = series.terms.length;
  const h = loadings(series, x);
  const S = new Float64Array(n);
  const gains = new Float64Array(n * m);
  const before = keeps ? new Float64Array(n * m * m) : null;
  const factor = { series, n, x, noise, h, S, gains, before };
  if (isPair(series)) return filterPair(factor) ?? factor;
  const transition = new Transition(series, true);
  const P = new Float64Array(m * m);
  const T = new Float64Array(m * m);
  const Ph = new Float64Array(m);
  for (let b = 0; b < terms; b++) addBlock(P, m, starts[b] as number, atRest[b] as Float64Array, coefficients[b] as number);
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      moveCovariance(series, transition.F, P, T);
      for (let b = 0; b < terms; b++) addBlock(P, m, starts[b] as number, transition.Q[b] as Float64Array, coefficients[b] as number);
    }
    before?.set(P, i * m * m);
    const R = noise[i] as number;
    let s = R;
    Ph.fill(0);
    for (let b = 0; b < terms; b++) {
      const first = starts[b] as number;
      const load = h[i * terms + b] as number;
      for (let j = 0; j < m; j++) Ph[j] = (Ph[j] as number) + load * (P[first * m + j] as number);
    }
    for (let b = 0; b < terms; b++) s += (h[i * terms + b] as number) * (Ph[starts[b] as number] as number);
    if (!(s > 0 && s < Infinity)) return { pivot: i, value: s };
    S[i] = s;
    const at = i * m;
    for (let j = 0; j < m; j++) gains[at + j] = (Ph[j] as number) / s;
    see({ series, noise, h, gains }, i, P, T);
  }
  return factor;
}

/** P ← (I − k hᵀ)P(I − k hᵀ)ᵀ + R k kᵀ for point i, both triangles. */
export function see(
  { series, noise, h, gains }: Pick<SeriesFactor, "series" | "noise" | "h" | "gains">,
  i: number,
  P: Float64Array,
  T: Float64Array,
): void {
  const { m, starts } = series;
  const terms = series.terms.length;
  const R = noise[i] as number;
  const at = i * m;
  if (m === 1) {
    // of one number both parts are one product
    if ((h[i] as number) !== 0) P[0] = (R * (gains[at] as number)) / (h[i] as number);
    return;
  }
  // T = (I − k hᵀ)P
  for (let r = 0; r < m; r++) {
    const k = gains[at + r] as number;
    for (let c = 0; c < m; c++) {
      let value = P[r * m + c] as number;
      for (let b = 0; b < terms; b++) value -= k * ((h[i * terms + b] as number) * (P[(starts[b] as number) * m + c] as number));
      T[r * m + c] = value;
    }
  }
  for (let r = 0; r < m; r++) {
    // (T h)_r, R k_r but for rounding
    let Th = 0;
    for (let b = 0; b < terms; b++) Th += (T[r * m + (starts[b] as number)] as number) * (h[i * terms + b] as number);
    const rest = R * (gains[at + r] as number) - Th;
    for (let c = 0; c <= r; c++) {
      const value = (T[r * m + c] as number) + rest * (gains[at + c] as number);
      P[r * m + c] = value;
      P[c * m + r] = value;
    }
  }
}

/** h: xʲ for every point and term. */
export function loadings({ terms }: Series, x: Float64Array): Float64Array {
  const h = new Float64Array(x.length * terms.length);
  terms.forEach(({ degree }, b) => {
    for (let i = 0; i < x.length; i++) h[i * terms.length + b] = powerOf(x[i] as number, degree);
  });
  return h;
}

/** A block of the diagonal += c B */
export function addBlock(P: Float64Array, m: number, first: number, B: Float64Array, c: number): void {
  const size = Math.sqrt(B.length);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const at = (first + i) * m + first + j;
      P[at] = (P[at] as number) + c * (B[i * size + j] as number);
    }
  }
}

/** P ← F P Fᵀ, symmetric. */
export function moveCovariance({ m, starts }: Series, F: readonly Float64Array[], P: Float64Array, T: Float64Array): void {
  for (let b = 0; b < F.length; b++) {
    const own = F[b] as Float64Array;
    const first = starts[b] as number;
    const end = starts[b + 1] as number;
    const size = end - first;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < m; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += (own[i * size + k] as number) * (P[(first + k) * m + j] as number);
        T[(first + i) * m + j] = sum;
      }
    }
  }
  for (let b = 0; b < F.length; b++) {
    const own = F[b] as Float64Array;
    const first = starts[b] as number;
    const end = starts[b + 1] as number;
    const size = end - first;
    for (let j = 0; j < size; j++) {
      for (let i = first + j; i < m; i++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += (T[i * m + first + k] as number) * (own[j * size + k] as number);
        P[i * m + first + j] = sum;
        P[(first + j) * m + i] = sum;
      }
    }
  }
}
