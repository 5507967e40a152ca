import type { Matrix } from "../matrix";
import { allocate } from "../matrix/numbers";
import { uniform } from "../random/uniform";

/** n points of d features in [0, scale), or in (−scale, scale) when `signed`; the first of them is 0. */
export function samplePoints(seed: number, n: number, d: number, scale: number, signed: boolean): Matrix {
  const next = uniform(seed);
  const data = allocate(n, d, "the sample").map(() => scale * (signed ? 2 * next() - 1 : next()));
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
