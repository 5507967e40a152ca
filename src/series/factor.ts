import type { Breakdown } from "../dense/factors";
import type { Watch } from "../progress";
import type { Pause } from "../wasm/pause";
import { factorPair, isPair } from "./pair";
import { Root } from "./root";
import type { Series } from "./series";
import { powerOf } from "./terms";
import { Transition } from "./transition";

/**
 * G = K + N of a series of points in order as L D Lᵀ, by the Kalman filter: L⁻¹ gives what is new in each observation, D how much of that is expected. n steps, of which each takes m³ multiplications.
 *
 *     S_i = hᵀP h + N_i,  k = P h/S_i,  P ← P − S_i k kᵀ,  then over the gap P ← F P Fᵀ + Q
 *
 * P is kept as A Aᵀ, so that S_i is a sum of squares: the terms of a sum may be known far worse than the sum.
 */
export interface SeriesFactor {
  /** Told how far a pass has come. */
  readonly progress: Watch;
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
  /** P after each point is seen, m × m. */
  readonly seen: Float64Array | null;
}

/** Points between two pauses of a pass. */
const BETWEEN = 4096;

/** What a pass does at every point: from time to time it pauses. */
export function pauseAt(pause: Pause, i: number, n: number): void {
  if (i % BETWEEN === 0) pause(i / n);
}

/** The factor, or at which point it ends. @param keeps whether the covariances of the state are kept */
export function factorSeries(
  series: Series,
  x: Float64Array,
  noise: Float64Array,
  keeps: boolean,
  progress: Watch,
): SeriesFactor | Breakdown {
  const pause = progress.during("factor");
  const n = x.length;
  const { m, starts } = series;
  const terms = series.terms.length;
  const h = loadings(series, x);
  const S = new Float64Array(n);
  const gains = new Float64Array(n * m);
  const seen = keeps ? new Float64Array(n * m * m) : null;
  const factor = { progress, series, n, x, noise, h, S, gains, seen };
  if (isPair(series)) return factorPair(factor, pause) ?? factor;
  const transition = new Transition(series, "FQL");
  const root = new Root(series);
  const g = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    pauseAt(pause, i, n);
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      root.move(transition);
    }
    const R = noise[i] as number;
    g.fill(0);
    for (let b = 0; b < terms; b++) root.addRow(starts[b] as number, h[i * terms + b] as number, g);
    let s = R;
    for (let j = 0; j < m; j++) s += (g[j] as number) * (g[j] as number);
    if (!(s > 0 && s < Infinity)) return { pivot: i, value: s };
    S[i] = s;
    root.see(g, R, s, gains, i * m);
    if (seen) root.write(seen, i * m * m);
  }
  return factor;
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
