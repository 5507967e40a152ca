import type { Matrix } from "../matrix";

/** A source of numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** n points of d features in [0, scale), or in (−scale, scale) when `signed`; the first of them is 0. */
export function samplePoints(seed: number, n: number, d: number, scale: number, signed: boolean): Matrix {
  const next = uniform(seed);
  const data = Float64Array.from({ length: n * d }, () => scale * (signed ? 2 * next() - 1 : next()));
  return { rows: n, cols: d, data: data.fill(0, 0, d) };
}

/** The rows of X in another order: row i is row order[i] of X. */
export function reordered({ rows, cols, data }: Matrix, order: readonly number[]): Matrix {
  return {
    rows,
    cols,
    data: Float64Array.from(
      { length: rows * cols },
      (_, at) => data[(order[Math.floor(at / cols)] as number) * cols + (at % cols)] as number,
    ),
  };
}

/** The numbers from 0 to n − 1, shuffled. */
export function shuffled(seed: number, n: number): number[] {
  const next = uniform(seed);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
