import type { Matrix } from "../matrix";

/** From this many times the range of the targets on their offset is worth taking away: less costs no more than four binary digits. */
const FAR = 8;

/**
 * For every column a c such that y − c is exact and small: the middle of its values, rounded to a multiple of a power of two beyond their range;
 * 0 for values that are not far from 0 for their range. An unpenalised intercept makes a fit indifferent to c.
 */
export function centresOf({ rows, cols, data }: Matrix): Float64Array {
  const centres = new Float64Array(cols);
  for (let q = 0; q < cols; q++) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < rows; i++) {
      const value = data[i * cols + q] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const middle = least / 2 + most / 2;
    const range = most - least;
    if (!(Math.abs(middle) > FAR * range)) continue;
    if (range === 0) {
      centres[q] = least;
      continue;
    }
    let grid = 1;
    while (grid < range) grid *= 2;
    while (grid / 2 >= range) grid /= 2;
    centres[q] = Math.round(middle / grid) * grid;
  }
  return centres;
}

/** Y with c taken away from every column. */
export function centred(Y: Matrix, centres: Float64Array): Matrix {
  const { rows, cols } = Y;
  return { rows, cols, data: Y.data.map((value, at) => value - (centres[at % cols] as number)) };
}
