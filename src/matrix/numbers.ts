import { describeNonNumber, mercerError } from "../errors";

/** A column of a table by its length and elements, null where one is missing: what a vector of Apache Arrow is. */
export interface Column {
  readonly length: number;
  get(index: number): number | null;
}

const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get as () =>
  | string
  | undefined;

/** "Float64Array" and the like for a typed array of any realm, undefined for anything else; no subclass or proxy has a say in it. */
export function typeOfArray(value: unknown): string | undefined {
  return tagOf.call(value);
}

const byteLengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength")?.get as () => number;

/** Whether a value is an ArrayBuffer of any realm; no subclass or proxy has a say in it. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  try {
    byteLengthOf.call(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * How many elements a list has. Of an array whose buffer is gone that is 0: code that V8 has compiled for arrays on resizable buffers, too,
 * reads the length that it once had, but the bytes right.
 */
export function countOf(list: ArrayLike<unknown> | Column): number {
  return ArrayBuffer.isView(list) && list.byteLength === 0 ? 0 : list.length;
}

/** A Float64Array as one of this realm and no subclass, a copy unless it is; null for anything else. */
export function float64Of(value: unknown): Float64Array | null {
  if (typeOfArray(value) !== "Float64Array") return null;
  const array = value as Float64Array;
  // whose buffer may be gone, so that a copy would throw
  if (countOf(array) === 0) return new Float64Array(0);
  return Object.getPrototypeOf(array) === Float64Array.prototype ? array : new Float64Array(array);
}

/** The first elements of a vector, as many as it was found to have, copied into `data` from `at` on; `row` where it is the row of a matrix. */
export function copyNumbers(
  value: ArrayLike<number> | Column,
  count: number,
  data: Float64Array,
  at: number,
  name: string,
  row?: number,
): void {
  if (ArrayBuffer.isView(value) && !typeOfArray(value)?.startsWith("Big")) {
    data.set(value as ArrayLike<number>, at);
    return;
  }
  const element = elementsOf(value);
  for (let k = 0; k < count; k++) {
    const number = element(k);
    data[at + k] = typeof number === "number" ? number : requireNumber(number, name, row ?? k, row === undefined ? undefined : k);
  }
}

/** How the elements of a vector are read. */
export function elementsOf(value: ArrayLike<number> | Column): (k: number) => unknown {
  return "get" in value && typeof value.get === "function" ? (k) => value.get(k) : (k) => (value as ArrayLike<number>)[k];
}

/** @throws "argument" with the place of an element that is no number */
export function requireNumber(value: unknown, name: string, row: number, column?: number): number {
  if (typeof value === "number") return value;
  const found = value === undefined ? "missing" : describeNonNumber(value);
  throw mercerError("argument", `${name} at ${placeOf(row, column)} is ${found}; every element must be a number`, {
    argument: name,
    row,
    column,
    value,
  });
}

export function placeOf(row: number, column: number | undefined): string {
  return column === undefined ? `index ${row}` : `row ${row}, column ${column}`;
}

/** Elements beyond which no engine gives an array. */
const LARGEST = 2 ** 31;

/** Room for rows · cols numbers. */
export function allocate(rows: number, cols: number, name: string): Float64Array {
  const count = rows * cols;
  try {
    if (count <= LARGEST) return new Float64Array(count);
  } catch {
    // told below
  }
  throw mercerError("memory", `${name} is ${rows} × ${cols}, which takes ${8 * count} bytes: more than there are`, {
    argument: name,
    bytesNeeded: 8 * count,
  });
}
