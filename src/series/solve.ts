import { pauseAt, type SeriesFactor } from "./factor";
import { Transition } from "./transition";

/** C ← D^(−½)L⁻¹C for rows of c numbers, in order: their squares are Cᵀ G⁻¹ C. */
export function whitenSeries(factor: SeriesFactor, C: Float64Array, c: number): void {
  const { progress, series, n, x, h, S, gains } = factor;
  const pause = progress.during("solve");
  const { m, starts } = series;
  const terms = series.terms.length;
  const transition = new Transition(series, "F");
  const a = new Float64Array(m * c);
  const room = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    pauseAt(pause, i, n);
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      move(transition.F, starts, a, c, room);
    }
    const root = Math.sqrt(S[i] as number);
    for (let q = 0; q < c; q++) {
      let v = C[i * c + q] as number;
      for (let b = 0; b < terms; b++) v -= (h[i * terms + b] as number) * (a[(starts[b] as number) * c + q] as number);
      for (let j = 0; j < m; j++) a[j * c + q] = (a[j * c + q] as number) + (gains[i * m + j] as number) * v;
      C[i * c + q] = v / root;
    }
  }
}

/** W ← L⁻ᵀD^(−½)W: G⁻¹C of what `whitenSeries` makes of C. */
export function unwhitenSeries({ progress, series, n, x, h, S, gains }: SeriesFactor, W: Float64Array, c: number): void {
  const pause = progress.during("solve");
  const { m, starts } = series;
  const terms = series.terms.length;
  const transition = new Transition(series, "F");
  const r = new Float64Array(m * c);
  const room = new Float64Array(m);
  for (let i = n - 1; i >= 0; i--) {
    pauseAt(pause, n - 1 - i, n);
    const gap = i + 1 < n ? (x[i + 1] as number) - (x[i] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      moveBack(transition.F, starts, r, c, room);
    }
    const root = Math.sqrt(S[i] as number);
    for (let q = 0; q < c; q++) {
      let u = (W[i * c + q] as number) / root;
      for (let j = 0; j < m; j++) u -= (gains[i * m + j] as number) * (r[j * c + q] as number);
      for (let b = 0; b < terms; b++) {
        const at = (starts[b] as number) * c + q;
        r[at] = (r[at] as number) + (h[i * terms + b] as number) * u;
      }
      W[i * c + q] = u;
    }
  }
}

/** a ← F a for m × c numbers. */
export function move(F: readonly Float64Array[], starts: Int32Array, a: Float64Array, c: number, room: Float64Array): void {
  multiplyBlocks(F, starts, a, c, room, false);
}

/** r ← Fᵀ r for m × c numbers. */
export function moveBack(F: readonly Float64Array[], starts: Int32Array, r: Float64Array, c: number, room: Float64Array): void {
  multiplyBlocks(F, starts, r, c, room, true);
}

function multiplyBlocks(
  F: readonly Float64Array[],
  starts: Int32Array,
  a: Float64Array,
  c: number,
  room: Float64Array,
  transposed: boolean,
): void {
  for (let b = 0; b < F.length; b++) {
    const own = F[b] as Float64Array;
    const first = starts[b] as number;
    const size = (starts[b + 1] as number) - first;
    const rs = transposed ? 1 : size;
    const cs = transposed ? size : 1;
    for (let q = 0; q < c; q++) {
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += (own[i * rs + k * cs] as number) * (a[(first + k) * c + q] as number);
        room[i] = sum;
      }
      for (let i = 0; i < size; i++) a[(first + i) * c + q] = room[i] as number;
    }
  }
}
