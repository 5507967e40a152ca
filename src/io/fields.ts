import { type MercerError, mercerError } from "../errors";
import { isCount, type Matrix, type Targets } from "../matrix";
import { decodeNumbers, encodedLength, encodeNumbers } from "./base64";

/** The fields a file is made of: how each is written, and read with the path of the fault where it is not as it should be. */

export function writeNumber(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

export function writeNullable(value: number | null): number | string | null {
  return value === null ? null : writeNumber(value);
}

export function writeMatrix({ rows, cols, data }: Matrix): { rows: number; cols: number; data: string } {
  return { rows, cols, data: encodeNumbers(data) };
}

export function writeTargets(values: Targets): string | { rows: number; cols: number; data: string } {
  return values instanceof Float64Array ? encodeNumbers(values) : writeMatrix(values);
}

export function writeIntercept(intercept: number | Float64Array): number | string {
  return typeof intercept === "number" ? writeNumber(intercept) : encodeNumbers(intercept);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

export function readNumber(value: unknown, path: string): number {
  const number = typeof value === "number" ? value : SPECIAL.get(value);
  if (number === undefined) throw fault(path, 'must be a number, or "NaN", "Infinity", "-Infinity" or "-0"');
  return number;
}

export function readCount(value: unknown, path: string): number {
  if (!isCount(value) || value === 0) throw fault(path, "must be a positive whole number");
  return value;
}

export function readString(value: unknown, path: string): string {
  if (typeof value !== "string") throw fault(path, "must be a string");
  return value;
}

export function readBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw fault(path, "must be true or false");
  return value;
}

export function readLiteral(value: unknown, path: string, expected: string | number): void {
  if (value !== expected) throw fault(path, `must be ${JSON.stringify(expected)}; it is ${JSON.stringify(value)}`);
}

export function readObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault(path, typeof value === "string" ? "is a string; parse it with JSON.parse first" : "must be an object");
  }
  return value as Record<string, unknown>;
}

export function readArray<T>(value: unknown, path: string, read: (entry: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) throw fault(path, "must be an array");
  return value.map((entry, i) => read(entry, `${path}[${i}]`));
}

export function readMatrix(value: unknown, path: string): Matrix {
  const m = readObject(value, path);
  const rows = readCount(m.rows, `${path}.rows`);
  const cols = readCount(m.cols, `${path}.cols`);
  return { rows, cols, data: readNumbers(m.data, `${path}.data`, rows * cols) };
}

/** A vector of n numbers, or a matrix of n rows; of any size where n is null. */
export function readTargets(value: unknown, path: string, n: number | null): Targets {
  if (typeof value === "string") return readNumbers(value, path, n ?? readCount(Math.floor((3 * value.length) / 32), path));
  const m = readMatrix(value, path);
  if (n !== null && m.rows !== n) throw fault(`${path}.rows`, `is ${m.rows}, n is ${n}`);
  return m;
}

/** b beside the coefficients: a number for a vector, one per column for a matrix. */
export function readIntercept(value: unknown, path: string, coefficients: Targets): number | Float64Array {
  return coefficients instanceof Float64Array ? readNumber(value, path) : readNumbers(value, path, coefficients.cols);
}

function readNumbers(value: unknown, path: string, count: number): Float64Array {
  const text = readString(value, path);
  if (text.length !== encodedLength(count))
    throw fault(path, `has ${text.length} characters; ${count} numbers take ${encodedLength(count)}`);
  const numbers = decodeNumbers(text);
  if (numbers === null || encodeNumbers(numbers) !== text) throw fault(path, "is not base64");
  const at = numbers.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw fault(path, `has ${numbers[at]} at index ${at}; a model has finite numbers only`);
  return numbers;
}

export function fault(path: string, message: string): MercerError {
  return mercerError("format", `not a mercer model: ${path} ${message}`, { path });
}
