import { describeValue, isMercerError, type MercerError, mercerError } from "../errors";
import { isCount, type Matrix, type Targets } from "../matrix";
import type { Leaves } from "./leaves";

/** A part of a file: its value, where it stands, and how numbers are kept in it. */
export interface Part {
  readonly value: unknown;
  readonly path: string;
  readonly leaves: Leaves;
}

/**
 * What a part of a file says. Nothing is taken on trust: a file may be of anyone's making, and nothing of it is called but the getters of the fields
 * asked for, and of what is wrong what an error shows.
 *
 * @throws "format" with the path of the fault
 */
export type Read<T> = (part: Part) => T;

/** Readers of all fields of an object, in their order in a file. */
export type Fields<T> = { readonly [K in keyof T]-?: Read<T[K]> };

/** The object's own field; undefined where it has none. */
export function fieldOf(part: Part, name: string, path = `${part.path}.${name}`): Part {
  const object = part.value as Record<string, unknown>;
  return { value: unharmed(path, () => (Object.hasOwn(object, name) ? object[name] : undefined)), path, leaves: part.leaves };
}

/** The names of the object's own fields. */
export function namesOf(object: Part): string[] {
  return unharmed(object.path, () => Object.keys(object.value as object));
}

/** What a proxy or a getter throws becomes a fault. */
function unharmed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw fault(path, UNREADABLE);
  }
}

export function readObject(part: Part): Part {
  const { value, path } = part;
  if (typeof value === "object" && value !== null && !isList(part)) return part;
  throw fault(
    path,
    typeof value === "string" ? "is a string; parse it with JSON.parse first" : `must be an object; it is ${describeValue(value)}`,
  );
}

export function isList({ value, path }: Part): boolean {
  return unharmed(path, () => Array.isArray(value));
}

export function listOf<T>(read: Read<T>): Read<T[]> {
  return (part) => {
    if (!isList(part)) throw fault(part.path, `must be an array; it is ${describeValue(part.value)}`);
    const length = readCount({ ...fieldOf(part, "length"), path: part.path });
    const entries: T[] = [];
    for (let i = 0; i < length; i++) entries.push(read(fieldOf(part, String(i), `${part.path}[${i}]`)));
    return entries;
  };
}

function readAs<T>(is: (value: unknown) => value is T, rule: string): Read<T> {
  return ({ value, path }) => {
    if (is(value)) return value;
    throw fault(path, `must be ${rule}; it is ${describeValue(value)}`);
  };
}

export const readText = readAs((value): value is string => typeof value === "string", "a string");
export const readFlag = readAs((value): value is boolean => typeof value === "boolean", "true or false");
const readWhole = readAs(isCount, "a whole number, at least 0");
export const readPositive = readAs((value): value is number => isCount(value) && value > 0, "a positive whole number");

/** −0 is 0. */
export function readCount(part: Part): number {
  return readWhole(part) + 0;
}

/** One of these words, or flags, and nothing else. */
export function oneOf<const T extends string | boolean | null>(...words: readonly T[]): Read<T> {
  return readAs((value): value is T => words.some((word) => word === value), `one of ${words.join(", ")}`);
}

/** Any number: JSON has no word for some. */
export function readNumber({ value, path, leaves }: Part): number {
  const number = leaves.number(value);
  if (number === undefined) throw fault(path, `must be a number, or "NaN", "Infinity", "-Infinity" or "-0"; it is ${describeValue(value)}`);
  return number;
}

export function readFinite(part: Part): number {
  const number = readNumber(part);
  if (Number.isFinite(number)) return number;
  throw fault(part.path, `must be a finite number; it is ${number}`);
}

export function nullable<T>(read: Read<T>): Read<T | null> {
  return (part) => (part.value === null ? null : read(part));
}

export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (part) => (part.value === undefined ? undefined : read(part));
}

export const UNKNOWN = "is no field here";

/** A field that no reader knows could mean anything. */
export function requireKnown(object: Part, names: readonly string[]): void {
  const unknown = namesOf(object).find((name) => !names.includes(name));
  if (unknown !== undefined) throw fault(`${object.path}.${unknown}`, UNKNOWN);
}

/** An object with these fields, in this order, and no others. */
export function recordOf<T>(fields: Fields<T>): Read<T> {
  const names = Object.keys(fields);
  return (part) => {
    const object = readObject(part);
    const entries = names.map((name) => [name, (fields as Record<string, Read<unknown>>)[name]?.(fieldOf(object, name))] as const);
    requireKnown(object, names);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as T;
  };
}

export function readMatrix(part: Part): Matrix {
  const object = readObject(part);
  const rows = readPositive(fieldOf(object, "rows"));
  const cols = readPositive(fieldOf(object, "cols"));
  const data = readArray(fieldOf(object, "data"), [rows, cols]);
  requireKnown(object, ["rows", "cols", "data"]);
  return { rows, cols, data };
}

/** A vector, or a matrix. */
export function readTargets(part: Part): Targets {
  return maybeNumbers(part) ?? readMatrix(part);
}

/** b: a number, or one for each column of the coefficients. */
export function readIntercept(part: Part): number | Float64Array {
  return maybeNumbers(part) ?? readFinite(part);
}

/** One number at least. */
export function readNumbers(part: Part): Float64Array {
  return maybeNumbers(part) ?? readArray(part, [1]);
}

/** Null for what is no array of numbers. */
export function maybeNumbers(part: Part): Float64Array | null {
  const length = part.leaves.length(part.value);
  return length > 0 ? readArray(part, [length]) : null;
}

function readArray({ value, path, leaves }: Part, shape: readonly number[]): Float64Array {
  const numbers = leaves.array(value, shape);
  if (typeof numbers === "string") throw fault(path, numbers);
  const at = numbers.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw fault(path, `has ${numbers[at]} at index ${at}; a model has finite numbers only`);
  return numbers;
}

/** Nothing foreign escapes, whatever a value does when it is read. */
export function guarded<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw isMercerError(error) ? error : fault(path, UNREADABLE);
  }
}

const UNREADABLE = "cannot be read; a file is plain data, as JSON.parse returns it";

export function fault(path: string, message: string): MercerError {
  return mercerError("format", `not a mercer model: ${path} ${message}`, { path });
}
