import { mercerError } from "./errors";
import { isCount, type Matrix, type MatrixLike, type Points, type Targets, type Vector } from "./matrix";

/**
 * Reading what users hand in. Everything is checked here once, at the public function: shape, type and finiteness of every element.
 * Results may share memory with the input and are only read.
 */

/** Points as an n × d matrix; a plain vector is n points of one feature. */
export function readPoints(value: Points, name: string): Matrix {
  return nonEmpty(isVector(value) ? column(readVector(value, name)) : readMatrix(value, name), name);
}

/** Targets: a vector is one column that results give back as a vector. */
export function readTargets(value: Vector | MatrixLike, name: string): { readonly matrix: Matrix; readonly isVector: boolean } {
  if (isVector(value)) return { matrix: column(readVector(value, name)), isVector: true };
  return { matrix: readMatrix(value, name), isVector: false };
}

/** What belongs to the targets, shaped as they were: a vector for a vector, a matrix for a matrix. */
export function asGiven(values: Matrix, isVector: boolean): Targets {
  return isVector ? values.data : values;
}

/** A matrix in any accepted form, as contiguous rows. */
export function readMatrix(value: MatrixLike, name: string): Matrix {
  const m = contiguous(value, name);
  checkFinite(m.data, name, m.cols);
  return m;
}

/** A vector of finite numbers. */
export function readVector(value: Vector, name: string): Float64Array {
  if (!isVector(value)) throw mercerError("argument", `${name} must be an array of numbers`, { argument: name });
  const vector = numbers(value, name);
  checkFinite(vector, name, 1);
  return vector;
}

/** An object with options, and not `null`, an array or nothing. */
export function readOptions<T extends object>(value: T, name: string): T {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw mercerError("argument", `${name} must be an object; it is ${String(value)}`, { argument: name });
}

/** A finite number, at least `minimum` or above `above` where given. */
export function readNumber(value: unknown, name: string, bounds: { minimum?: number; above?: number; integer?: boolean } = {}): number {
  const { minimum = -Infinity, above = -Infinity, integer = false } = bounds;
  if (typeof value !== "number" || !Number.isFinite(value) || value < minimum || value <= above || (integer && !Number.isInteger(value))) {
    const kind = integer ? "an integer" : "a finite number";
    const bound = above > -Infinity ? ` greater than ${above}` : minimum > -Infinity ? `, at least ${minimum}` : "";
    throw mercerError("argument", `${name} must be ${kind}${bound}; it is ${String(value)}`, { argument: name, value });
  }
  return value;
}

/** One of a list of words. */
export function readChoice<T extends string | number | boolean>(value: unknown, name: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    const listed = choices.map((choice) => JSON.stringify(choice)).join(", ");
    throw mercerError("argument", `${name} must be one of ${listed}; it is ${String(value)}`, { argument: name, value });
  }
  return found;
}

export function isVector(value: unknown): value is Vector {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  return Array.isArray(value) && (value.length === 0 || typeof value[0] !== "object");
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

function contiguous(value: MatrixLike, name: string): Matrix {
  if (Array.isArray(value)) return fromRows(value, name);
  if (typeof value !== "object" || value === null) throw notAMatrix(name);
  if ("get" in value && "columns" in value && typeof value.get === "function") return fromAccessor(value, name);
  if (!("data" in value) || !isVector(value.data)) throw notAMatrix(name);
  if ("shape" in value) return fromView(value, name);
  if (!("cols" in value)) throw notAMatrix(name);
  const { rows, cols, data } = value;
  checkSize(rows, cols, name);
  if (data.length !== rows * cols) {
    throw mercerError("shape", `${name} is ${rows} × ${cols}, which needs ${rows * cols} elements; its data has ${data.length}`, {
      argument: name,
    });
  }
  return { rows, cols, data: numbers(data, name) };
}

function fromRows(rows: readonly Vector[], name: string): Matrix {
  const cols = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * cols);
  rows.forEach((row, i) => {
    if (!isVector(row)) throw mercerError("shape", `row ${i} of ${name} is not an array of numbers`, { argument: name, row: i });
    if (row.length !== cols) {
      throw mercerError("shape", `row ${i} of ${name} has ${row.length} columns, row 0 has ${cols}`, { argument: name, row: i });
    }
    data.set(numbers(row, name, i), i * cols);
  });
  return { rows: rows.length, cols, data };
}

function fromAccessor(m: { readonly rows: number; readonly columns: number; get(i: number, j: number): number }, name: string): Matrix {
  checkSize(m.rows, m.columns, name);
  const data = new Float64Array(m.rows * m.columns);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.columns; j++) data[i * m.columns + j] = number(m.get(i, j), name, i, j);
  }
  return { rows: m.rows, cols: m.columns, data };
}

function fromView(view: Extract<MatrixLike, { shape: unknown }>, name: string): Matrix {
  if (!isVector(view.shape) || view.shape.length !== 2) {
    throw mercerError("shape", `${name} has the shape ${JSON.stringify(view.shape)}; a matrix has two dimensions`, { argument: name });
  }
  const [rows, cols] = view.shape;
  checkSize(rows, cols, name);
  const [rowStride, columnStride] = view.stride ?? [cols, 1];
  const offset = view.offset ?? 0;
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) data[i * cols + j] = number(view.data[offset + i * rowStride + j * columnStride], name, i, j);
  }
  return { rows, cols, data };
}

function checkSize(rows: unknown, cols: unknown, name: string): void {
  if (!isCount(rows) || !isCount(cols)) {
    throw mercerError("shape", `${name} has ${String(rows)} rows and ${String(cols)} columns; both must be whole numbers`, {
      argument: name,
    });
  }
}

function notAMatrix(name: string): Error {
  return mercerError("argument", `${name} must be a matrix: rows of numbers, { rows, cols, data } or an ndarray-like view`, {
    argument: name,
  });
}

function numbers(value: Vector, name: string, row?: number): Float64Array {
  if (value instanceof Float64Array) return value;
  const copy = new Float64Array(value.length);
  for (let i = 0; i < value.length; i++) copy[i] = row === undefined ? number(value[i], name, i) : number(value[i], name, row, i);
  return copy;
}

function number(value: unknown, name: string, row: number, column?: number): number {
  if (typeof value !== "number") {
    throw mercerError("argument", `${name} at ${place(row, column)} is ${describeValue(value)}; every element must be a number`, {
      argument: name,
      row,
      column,
      value,
    });
  }
  return value;
}

function checkFinite(data: Float64Array, name: string, cols: number): void {
  for (let k = 0; k < data.length; k++) {
    const value = data[k] as number;
    if (value - value !== 0) {
      const row = Math.floor(k / cols);
      const column = k % cols;
      throw mercerError("not-finite", `${name} at ${place(row, column)} is ${value}; remove or fill in such values first`, {
        argument: name,
        row,
        column,
        value,
      });
    }
  }
}

function place(row: number, column: number | undefined): string {
  return column === undefined ? `index ${row}` : `row ${row}, column ${column}`;
}

function describeValue(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
