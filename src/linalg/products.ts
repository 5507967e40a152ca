import { zeros } from "../core/matrices";
import { gemm } from "../core/products";
import { requireFinite } from "../dense/finite";
import { productBy, square } from "../dense/products";
import { mercerError } from "../errors";
import { readMatrix } from "../input";
import { type Matrix, type MatrixLike, transpose } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";

/**
 * A·B for A (m × k) and B (k × n).
 *
 * @throws "shape" when A has not as many columns as B has rows, "not-finite" with the `row` and `column` that is beyond the largest number
 * @example matmul([[1, 2], [3, 4]], [[1], [1]]).data // [3, 7]
 */
export function matmul(A: MatrixLike, B: MatrixLike): Matrix {
  const a = readMatrix(A, "A");
  const b = readMatrix(B, "B");
  if (a.cols !== b.rows) {
    const message = `A is ${a.rows} × ${a.cols}, B is ${b.rows} × ${b.cols}: A needs as many columns as B has rows`;
    throw mercerError("shape", message, { argument: "B" });
  }
  return mended("A·B", product(a, b), a, b, () => {
    const columns = rowExponents(transpose(b));
    const scaled = { ...b, data: b.data.map((value, at) => timesPowerOfTwo(value, TOP - (columns[at % b.cols] as number))) };
    return { product: product(raised(a), scaled), columns };
  });
}

/**
 * A·Aᵀ for A (n × k), symmetric bit for bit, at half the arithmetic of a product.
 *
 * @throws "not-finite" with the `row` and `column` that is beyond the largest number
 * @example syrk([[1, 2], [3, 4]]).data // [5, 11, 11, 25]
 */
export function syrk(A: MatrixLike): Matrix {
  const a = readMatrix(A, "A");
  return mended("A·Aᵀ", square(a), a, a, () => ({ product: square(raised(a)), columns: rowExponents(a) }));
}

function product(A: Matrix, B: Matrix): Matrix {
  return productBy(gemm, A, B, zeros(A.rows, B.cols));
}

/** An element above this has lost no digit that counts to terms below the smallest number. */
const CERTAIN = 2 ** -900;

/** The power of two that rows and columns are brought to: their products stay below 2⁹⁶⁰ times their number, and far above the smallest number. */
const TOP = 480;

/**
 * C = A·B as it was computed, but for the elements that are no numbers, or so small that a term may have vanished: these are taken from the product
 * of A and B with their rows and columns brought to 2⁴⁸⁰.
 */
function mended(
  name: string,
  C: Matrix,
  A: Matrix,
  B: Matrix,
  raise: () => { readonly product: Matrix; readonly columns: Float64Array },
): Matrix {
  const { cols: n, data } = C;
  if (areCertain(data)) return C;
  const vanishes = leastOf(A) * leastOf(B) < CERTAIN;
  const isDoubtful = (value: number): boolean => (vanishes ? !isCertain(value) : !Number.isFinite(value));
  if (!data.some(isDoubtful)) return C;
  const rows = rowExponents(A);
  const { product: raised, columns } = raise();
  data.forEach((value, at) => {
    const share = raised.data[at] as number;
    if (!isDoubtful(value) || (Number.isFinite(value) && Math.abs(share) < CERTAIN)) return;
    data[at] = timesPowerOfTwo(share, (rows[Math.floor(at / n)] as number) + (columns[at % n] as number) - 2 * TOP);
  });
  return requireFinite(C, name, "A");
}

function areCertain(data: Float64Array): boolean {
  for (let at = 0; at < data.length; at++) if (!isCertain(data[at] as number)) return false;
  return true;
}

function isCertain(value: number): boolean {
  const size = Math.abs(value);
  return size >= CERTAIN && size < Infinity;
}

/** The exponent of the largest element of every row; 0 for a row of zeros. */
function rowExponents({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const largest = largestMagnitude(data.subarray(i * cols, (i + 1) * cols));
    return largest === 0 ? 0 : exponentOf(largest);
  });
}

/** A with its rows brought to 2⁴⁸⁰. */
function raised(A: Matrix): Matrix {
  const exponents = rowExponents(A);
  return { ...A, data: A.data.map((value, at) => timesPowerOfTwo(value, TOP - (exponents[Math.floor(at / A.cols)] as number))) };
}

/** The least |a_ij| that is not 0. */
function leastOf({ data }: Matrix): number {
  let least = Infinity;
  for (let k = 0; k < data.length; k++) {
    const size = Math.abs(data[k] as number);
    if (size < least && size > 0) least = size;
  }
  return least;
}
