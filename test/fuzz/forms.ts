import { runInNewContext } from "node:vm";
import { type Numbers, numberOf } from "./term";

/** The forms in which numbers come: all of them are to be read as what they are. */

class OwnArray extends Float64Array {
  static get [Symbol.species](): Float64ArrayConstructor {
    return Float64Array;
  }
}

/** A subclass that would make holes of what is derived from it. */
class OwnSpecies extends Float64Array {
  static get [Symbol.species](): Float64ArrayConstructor {
    return Array as unknown as Float64ArrayConstructor;
  }
}

const foreign = runInNewContext("values => Float64Array.from(values)") as (values: readonly number[]) => Float64Array;

interface Resizable {
  new (bytes: number, options: { maxByteLength: number }): ArrayBuffer & { resize(bytes: number): void };
}

export function onResizable(values: readonly number[], spare = 64): Float64Array {
  const bytes = 8 * values.length;
  const buffer = new (ArrayBuffer as unknown as Resizable)(bytes, { maxByteLength: bytes + spare });
  const numbers = new Float64Array(buffer);
  numbers.set(values);
  return numbers;
}

function shared(values: readonly number[]): Float64Array {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * values.length));
  numbers.set(values);
  return numbers;
}

const VECTORS = {
  array: (values) => values.slice(),
  f64: (values) => Float64Array.from(values),
  shared,
  resizable: (values) => onResizable(values),
  subclass: (values) => new OwnArray(values),
  species: (values) => new OwnSpecies(values),
  part: (values) => new Float64Array([Number.NaN, ...values, Number.NaN]).subarray(1, 1 + values.length),
  frozen: (values) => Object.freeze(values.slice()),
  proxy: (values) => new Proxy(values.slice(), {}),
  column: (values) => ({ length: values.length, get: (i: number) => values[i] as number }),
  arrayLike: (values) => Object.assign(Object.create(null), { ...values, length: values.length }),
  foreign: (values) => foreign(values),
} satisfies Readonly<Record<string, (values: number[]) => unknown>>;

export const VECTOR_FORMS = Object.keys(VECTORS) as readonly (keyof typeof VECTORS)[];

/** Rows × cols numbers, row by row. */
const MATRICES = {
  matrix: (data, rows, cols) => ({ rows, cols, data: Float64Array.from(data) }),
  nested: (data, rows, cols) => rowsOf(data, rows, cols),
  typedRows: (data, rows, cols) => rowsOf(data, rows, cols).map((row) => Float64Array.from(row)),
  plain: (data, rows, cols) => ({ rows, cols, data: data.slice() }),
  ndarray: (data, rows, cols) => ({ data: Float64Array.from(data), shape: [rows, cols] }),
  transposed: (data, rows, cols) => ({
    data: Float64Array.from({ length: rows * cols }, (_, k) => data[(k % rows) * cols + Math.floor(k / rows)] as number),
    shape: [rows, cols],
    strides: [1, rows],
  }),
  reversed: (data, rows, cols) => ({
    data: Float64Array.from(data).reverse(),
    shape: [rows, cols],
    stride: [-cols, -1],
    offset: rows * cols - 1,
  }),
  accessor: (data, rows, cols) => ({ rows, columns: cols, get: (i: number, j: number) => data[i * cols + j] as number }),
  shared: (data, rows, cols) => ({ rows, cols, data: shared(data) }),
  resizable: (data, rows, cols) => ({ rows, cols, data: onResizable(data) }),
  subclass: (data, rows, cols) => ({ rows, cols, data: new OwnArray(data) }),
  proxy: (data, rows, cols) => new Proxy(rowsOf(data, rows, cols), {}),
  foreign: (data, rows, cols) => ({ rows, cols, data: foreign(data) }),
} satisfies Readonly<Record<string, (data: number[], rows: number, cols: number) => unknown>>;

export const MATRIX_FORMS = Object.keys(MATRICES) as readonly (keyof typeof MATRICES)[];

function rowsOf(data: readonly number[], rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, (_, i) => data.slice(i * cols, (i + 1) * cols));
}

export function vectorIn(form: string, of: Numbers): unknown {
  const make = (VECTORS as Record<string, (values: number[]) => unknown>)[form];
  if (!make) throw new Error(`no form of a vector: ${form}`);
  return make(of.map(numberOf));
}

export function matrixIn(form: string, rows: number, cols: number, of: Numbers): unknown {
  const make = (MATRICES as Record<string, (data: number[], rows: number, cols: number) => unknown>)[form];
  if (!make) throw new Error(`no form of a matrix: ${form}`);
  return make(of.map(numberOf), rows, cols);
}
