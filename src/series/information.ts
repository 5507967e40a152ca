import { pauseAt, type SeriesFactor } from "./factor";
import type { Series } from "./series";
import { Transition } from "./transition";

/** N_i = (I − h kᵀ)FᵀN_{i+1}F(I − k hᵀ) + h hᵀ/S of each point and all beyond, n × m × m. */
export function informationOf(factor: SeriesFactor): Float64Array {
  const size = factor.series.m * factor.series.m;
  const all = new Float64Array(factor.n * size);
  passBack(factor, (i, N) => all.set(N, i * size));
  return all;
}

/** N ← (I − h kᵀ)N(I − k hᵀ) + h hᵀ/S for point i; returns 1/S + kᵀN k, which is (G⁻¹)_ii. */
export function tell({ series, h, S, gains }: SeriesFactor, i: number, N: Float64Array, NK: Float64Array): number {
  const { m, starts } = series;
  const terms = series.terms.length;
  let D = 1 / (S[i] as number);
  for (let j = 0; j < m; j++) {
    let sum = 0;
    for (let l = 0; l < m; l++) sum += (N[j * m + l] as number) * (gains[i * m + l] as number);
    NK[j] = sum;
    D += sum * (gains[i * m + j] as number);
  }
  for (let b = 0; b < terms; b++) {
    const first = starts[b] as number;
    const load = h[i * terms + b] as number;
    for (let j = 0; j < m; j++) {
      N[first * m + j] = (N[first * m + j] as number) - load * (NK[j] as number);
      N[j * m + first] = (N[j * m + first] as number) - load * (NK[j] as number);
    }
  }
  for (let b = 0; b < terms; b++) {
    for (let d = 0; d < terms; d++) {
      const at = (starts[b] as number) * m + (starts[d] as number);
      N[at] = (N[at] as number) + (h[i * terms + b] as number) * (h[i * terms + d] as number) * D;
    }
  }
  return D;
}

/** diag G⁻¹, in order. */
export function inverseDiagonalOf(factor: SeriesFactor): Float64Array {
  const inverse = new Float64Array(factor.n);
  passBack(factor, (i, _, D) => {
    inverse[i] = D;
  });
  return inverse;
}

/** Calls `at` for each point, the last first, with N and (G⁻¹)_ii. */
function passBack(factor: SeriesFactor, at: (i: number, N: Float64Array, D: number) => void): void {
  const { progress, series, n, x } = factor;
  const pause = progress.during("inverse");
  const { m } = series;
  const transition = new Transition(series, "F");
  const N = new Float64Array(m * m);
  const T = new Float64Array(m * m);
  const NK = new Float64Array(m);
  for (let i = n - 1; i >= 0; i--) {
    pauseAt(pause, n - 1 - i, n);
    const gap = i + 1 < n ? (x[i + 1] as number) - (x[i] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      moveInformation(series, transition.F, N, T);
    }
    at(i, N, tell(factor, i, N, NK));
  }
}

/** N ← Fᵀ N F */
export function moveInformation({ m, starts }: Series, F: readonly Float64Array[], N: Float64Array, T: Float64Array): void {
  for (let b = 0; b < F.length; b++) {
    const own = F[b] as Float64Array;
    const first = starts[b] as number;
    const size = (starts[b + 1] as number) - first;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < m; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += (own[k * size + i] as number) * (N[(first + k) * m + j] as number);
        T[(first + i) * m + j] = sum;
      }
    }
  }
  for (let b = 0; b < F.length; b++) {
    const own = F[b] as Float64Array;
    const first = starts[b] as number;
    const size = (starts[b + 1] as number) - first;
    for (let j = 0; j < size; j++) {
      for (let i = first + j; i < m; i++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += (T[i * m + first + k] as number) * (own[k * size + j] as number);
        N[i * m + first + j] = sum;
        N[(first + j) * m + i] = sum;
      }
    }
  }
}
