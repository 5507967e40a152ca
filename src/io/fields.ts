import { type MercerError, mercerError } from "../errors";
import { isCount, type Matrix, type Targets } from "../matrix";
import { decodeNumbers, encodedLength, encodeNumbers } from "./base64";

/**
 * How a part of a model stands in a file. What is read and what is written is checked alike, so that a file that can be read can be written again.
 * Both may be of anyone's making: nothing of theirs is called but the getters of the fields asked for.
 *
 * @throws "format" with the path of the fault
 */
export interface Field<T> {
  read(value: unknown, path: string): T;
  write(value: unknown, path: string): unknown;
}

/** The object's own field; undefined where it has none. */
export function fieldOf(value: object, name: string, path: string): unknown {
  try {
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  } catch {
    throw fault(`${path}.${name}`, UNREADABLE);
  }
}

export function objectOf(value: unknown, path: string): object {
  if (typeof value === "object" && value !== null && !isArray(value, path)) return value;
  throw fault(path, typeof value === "string" ? "is a string; parse it with JSON.parse first" : `must be an object; it is ${shown(value)}`);
}

/** The entries of an array, each as `read` makes it of them. */
export function entriesOf<T>(value: unknown, path: string, read: (entry: unknown, path: string) => T): T[] {
  if (!isArray(value, path)) throw fault(path, `must be an array; it is ${shown(value)}`);
  const length = count.read(fieldOf(value, "length", path), path);
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

/** A value that is the same in a file and in a model. */
function same<T>(is: (value: unknown) => value is T, rule: string): Field<T> {
  const check = (value: unknown, path: string): T => {
    if (is(value)) return value;
    throw fault(path, `${rule}; it is ${shown(value)}`);
  };
  return { read: check, write: check };
}

export const text = same((value): value is string => typeof value === "string", "must be a string");
export const flag = same((value): value is boolean => typeof value === "boolean", "must be true or false");
export const count = whole(0);
export const positive = whole(1);

/** A whole number; −0 is 0. */
function whole(least: number): Field<number> {
  const { read } = same((value): value is number => isCount(value) && value >= least, `must be a whole number, at least ${least}`);
  const check = (value: unknown, path: string): number => read(value, path) + 0;
  return { read: check, write: check };
}

export function oneOf<T extends string>(words: readonly T[]): Field<T> {
  return same((value): value is T => words.some((word) => word === value), `must be one of ${words.join(", ")}`);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** Any number: JSON has no word for some. */
export const number: Field<number> = {
  read(value, path) {
    const read = typeof value === "number" ? value : SPECIAL.get(value);
    if (read === undefined) throw fault(path, `must be a number, or "NaN", "Infinity", "-Infinity" or "-0"; it is ${shown(value)}`);
    return read;
  },
  write(value, path) {
    if (typeof value !== "number") throw fault(path, `must be a number; it is ${shown(value)}`);
    return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
  },
};

/** A finite number. */
export const finite: Field<number> = {
  read: (value, path) => requireFinite(number.read(value, path), path),
  write: (value, path) => number.write(requireFinite(value, path), path),
};

function requireFinite<T>(value: T, path: string): T {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw fault(path, `must be a finite number; it is ${value}`);
}

export function nullable<T>({ read, write }: Field<T>): Field<T | null> {
  return {
    read: (value, path) => (value === null ? null : read(value, path)),
    write: (value, path) => (value === null ? null : write(value, path)),
  };
}

export function optional<T>({ read, write }: Field<T>): Field<T | undefined> {
  return {
    read: (value, path) => (value === undefined ? undefined : read(value, path)),
    write: (value, path) => (value === undefined ? undefined : write(value, path)),
  };
}

export function list<T>({ read, write }: Field<T>): Field<T[]> {
  return { read: (value, path) => entriesOf(value, path, read), write: (value, path) => entriesOf(value, path, write) };
}

/** An object with these fields, in this order; others are left aside. */
export function record<T>(fields: { readonly [K in keyof T]-?: Field<T[K]> }): Field<T> {
  const each = (way: "read" | "write", value: unknown, path: string): object => {
    const object = objectOf(value, path);
    const entries = Object.entries<Field<unknown>>(fields).map(([name, field]) => {
      return [name, field[way](fieldOf(object, name, path), `${path}.${name}`)] as const;
    });
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
  };
  return { read: (value, path) => each("read", value, path) as T, write: (value, path) => each("write", value, path) };
}

/** Finite numbers as base64 of little-endian float64, as many as told or however many there are. */
export function numbers(wanted: number | null): Field<Float64Array> {
  return {
    read(value, path) {
      const written = text.read(value, path);
      const length = wanted ?? Math.floor((3 * written.length) / 32);
      if (length === 0 || written.length !== encodedLength(length)) {
        throw fault(path, `has ${written.length} characters; ${Math.max(1, length)} numbers take ${encodedLength(Math.max(1, length))}`);
      }
      const read = decodeNumbers(written);
      if (read === null || encodeNumbers(read) !== written) throw fault(path, "is not base64");
      return requireAllFinite(read, path);
    },
    write(value, path) {
      if (!(value instanceof Float64Array)) {
        throw fault(
          path,
          `must be a Float64Array; it is ${shown(value)}. Plain JSON does not keep one: write models with toJSON, read them with fromJSON`,
        );
      }
      const length = wanted ?? Math.max(1, value.length);
      if (value.length !== length) throw fault(path, `has ${value.length} numbers; ${length} are needed`);
      return encodeNumbers(requireAllFinite(value, path));
    },
  };
}

function requireAllFinite(values: Float64Array, path: string): Float64Array {
  const at = values.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw fault(path, `has ${values[at]} at index ${at}; a model has finite numbers only`);
  return values;
}

/** With n rows, or however many it has. */
export function matrix(n: number | null): Field<Matrix> {
  const each = (way: "read" | "write", value: unknown, path: string) => {
    const object = objectOf(value, path);
    const rows = positive.read(fieldOf(object, "rows", path), `${path}.rows`);
    const cols = positive.read(fieldOf(object, "cols", path), `${path}.cols`);
    if (n !== null && way === "write" && rows !== n) throw fault(`${path}.rows`, `is ${rows}, n is ${n}`);
    const data = numbers(rows * cols)[way](fieldOf(object, "data", path), `${path}.data`);
    if (n !== null && rows !== n) throw fault(`${path}.rows`, `is ${rows}, n is ${n}`);
    return { rows, cols, data };
  };
  return { read: (value, path) => each("read", value, path) as Matrix, write: (value, path) => each("write", value, path) };
}

/** A vector of n numbers, or a matrix of n rows; of any size where n is null. */
export function targets(n: number | null): Field<Targets> {
  return {
    read: (value, path) => (typeof value === "string" ? numbers(n) : matrix(n)).read(value, path),
    write: (value, path) => (hasRows(value, path) ? matrix(n) : numbers(n)).write(value, path),
  };
}

function hasRows(value: unknown, path: string): boolean {
  return typeof value === "object" && value !== null && fieldOf(value, "rows", path) !== undefined;
}

/** b beside the coefficients: a number for a vector, one per column for a matrix. */
export function intercepts(coefficients: Targets): Field<number | Float64Array> {
  return coefficients instanceof Float64Array ? finite : numbers(coefficients.cols);
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
