import { mercerError } from "./errors";

export type Vector = ArrayLike<number>;

/** Row-major, one point per row: element (i, j) is `data[i * cols + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** One number per point, or one row per point for several targets. */
export type Targets = Float64Array | Matrix;

/** Every form in which a matrix is accepted: this library's, arrays of rows, ndarray-like views, ml-matrix. */
export type MatrixLike =
  | Matrix
  | readonly (readonly number[])[]
  | readonly Float64Array[]
  | { readonly rows: number; readonly cols: number; readonly data: ArrayLike<number> }
  | {
      readonly data: ArrayLike<number>;
      readonly shape: readonly [number, number];
      readonly stride?: readonly [number, number];
      readonly offset?: number;
    }
  | { readonly rows: number; readonly columns: number; get(row: number, column: number): number };

/** A plain vector is n points of one feature. */
export type Points = MatrixLike | Vector;

/**
 * A rows × cols matrix from row-major data; a `Float64Array` is taken as it is, anything else is copied.
 *
 * @throws "shape" when `data` does not have rows · cols elements, "argument" when one of them is not a number
 */
export function matrix(data: ArrayLike<number>, rows: number, cols: number): Matrix {
  if (!isCount(rows) || !isCount(cols) || data.length !== rows * cols) {
    throw mercerError("shape", `a ${rows} × ${cols} matrix needs ${rows * cols} elements; data has ${data.length}`, { rows, cols });
  }
  if (data instanceof Float64Array) return { rows, cols, data };
  for (let k = 0; k < data.length; k++) {
    if (typeof data[k] !== "number") {
      throw mercerError("argument", `data at index ${k} is ${String(data[k])}; every element must be a number`, {
        argument: "data",
        row: k,
      });
    }
  }
  return { rows, cols, data: Float64Array.from(data) };
}

/** The rows of a matrix as nested arrays. */
export function toArrays(m: Matrix): number[][] {
  requireMatrix(m);
  return Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i)));
}

/** Row i, a view on the matrix's own data. */
export function rowOf(m: Matrix, row: number): Float64Array {
  requireMatrix(m);
  if (!isCount(row) || row >= m.rows) {
    throw mercerError("argument", `row ${row} of a matrix with ${m.rows} rows`, { argument: "row", row });
  }
  return m.data.subarray(row * m.cols, (row + 1) * m.cols);
}

function requireMatrix(m: Matrix): void {
  if (!(m?.data instanceof Float64Array) || m.data.length !== m.rows * m.cols) {
    throw mercerError("argument", "m must be a matrix { rows, cols, data } with a Float64Array of rows · cols elements", { argument: "m" });
  }
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

/** Aᵀ */
export function transpose({ rows, cols, data }: Matrix): Matrix {
  return { rows: cols, cols: rows, data: transposed(rows, cols, data) };
}

/** Column c of a matrix of `cols` columns. */
export function columnOf(data: Float64Array, cols: number, c: number): Float64Array {
  if (cols === 1) return data;
  const column = new Float64Array(data.length / cols);
  for (let i = 0; i < column.length; i++) column[i] = data[i * cols + c] as number;
  return column;
}
