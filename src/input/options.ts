import { describeNonNumber, describeValue, type MercerError, mercerError, readingError } from "../errors";
import { nearest } from "./spelling";

/** The names of a set of options: all of them, and no other. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/**
 * An object of options as one of our own, with each option read once. Plain data that was made by `of` says so in its `kind`, which is welcome.
 *
 * @throws "argument" for what is no object, and for options that `of` does not have
 */
export function readOptions<T extends object>(value: T, of: string, known: OptionNames<T>): T {
  try {
    if (Object.prototype.toString.call(value) !== "[object Object]") throw noOptions(value, of, known);
    for (const key in value) if (!Object.hasOwn(known, key)) requireStranger(value, key, of, known);
    const read: Partial<T> = {};
    for (const key in known) if (Object.hasOwn(known, key) && key in value) read[key] = value[key];
    return read as T;
  } catch (error) {
    throw readingError(error, `options of ${of}`);
  }
}

/** @throws "argument" unless a key that is no option is the kind of the object, or comes from the prototype of all objects */
function requireStranger(value: object, key: string, of: string, known: object): void {
  if (key === "kind" && (value as { kind: unknown }).kind === of) return;
  if (key in Object.prototype && !Object.hasOwn(value, key)) return;
  const names = Object.keys(known);
  if (key === "kind") {
    const message = `${of} was given an object of another kind for its options, ${describeValue((value as { kind: unknown }).kind)}`;
    throw mercerError("argument", `${message}; the options are ${names.join(", ")}`, { argument: key });
  }
  const near = nearest(key, names);
  const remedy = near ? `did you mean ${near}?` : names.length > 0 ? `the options are ${names.join(", ")}` : "there are none";
  throw mercerError("argument", `unknown option ${key} of ${of}; ${remedy}`, { argument: key });
}

function noOptions(value: unknown, of: string, known: object): MercerError {
  const names = Object.keys(known);
  const example = names.length > 0 ? `, { ${names.join(", ")} }` : "";
  return mercerError("argument", `the options of ${of} must be an object${example}; it is ${describeValue(value)}`, {
    argument: "options",
  });
}

/** An object with names of the caller's own, as one of ours: its own fields only, whatever they are called. */
export function readRecord<T>(value: Readonly<Record<string, T>>, name: string, read: (entry: T, name: string) => T): Record<string, T> {
  try {
    if (Object.prototype.toString.call(value) !== "[object Object]") {
      throw mercerError("argument", `${name} must be an object; it is ${describeValue(value)}`, { argument: name });
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, read(entry, `${name} of ${key}`)]));
  } catch (error) {
    throw readingError(error, name);
  }
}

/** A finite number, at least `minimum` or above `above` where given. */
export function readNumber(value: unknown, name: string, bounds: { minimum?: number; above?: number; integer?: boolean } = {}): number {
  const { minimum = -Infinity, above = -Infinity, integer = false } = bounds;
  if (typeof value !== "number" || !Number.isFinite(value) || value < minimum || value <= above || (integer && !Number.isInteger(value))) {
    const kind = integer ? "an integer" : "a finite number";
    const bound = above > -Infinity ? ` greater than ${above}` : minimum > -Infinity ? `, at least ${minimum}` : "";
    throw mercerError("argument", `${name} must be ${kind}${bound}; it is ${describeNonNumber(value)}`, { argument: name, value });
  }
  return value;
}

/** One of a list of words. */
export function readChoice<T extends string | number | boolean>(value: unknown, name: string, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T;
  const listed = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw mercerError("argument", `${name} must be one of ${listed}; it is ${describeValue(value)}`, { argument: name, value });
}

/** @throws "argument" unless the value is a function */
export function readFunction<F>(value: F, name: string): F {
  if (typeof value === "function") return value;
  throw mercerError("argument", `${name} must be a function; it is ${describeValue(value)}`, { argument: name });
}
