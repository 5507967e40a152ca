import { describeValue, type MercerError, mercerError, readingError } from "../errors";

/** A value with the kind that its constructor gave it, which may be read without harm; whether the kind is known is for a `switch` to tell. */
export function readMade<T extends { readonly kind: string }>(value: T, name: string, makers: string): T {
  try {
    if (typeof value === "object" && typeof value?.kind === "string") return value;
  } catch (error) {
    throw readingError(error, name);
  }
  throw notMade(value, name, makers);
}

/** What to throw for a value that none of its constructors made. */
export function notMade(value: unknown, name: string, makers: string): MercerError {
  const remedy = typeof value === "function" ? "; call it" : "";
  return mercerError("argument", `${name} must be made by ${makers}; it is ${describeValue(value)}${remedy}`, { argument: name });
}
