import type { ErrorDetails } from "./errors/details";
import { describeValue } from "./errors/value";

export type { ErrorDetails } from "./errors/details";
export { describeNonNumber, describeValue } from "./errors/value";

/** The closed list of reasons for which mercer refuses to go on. */
export type ErrorCode = keyof ErrorDetails;

/** An error of one code, with its details. */
export type MercerErrorOf<C extends ErrorCode> = Error & Readonly<Record<string, unknown>> & ErrorDetails[C] & { readonly code: C };

/** An error with a code to branch on, which tells the types of its details: `pivot` is a number where the code is "not-positive-definite". */
export type MercerError = OneOf<ErrorCode>;

type OneOf<C extends ErrorCode> = { readonly [K in C]: MercerErrorOf<K> }[C];

/** Details may be left out where none of them is always there. */
type DetailsOf<C extends ErrorCode> = object extends ErrorDetails[C] ? [details?: ErrorDetails[C]] : [details: ErrorDetails[C]];

/** Shared by every copy of the library, so that errors of an ESM and of a CommonJS copy recognise each other. */
const BRAND = Symbol.for("mercer.error");

export function mercerError<C extends ErrorCode>(code: C, message: string, ...[details]: DetailsOf<C>): OneOf<C> {
  const error = Object.assign(new Error(message), { code }, details);
  error.name = code === "aborted" ? "AbortError" : "MercerError";
  Object.defineProperty(error, BRAND, { value: true });
  return error as unknown as OneOf<C>;
}

/**
 * Whether a caught value is an error of this library, of whichever copy of it, and of whichever realm.
 *
 * @example
 * try {
 *   fit(kernelRidge({ kernel: rbf() }), X, [1, 2]);
 * } catch (error) {
 *   if (isMercerError(error)) error.code; // "shape"
 * }
 */
export function isMercerError(error: unknown): error is MercerError {
  try {
    return typeof error === "object" && error !== null && BRAND in error;
  } catch {
    return false;
  }
}

/** What to throw where `name` was being read: the library's own errors as they are; what a getter, a proxy or a foreign object threw, as one. */
export function readingError(error: unknown, name: string): MercerError {
  if (isMercerError(error)) return error;
  return mercerError("argument", `${name} cannot be read: ${describeThrown(error)}`, { argument: name, cause: error });
}

function describeThrown(error: unknown): string {
  try {
    return error instanceof Error ? `"${error.message}" was thrown` : `${describeValue(error)} was thrown`;
  } catch {
    return "something was thrown";
  }
}
