import { columnOf, type Matrix } from "../matrix";
import { powerOfTwo } from "../matrix/magnitude";

/** Ranges that y must lie away from 0 before a centre is taken away: nearer it costs two or three bits. */
const FAR = 4;

/**
 * A number c in the middle of y, such that every y_i − c is exact: a whole multiple of the power of two next above the range of y; 0 unless y lies
 * more than four such steps from 0. (So y_i/2 ≤ c ≤ 2y_i: the difference of such numbers has no rounding error, by Sterbenz.)
 *
 * An unpenalised intercept makes a fit indifferent to a constant in y: taken away first, it costs no digits.
 *
 * @param y numbers whose differences do not overflow
 */
export function centreOf(y: Float64Array): number {
  const least = y.reduce((a, b) => Math.min(a, b), Infinity);
  const most = y.reduce((a, b) => Math.max(a, b), -Infinity);
  if (least === most) return least;
  const step = 2 * powerOfTwo(most - least);
  const middle = 0.5 * least + 0.5 * most;
  return Math.abs(middle) >= FAR * step ? step * Math.round(middle / step) : 0;
}

/** The centres of all columns of Y. */
export function centresOf(Y: Matrix): Float64Array {
  return Float64Array.from({ length: Y.cols }, (_, q) => centreOf(columnOf(Y.data, Y.cols, q)));
}

/** Y with c taken away from every column. */
export function centred(Y: Matrix, centres: Float64Array): Matrix {
  const { rows, cols } = Y;
  return { rows, cols, data: Y.data.map((value, at) => value - (centres[at % cols] as number)) };
}
