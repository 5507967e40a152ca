import { type MercerError, mercerError } from "../errors";
import { isCount, type Matrix, type Targets } from "../matrix";
import { decodeNumbers, encodedLength, encodeNumbers } from "./base64";

/**
 * The value of a part of a file. Nothing is taken on trust: a file may be of anyone's making, and nothing of it is called but the getters of the fields
 * asked for.
 *
 * @throws "format" with the path of the fault
 */
export type Read<T> = (value: unknown, path: string) => T;

/** The object's own field; undefined where it has none. */
export function fieldOf(value: object, name: string, path: string): unknown {
  try {
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  } catch {
    throw fault(`${path}.${name}`, UNREADABLE);
  }
}

export function readObject(value: unknown, path: string): object {
  if (typeof value === "object" && value !== null && !isArray(value, path)) return value;
  throw fault(path, typeof value === "string" ? "is a string; parse it with JSON.parse first" : `must be an object; it is ${shown(value)}`);
}

export function readList<T>(value: unknown, path: string, read: Read<T>): T[] {
  if (!isArray(value, path)) throw fault(path, `must be an array; it is ${shown(value)}`);
  const length = readCount(fieldOf(value, "length", path), path);
  const entries: T[] = [];
  for (let i = 0; i < length; i++) entries.push(read(fieldOf(value, String(i), path), `${path}[${i}]`));
  return entries;
}

export function isArray(value: unknown, path: string): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    throw fault(path, UNREADABLE);
  }
}

function readAs<T>(is: (value: unknown) => value is T, rule: string): Read<T> {
  return (value, path) => {
    if (is(value)) return value;
    throw fault(path, `must be ${rule}; it is ${shown(value)}`);
  };
}

export const readText = readAs((value): value is string => typeof value === "string", "a string");
export const readFlag = readAs((value): value is boolean => typeof value === "boolean", "true or false");
const readWhole = readAs(isCount, "a whole number, at least 0");
export const readPositive = readAs((value): value is number => isCount(value) && value > 0, "a positive whole number");

/** −0 is 0. */
export function readCount(value: unknown, path: string): number {
  return readWhole(value, path) + 0;
}

export function readWord<T extends string>(value: unknown, path: string, words: readonly T[]): T {
  return readAs((given): given is T => words.some((word) => word === given), `one of ${words.join(", ")}`)(value, path);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** Any number: JSON has no word for some. */
export function readNumber(value: unknown, path: string): number {
  const number = typeof value === "number" ? value : SPECIAL.get(value);
  if (number === undefined) throw fault(path, `must be a number, or "NaN", "Infinity", "-Infinity" or "-0"; it is ${shown(value)}`);
  return number;
}

export function readFinite(value: unknown, path: string): number {
  const number = readNumber(value, path);
  if (Number.isFinite(number)) return number;
  throw fault(path, `must be a finite number; it is ${number}`);
}

export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value, path) => (value === null ? null : read(value, path));
}

export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value, path) => (value === undefined ? undefined : read(value, path));
}

export function listOf<T>(read: Read<T>): Read<T[]> {
  return (value, path) => readList(value, path, read);
}

/** An object with these fields, in this order; others are left aside. */
export function recordOf<T>(fields: { readonly [K in keyof T]-?: Read<T[K]> }): Read<T> {
  return (value, path) => {
    const object = readObject(value, path);
    const entries = Object.entries<Read<unknown>>(fields).map(([name, read]) => [
      name,
      read(fieldOf(object, name, path), `${path}.${name}`),
    ]);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as T;
  };
}

export function readMatrix(value: unknown, path: string): Matrix {
  const object = readObject(value, path);
  const rows = readPositive(fieldOf(object, "rows", path), `${path}.rows`);
  const cols = readPositive(fieldOf(object, "cols", path), `${path}.cols`);
  return { rows, cols, data: readNumbers(fieldOf(object, "data", path), `${path}.data`, rows * cols) };
}

/** A vector of n numbers, or a matrix of n rows; of any size where n is null. */
export function readTargets(value: unknown, path: string, n: number | null): Targets {
  if (typeof value === "string") return readNumbers(value, path, n ?? readPositive(Math.floor((3 * value.length) / 32), path));
  const m = readMatrix(value, path);
  if (n !== null && m.rows !== n) throw fault(`${path}.rows`, `is ${m.rows}, n is ${n}`);
  return m;
}

/** b beside the coefficients: a number for a vector, one per column for a matrix. */
export function readIntercept(value: unknown, path: string, coefficients: Targets): number | Float64Array {
  return coefficients instanceof Float64Array ? readFinite(value, path) : readNumbers(value, path, coefficients.cols);
}

function readNumbers(value: unknown, path: string, count: number): Float64Array {
  const text = readText(value, path);
  if (text.length !== encodedLength(count))
    throw fault(path, `has ${text.length} characters; ${count} numbers take ${encodedLength(count)}`);
  const numbers = decodeNumbers(text);
  if (numbers === null || encodeNumbers(numbers) !== text) throw fault(path, "is not base64");
  const at = numbers.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw fault(path, `has ${numbers[at]} at index ${at}; a model has finite numbers only`);
  return numbers;
}

/** What a value is, in a few words, without calling anything of its own. */
export function shown(value: unknown): string {
  if (typeof value === "string") return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === "object") return value === null ? "null" : "an object";
  return typeof value === "function" || typeof value === "symbol" ? `a ${typeof value}` : String(value);
}

export const UNREADABLE = "cannot be read; a file is plain data, as JSON.parse returns it";

export function fault(path: string, message: string): MercerError {
  return mercerError("format", `not a mercer model: ${path} ${message}`, { path });
}
