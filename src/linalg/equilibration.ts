import { requireFinite } from "../dense/finite";
import type { Scaling } from "../dense/scaled-solve";
import { type Matrix, transposed } from "../matrix";
import { exponentOf, isOrdinary, timesPowerOfTwo } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";

/** Beside rows of size 1 a row whose largest element is below 2^−200 is small. */
const SMALL = -200;

/** log₂ of the widest range of exponents. */
const PASSES = 12;

/**
 * R and C for the elimination of the square A with exchanges of rows, ‖A‖∞ being given; null where the largest elements of its rows and columns are ordinary numbers.
 *
 * First the columns alone are brought to 1: the choice of the pivots, and with it every bit of L, is as if numbers had no ends. Only where that leaves
 * a row small the rows are brought to 1 before the columns, as LAPACK's geequ does.
 */
export function equilibration(A: Matrix, norm: number): Scaling | null {
  if (isPlain(A, norm)) return null;
  const { rows: n, data } = A;
  const [heights, widths] = [columnMagnitudes(transposed(n, n, data), n), columnMagnitudes(data, n)];
  if (heights.every(isOrdinary) && widths.every(isOrdinary)) return null;
  const exponents = Float64Array.from(data, exponentOf);
  const rows = new Int32Array(n);
  const cols = Int32Array.from(widths, towardsOne);
  if (rowMaxima(n, exponents, cols).every((e) => e >= SMALL || e === -Infinity)) return { rows, cols };
  rows.set(Int32Array.from(heights, towardsOne));
  rowMaxima(n, transposed(n, n, exponents), rows).forEach((e, j) => {
    cols[j] = e === -Infinity ? 0 : -e;
  });
  return { rows, cols };
}

/**
 * S, so that M = S A S, for the symmetric A (its lower triangle alone is read), ‖A‖∞ being given; null where the largest elements of its rows are ordinary numbers.
 *
 * One power for the whole matrix, or, where that leaves a row small, one for every row: Ruiz, A scaling algorithm to equilibrate
 * both rows and columns norms in matrices, RAL-TR-2001-034, by which the exponents of the rows' largest elements halve until they are next to 0.
 */
export function symmetricEquilibration(A: Matrix, norm: number): Scaling | null {
  if (isPlain(A, norm)) return null;
  const { rows: n, data } = A;
  const whole = symmetricOf({ rows: n, cols: n, data }).data;
  const heights = columnMagnitudes(whole, n);
  if (heights.every(isOrdinary)) return null;
  const top = heights.reduce((most, value) => Math.max(most, exponentOf(value)), -Infinity);
  const own = new Int32Array(n);
  const scaling = { rows: own, cols: own };
  if (heights.every((value) => value === 0 || exponentOf(value) >= top + SMALL)) {
    own.fill(-Math.ceil(top / 2));
    return scaling;
  }
  const exponents = Float64Array.from(whole, exponentOf);
  for (let pass = 0; pass < PASSES; pass++) {
    const maxima = rowMaxima(n, exponents, own);
    for (let i = 0; i < n; i++) {
      const rest = (maxima[i] as number) + (own[i] as number);
      if (rest !== -Infinity) own[i] = (own[i] as number) - Math.trunc(rest / 2);
    }
  }
  return scaling;
}

/**
 * S that brings the diagonal of S A S to 1 for an A with a positive one, as Cholesky's factorisation may have it: its digits are the same for every S.
 * Rows with another diagonal element, where it will break down, are brought to the size of their pivot. `null` as above.
 */
export function diagonalEquilibration(A: Matrix, norm: number): Scaling | null {
  if (isPlain(A, norm)) return null;
  const { rows: n, data } = A;
  const own = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const diagonal = data[i * (n + 1)] as number;
    let exponent = exponentOf(diagonal) / 2;
    if (diagonal <= 0)
      for (let j = 0; j < i; j++) exponent = Math.max(exponent, exponentOf(data[i * n + j] as number) + (own[j] as number));
    own[i] = exponent === -Infinity ? 0 : -Math.ceil(exponent);
  }
  return { rows: own, cols: own };
}

/** Whether the norm of A and its diagonal tell already that its rows and columns are ordinary. */
function isPlain({ rows: n, data }: Matrix, norm: number): boolean {
  if (!isOrdinary(norm)) return false;
  for (let at = 0; at < data.length; at += n + 1) if (data[at] === 0 || !isOrdinary(data[at] as number)) return false;
  return true;
}

/** The symmetric matrix that the lower triangle of A is one half of. */
export function symmetricOf({ rows: n, data }: Matrix): Matrix {
  const whole = data.map((value, at) => (at % n > Math.floor(at / n) ? (data[(at % n) * n + Math.floor(at / n)] as number) : value));
  return { rows: n, cols: n, data: whole };
}

/** M = R A C. */
export function equilibrated({ rows: m, cols: n, data }: Matrix, { rows, cols }: Scaling): Float64Array {
  const M = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) M[i * n + j] = timesPowerOfTwo(data[i * n + j] as number, (rows[i] as number) + (cols[j] as number));
  }
  return M;
}

/**
 * A factor of A from one of M: element (i, j) times 2^−(rows_i + cols_j); nothing stands for zeros.
 *
 * @throws "not-finite" with the `row` and `column` of an element that is beyond the largest number
 */
export function unscaled(name: string, factor: Matrix, rows?: Int32Array | null, cols?: Int32Array | null): Matrix {
  if (!rows && !cols) return factor;
  const data = factor.data.map((value, at) => {
    const [i, j] = [Math.floor(at / factor.cols), at % factor.cols];
    return timesPowerOfTwo(value, -(rows?.[i] ?? 0) - (cols?.[j] ?? 0));
  });
  return requireFinite({ rows: factor.rows, cols: factor.cols, data }, name, "A");
}

/** The same for a unit lower triangular factor, whose columns are scaled back by what its rows are. */
export function unscaledUnit(factor: Matrix, rows: Int32Array | null): Matrix {
  const inverse = rows?.map((e) => -e);
  return unscaled("L", factor, rows, inverse);
}

/** log det A − log det M: −log 2 times the sum of all exponents. */
export function logOfScaling(scaling: Scaling | null): number {
  if (scaling === null) return 0;
  const total = (exponents: Int32Array): number => exponents.reduce((sum, e) => sum + e, 0);
  return -Math.LN2 * (total(scaling.rows) + total(scaling.cols));
}

/** max_j e_ij + cols_j */
function rowMaxima(n: number, exponents: Float64Array, cols: Int32Array): Float64Array {
  const maxima = new Float64Array(n).fill(-Infinity);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) maxima[i] = Math.max(maxima[i] as number, (exponents[i * n + j] as number) + (cols[j] as number));
  }
  return maxima;
}

function towardsOne(size: number): number {
  return size === 0 ? 0 : -exponentOf(size);
}
