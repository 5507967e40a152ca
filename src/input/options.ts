import { describeNonNumber, describeValue, type MercerError, mercerError, readingError } from "../errors";
import { nearest } from "./spelling";

/** The names of a set of options: all of them, and no other. */
export type OptionNames<T> = Readonly<Record<keyof T, unknown>>;

/**
 * An object of options as one of our own, with each option read once. Plain data that was made by `of` says so in its `kind`, which is welcome.
 *
 * @throws "argument" for what is no object, and for options that `of` does not have, with the one that was probably meant
 */
export function readOptions<T extends object>(value: T, of: string, known: OptionNames<T>): T {
  try {
    const names = Object.keys(known);
    if (!isRecord(value)) throw noOptions(value, of, names);
    for (const key in value) if (!Object.hasOwn(known, key)) requireStranger(value, key, of, names);
    const read: Record<string, unknown> = {};
    for (const key of names) if (key in value) read[key] = value[key as keyof typeof value];
    return read as T;
  } catch (error) {
    throw readingError(error, `options of ${of}`);
  }
}

/** Whether a value may be options: an object that is no list, date or the like. */
export function isRecord(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** @throws "argument" unless a key that is no option is the kind of the object, or comes from the prototype of all objects */
function requireStranger(value: object, key: string, of: string, names: readonly string[]): void {
  const kind: unknown = key === "kind" && (value as { kind: unknown }).kind;
  if (kind === of || (key in Object.prototype && !Object.hasOwn(value, key))) return;
  const meant = nearest(key, names);
  const remedy = meant ? `did you mean ${meant}?` : names.length > 0 ? `the options are ${names.join(", ")}` : "there are none";
  const message = kind
    ? `${of} was given an object of another kind for its options, ${describeValue(kind)}`
    : `unknown option ${key} of ${of}`;
  throw mercerError("argument", `${message}; ${remedy}`, { argument: key });
}

function noOptions(value: unknown, of: string, names: readonly string[]): MercerError {
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

/** A finite number, within the bounds that are given. */
export function readNumber(
  value: unknown,
  name: string,
  bounds: { readonly minimum?: number; readonly maximum?: number; readonly above?: number; readonly integer?: boolean } = {},
): number {
  const { minimum, maximum, above, integer } = bounds;
  const [least, most] = [minimum ?? -Number.MAX_VALUE, maximum ?? Number.MAX_VALUE];
  if (
    typeof value === "number" &&
    value >= least &&
    value <= most &&
    !(value <= (above ?? -Infinity)) &&
    (!integer || Number.isInteger(value))
  )
    return value;
  const rules = [
    integer ? "an integer" : "a finite number",
    above !== undefined && ` greater than ${above}`,
    minimum !== undefined && `, at least ${minimum}`,
    maximum !== undefined && `, at most ${maximum}`,
  ];
  const rule = rules.filter(Boolean).join("");
  throw mercerError("argument", `${name} must be ${rule}; it is ${describeNonNumber(value)}`, { argument: name, value });
}

/** One of a list of words. */
export function readChoice<T extends string | number | boolean>(value: unknown, name: string, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T;
  const listed = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw mercerError("argument", `${name} must be one of ${listed}; it is ${describeValue(value)}`, { argument: name, value });
}

/** @throws "argument" unless the value is a string */
export function readText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw mercerError("argument", `${name} must be a string; it is ${describeValue(value)}`, { argument: name });
}

/** @throws "argument" unless the value is a function */
export function readFunction<F>(value: F, name: string): F {
  if (typeof value === "function") return value;
  throw mercerError("argument", `${name} must be a function; it is ${describeValue(value)}`, { argument: name });
}
