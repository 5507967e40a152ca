import { describeNonNumber, describeValue, mercerError, readingError } from "../errors";
import { isCount, type Values } from "../matrix";
import { allocate, copyNumbers, countOf, elementsOf, float64Of, placeOf, requireNumber, typeOfArray } from "../matrix/numbers";

/** A vector of finite numbers. */
export function readVector(value: Values, name: string): Float64Array {
  try {
    if (!isVector(value))
      throw mercerError("argument", `${name} must be an array of numbers; it is ${describeNonNumber(value)}`, { argument: name });
    const vector = readNumbers(value, name);
    requireFinite(vector, name, 1);
    return vector;
  } catch (error) {
    throw readingError(error, name);
  }
}

/** The elements of a list, each read by a function that knows its name. */
export function readEach<T>(value: unknown, name: string, what: string, read: (element: unknown, name: string) => T): T[] {
  try {
    if (!isVector(value)) throw mercerError("argument", `${name} must be ${what}; it is ${describeNonNumber(value)}`, { argument: name });
    const element = elementsOf(value);
    return Array.from({ length: countOf(value) }, (_, k) => read(element(k), `${name}[${k}]`));
  } catch (error) {
    throw readingError(error, name);
  }
}

/** An array of anything as one of ours, each element looked at once. */
export function readList(value: unknown, name: string, what: string): unknown[] {
  try {
    if (Array.isArray(value)) return Array.from(value as readonly unknown[]);
  } catch (error) {
    throw readingError(error, name);
  }
  throw mercerError("argument", `${name} must be ${what}; it is ${describeValue(value)}`, { argument: name });
}

/** Whether a value is a list of something else than rows: an array, a typed array of any realm, a column of a table or another array-like object. */
export function isVector(value: unknown): value is Values {
  try {
    if (typeof value !== "object" || value === null) return false;
    if (Array.isArray(value)) return value.length === 0 || !isRow(value[0]);
    if (ArrayBuffer.isView(value)) return typeOfArray(value) !== undefined;
    if (!("length" in value && isCount(value.length)) || "shape" in value || "rows" in value) return false;
    return value.length === 0 || !isRow(elementsOf(value as Values)(0));
  } catch {
    return false;
  }
}

function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The elements of a vector: its own array where that is a Float64Array, else a copy. */
export function readNumbers(value: Values, name: string): Float64Array {
  const own = float64Of(value);
  if (own) return own;
  // before room is made for the others
  const count = countOf(value);
  if (count > 0) requireNumber(elementsOf(value)(0), name, 0);
  const data = allocate(count, 1, name);
  copyNumbers(value, count, data, 0, name);
  return data;
}

/** @throws "not-finite" with the place of the first number that is NaN or infinite */
export function requireFinite(data: Float64Array, name: string, cols: number): void {
  for (let from = 0; from < data.length; from += STRETCH) {
    const to = Math.min(data.length, from + STRETCH);
    if (areFinite(data, from, to)) continue;
    const k = data.findIndex((value, at) => at >= from && !Number.isFinite(value));
    const [row, column] = [Math.floor(k / cols), k % cols];
    const value = data[k] as number;
    throw mercerError("not-finite", `${name} at ${placeOf(row, column)} is ${value}; remove or fill in such values first`, {
      argument: name,
      row,
      column,
      value,
    });
  }
}

/** Numbers that are looked at together. */
const STRETCH = 4096;

/** Whether the numbers are finite: 0·x is 0 for those, and NaN for others, which no sum loses. */
function areFinite(data: Float64Array, from: number, to: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = from;
  for (; k + 4 <= to; k += 4) {
    a += 0 * (data[k] as number);
    b += 0 * (data[k + 1] as number);
    c += 0 * (data[k + 2] as number);
    d += 0 * (data[k + 3] as number);
  }
  for (; k < to; k++) a += 0 * (data[k] as number);
  return a + b + c + d === 0;
}

/** @throws "shape" unless a row of a matrix is there, and a vector */
export function requireRow(row: unknown, i: number, name: string): asserts row is Values {
  if (Array.isArray(row) && !isVector(row)) requireNumber(row[0], name, i, 0);
  const fault = row === undefined ? "missing" : isVector(row) ? null : `${describeNonNumber(row)}; it must be an array of numbers`;
  if (fault !== null) throw mercerError("shape", `row ${i} of ${name} is ${fault}`, { argument: name, row: i });
}

/** @throws "shape" unless row i of a matrix has as many columns as row 0 */
export function requireWidth(length: number, cols: number, i: number, name: string): void {
  if (length === cols) return;
  throw mercerError("shape", `row ${i} of ${name} has ${length} ${length === 1 ? "column" : "columns"}, row 0 has ${cols}`, {
    argument: name,
    row: i,
  });
}
