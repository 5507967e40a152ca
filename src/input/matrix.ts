import { describeValue, type MercerError, mercerError, readingError } from "../errors";
import { isCount, type Matrix, type MatrixLike, type Points, type Targets, type Values } from "../matrix";
import { allocate, copyNumbers, countOf, float64Of, requireNumber } from "../matrix/numbers";
import { type Layout, layoutOf } from "./layout";
import { isVector, readNumbers, readVector, requireFinite, requireRow, requireWidth } from "./vector";

/** Points as an n × d matrix; a plain vector is n points of one feature. */
export function readPoints(value: Points, name: string): Matrix {
  return nonEmpty(isVector(value) ? column(readVector(value, name)) : readMatrix(value, name), name);
}

/** Targets: a vector is one column that results give back as a vector. */
export function readTargets(value: Values | MatrixLike, name: string): { readonly matrix: Matrix; readonly isVector: boolean } {
  if (isVector(value)) return { matrix: column(readVector(value, name)), isVector: true };
  return { matrix: readMatrix(value, name), isVector: false };
}

/** What belongs to the targets, shaped as they were: a vector for a vector, a matrix for a matrix. */
export function asGiven(values: Matrix, isVector: boolean): Targets {
  return isVector ? values.data : values;
}

/** A matrix in any accepted form, as contiguous rows. */
export function readMatrix(value: MatrixLike, name: string): Matrix {
  try {
    const m = ownMatrix(value) ?? contiguous(value, name);
    requireFinite(m.data, name, m.cols);
    return m;
  } catch (error) {
    throw readingError(error, name);
  }
}

/** @throws "shape" unless the points have d features */
export function requireFeatures(points: Matrix, d: number, name: string): void {
  if (points.cols === d) return;
  throw mercerError(
    "shape",
    `${name} has ${points.cols} ${points.cols === 1 ? "feature" : "features"}, ${d} ${d === 1 ? "is" : "are"} needed`,
    { argument: name, features: points.cols, needed: d },
  );
}

function column(vector: Float64Array): Matrix {
  return { rows: vector.length, cols: 1, data: vector };
}

function nonEmpty(m: Matrix, name: string): Matrix {
  if (m.rows === 0 || m.cols === 0) {
    throw mercerError("shape", `${name} is empty (${m.rows} × ${m.cols}); at least one row and one column are needed`, { argument: name });
  }
  return m;
}

/** This library's own form and nothing beside it; null for any other. */
function ownMatrix(value: MatrixLike): Matrix | null {
  const { rows, cols, data } = (value ?? {}) as Partial<Matrix>;
  const own = isCount(rows) && isCount(cols) ? float64Of(data) : null;
  if (!own || own.length !== (rows as number) * (cols as number) || Object.keys(value).length !== 3) return null;
  return Object.getPrototypeOf(value) === Object.prototype ? { rows: rows as number, cols: cols as number, data: own } : null;
}

function contiguous(value: MatrixLike, name: string): Matrix {
  if (typeof value !== "object" || value === null) throw notAMatrix(value, name);
  if (Array.isArray(value)) return fromRows(value, name);
  if ("get" in value && "columns" in value && typeof value.get === "function") return fromAccessor(value, name);
  if ("data" in value && isVector(value.data) && ("shape" in value || "cols" in value)) return fromView(value, name);
  if ("length" in value && isCount(value.length) && !("shape" in value)) return fromRows(value as ArrayLike<unknown>, name);
  throw notAMatrix(value, name);
}

function fromRows(rows: ArrayLike<unknown>, name: string): Matrix {
  // each looked at once: what is foreign may change
  const read: Values[] = [];
  let cols = 0;
  for (let i = 0, count = countOf(rows); i < count; i++) {
    const row = rows[i];
    requireRow(row, i, name);
    const length = countOf(row);
    if (i === 0) cols = length;
    requireWidth(length, cols, i, name);
    read.push(row);
  }
  const data = allocate(read.length, cols, name);
  for (const [i, row] of read.entries()) copyNumbers(row, cols, data, i * cols, name, i);
  return { rows: read.length, cols, data };
}

function fromAccessor(m: { readonly rows: number; readonly columns: number; get(i: number, j: number): number }, name: string): Matrix {
  const { rows, columns: cols } = m;
  if (!isCount(rows) || !isCount(cols)) {
    throw mercerError("shape", `${name} has ${describeValue(rows)} rows and ${describeValue(cols)} columns; both must be whole numbers`, {
      argument: name,
    });
  }
  return fill({ rows, cols }, name, (i, j) => m.get(i, j));
}

function fromView(view: { readonly data: Values }, name: string): Matrix {
  const data = view.data as ArrayLike<number>;
  const count = countOf(data);
  const layout = layoutOf(view as object, count, name);
  const { rows, cols, rowStride, columnStride, offset } = layout;
  if (isWhole(layout, count)) return { rows, cols, data: readNumbers(data, name) };
  return fill(layout, name, (i, j) => data[offset + i * rowStride + j * columnStride]);
}

/** Whether the elements are the data itself, row by row. */
function isWhole({ rows, cols, rowStride, columnStride, offset }: Layout, length: number): boolean {
  return offset === 0 && length === rows * cols && (rows < 2 || rowStride === cols) && (cols < 2 || columnStride === 1);
}

function fill(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  name: string,
  element: (i: number, j: number) => unknown,
): Matrix {
  // before room is made for the others
  if (rows > 0 && cols > 0) requireNumber(element(0, 0), name, 0, 0);
  const data = allocate(rows, cols, name);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) data[i * cols + j] = requireNumber(element(i, j), name, i, j);
  return { rows, cols, data };
}

function notAMatrix(value: unknown, name: string): MercerError {
  const forms = "rows of numbers, { rows, cols, data } or an ndarray-like view";
  return mercerError("argument", `${name} must be a matrix: ${forms}; it is ${describeValue(value)}`, { argument: name });
}
