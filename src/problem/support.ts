import { type Matrix, pickColumns } from "../matrix";

/** Which points count, in order; null when all do. */
export type Support = readonly number[] | null;

/** The positions of what is not 0; null where nothing is. */
export function supportOf(weights: Float64Array | null): Support {
  if (!weights?.includes(0)) return null;
  return Array.from(weights.keys()).filter((i) => (weights[i] as number) > 0);
}

/** The rows of the points that count. */
export function rowsOf(m: Matrix, support: Support): Matrix {
  if (!support) return m;
  const { cols, data } = m;
  const picked = new Float64Array(support.length * cols);
  support.forEach((i, k) => {
    picked.set(data.subarray(i * cols, (i + 1) * cols), k * cols);
  });
  return { rows: support.length, cols, data: picked };
}

/** The columns of the points that count. */
export function countingColumns(m: Matrix, support: Support): Matrix {
  return support ? pickColumns(m, support) : m;
}
