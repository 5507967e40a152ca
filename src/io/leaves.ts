import { float64Of } from "../matrix/numbers";
import { decodeNumbers, encodedLength, encodeNumbers } from "./base64";

/** How a file keeps the numbers of a tree: its arrays of float64, and the numbers that stand alone. */
export interface Leaves {
  /** How many numbers an array has; 0 for what is no array. */
  length(value: unknown): number;
  /** Its numbers, or what is wrong with it: of another shape, or no array. Nothing is allocated before the size has been checked. */
  array(value: unknown, shape: readonly number[]): Float64Array | string;
  /** A number that stands alone; undefined for what is none. */
  number(value: unknown): number | undefined;
}

/** A tree in memory: Float64Arrays, and numbers as they are. */
export const MEMORY: Leaves = {
  length: (value) => float64Of(value)?.length ?? 0,
  array(value, shape) {
    const array = float64Of(value);
    const count = sizeOf(shape);
    return array?.length === count ? array : `must be a Float64Array of ${count} numbers`;
  },
  number: (value) => (typeof value === "number" ? value : undefined),
};

/** JSON: arrays as base64 of little-endian float64, and words for the numbers that JSON has none for. */
export const JSON_TEXT: Leaves = {
  length: (value) => (typeof value === "string" ? Math.floor((3 * value.length) / 32) : 0),
  array(value, shape) {
    const count = sizeOf(shape);
    if (typeof value !== "string") return "is not base64";
    if (value.length !== encodedLength(count)) return `has ${value.length} characters; ${count} numbers take ${encodedLength(count)}`;
    const numbers = decodeNumbers(value);
    return numbers && encodeNumbers(numbers) === value ? numbers : "is not base64";
  },
  number: (value) => (typeof value === "number" ? value : WORDS.get(value)),
};

const WORDS: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/**
 * A tree as JSON has it, its arrays encoded: words for numbers that JSON has none for, nothing that is undefined. `name` of an array is its path in the tree, `shape` that of the
 * matrix whose data it is.
 */
export function written(
  value: unknown,
  encode: (numbers: Float64Array, name: string, shape: readonly number[]) => string,
  name = "",
): unknown {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float64Array) return encode(value, name, [value.length]);
  const below = (key: string): string => (name ? `${name}.${key}` : key);
  if (Array.isArray(value)) return Array.from(value, (entry, i) => written(entry, encode, below(String(i))));
  const { rows, cols, data } = value as { readonly rows?: number; readonly cols?: number; readonly data?: unknown };
  const shape = data instanceof Float64Array && [rows as number, cols as number];
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, shape && entry === data ? encode(data, name, shape) : written(entry, encode, below(key))]),
  );
}
