import { describeValue, mercerError, readingError } from "./errors";
import { allocate, type Column, copyNumbers, countOf, float64Of } from "./matrix/numbers";

export type { Column } from "./matrix/numbers";

export type Vector = ArrayLike<number>;

/** A vector in any accepted form: arrays, typed arrays and the like, and columns of tables that are read by `get`, as Apache Arrow's. */
export type Values = Vector | Column;

/** Row-major, one point per row: element (i, j) is `data[i * cols + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** One number per point, or one row per point for several targets. */
export type Targets = Float64Array | Matrix;

/** Where the elements of an ndarray-like view are: `strides` or `stride`, counted in elements; without them `order`, row by row unless given. */
interface Strides {
  readonly stride?: Vector;
  readonly strides?: Vector;
  readonly offset?: number;
  readonly order?: unknown;
}

/**
 * Every form in which a matrix is accepted: this library's, arrays of rows, ndarray-like views (scijs, stdlib, vectorious), ml-matrix. A row is an array, a
 * typed array, an array-like object or a column of a table.
 */
export type MatrixLike =
  | Matrix
  | readonly Values[]
  | ({ readonly rows: number; readonly cols: number; readonly data: Vector } & Strides)
  | ({ readonly data: Vector; readonly shape: Vector } & Strides)
  | { readonly rows: number; readonly columns: number; get(row: number, column: number): number };

/** A plain vector is n points of one feature. */
export type Points = MatrixLike | Values;

/**
 * A rows × cols matrix from row-major data; a `Float64Array` is taken as it is, anything else is copied. NaN and ∞ are numbers here: what computes with the matrix refuses them.
 *
 * @throws "shape" when `data` does not have rows · cols elements, "argument" when one of them is not a number
 * @example matrix([1, 2, 3, 4, 5, 6], 2, 3).cols // 3
 */
export function matrix(data: Values, rows: number, cols: number): Matrix {
  try {
    const length: unknown = typeof data === "object" && data ? countOf(data) : undefined;
    if (!isCount(rows) || !isCount(cols) || length !== rows * cols) {
      const size = `${describeValue(rows)} × ${describeValue(cols)}`;
      const found = isCount(length) ? `data has ${length}` : `data is ${describeValue(data)}`;
      throw mercerError("shape", `a ${size} matrix needs rows · cols elements; ${found}`, { argument: "data", rows, cols });
    }
    const own = float64Of(data);
    if (own) return { rows, cols, data: own };
    const copy = allocate(rows, cols, "data");
    copyNumbers(data, copy.length, copy, 0, "data");
    return { rows, cols, data: copy };
  } catch (error) {
    throw readingError(error, "data");
  }
}

/**
 * The rows of a matrix as nested arrays.
 *
 * @example toArrays(matrix([1, 2, 3, 4], 2, 2)) // [[1, 2], [3, 4]]
 */
export function toArrays(m: Matrix): number[][] {
  const { rows, cols, data } = requireMatrix(m);
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));
}

/**
 * Row i, a view on the matrix's own data.
 *
 * @example rowOf(matrix([1, 2, 3, 4], 2, 2), 1) // [3, 4]
 */
export function rowOf(m: Matrix, row: number): Float64Array {
  const { rows, cols, data } = requireMatrix(m);
  if (!isCount(row) || row >= rows) {
    throw mercerError("argument", `row ${describeValue(row)} of a matrix with ${rows} rows`, { argument: "row", row });
  }
  return data.subarray(row * cols, (row + 1) * cols);
}

/** The same of a matrix that has been read, for a row that it has. */
export function rowAt({ cols, data }: Matrix, row: number): Float64Array {
  return data.subarray(row * cols, (row + 1) * cols);
}

/** A matrix of this library's own form; its data of this realm. */
function requireMatrix(m: Matrix): Matrix {
  try {
    const { rows, cols, data: given } = m;
    const data = float64Of(given);
    if (data && isCount(rows) && isCount(cols) && data.length === rows * cols) return data === given ? m : { rows, cols, data };
  } catch {
    // told below
  }
  const form = "a matrix { rows, cols, data } with a Float64Array of rows · cols elements";
  throw mercerError("argument", `m must be ${form}; it is ${describeValue(m)}`, { argument: "m" });
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** The transpose of rows × cols numbers, row-major. */
export function transposed(rows: number, cols: number, data: Float64Array): Float64Array {
  if (rows === 1 || cols === 1) return data.slice();
  const result = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) result[j * rows + i] = data[i * cols + j] as number;
  return result;
}

/** A with numbers of its own. */
export function cloned({ rows, cols, data }: Matrix): Matrix {
  return { rows, cols, data: data.slice() };
}

/** Aᵀ */
export function transpose({ rows, cols, data }: Matrix): Matrix {
  return { rows: cols, cols: rows, data: transposed(rows, cols, data) };
}

/** Two vectors of n zeros in one buffer: what they take is asked for once. */
export function pairOfVectors(n: number): readonly [Float64Array, Float64Array] {
  const buffer = new ArrayBuffer(16 * n);
  return [new Float64Array(buffer, 0, n), new Float64Array(buffer, 8 * n, n)];
}

/** Column c of a matrix of `cols` columns. */
export function columnOf(data: Float64Array, cols: number, c: number): Float64Array {
  if (cols === 1) return data;
  const column = new Float64Array(data.length / cols);
  for (let i = 0; i < column.length; i++) column[i] = data[i * cols + c] as number;
  return column;
}

/** [A 1] */
export function withOnes({ rows, cols, data }: Matrix): Matrix {
  const wider = new Float64Array(rows * (cols + 1)).fill(1);
  for (let i = 0; i < rows; i++) wider.set(data.subarray(i * cols, (i + 1) * cols), i * (cols + 1));
  return { rows, cols: cols + 1, data: wider };
}

/** Some columns of a matrix, side by side. */
export function pickColumns({ rows, cols, data }: Matrix, columns: readonly number[]): Matrix {
  const picked = new Float64Array(rows * columns.length);
  for (let i = 0; i < rows; i++) {
    columns.forEach((j, c) => {
      picked[i * columns.length + c] = data[i * cols + j] as number;
    });
  }
  return { rows, cols: columns.length, data: picked };
}
