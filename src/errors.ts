import { describeValue } from "./errors/value";

export { describeNonNumber, describeValue } from "./errors/value";

/** The closed list of reasons for which mercer refuses to go on. */
export type ErrorCode =
  | "argument"
  | "shape"
  | "not-finite"
  | "not-positive-definite"
  | "singular"
  | "asymmetric"
  | "kernel"
  | "memory"
  | "diverged"
  | "aborted"
  | "worker"
  | "unsupported"
  | "format";

/** An error with a code to branch on and details that locate the fault (`row`, `column`, `pivot`, `value`, `bytesNeeded` …). */
export interface MercerError extends Error {
  readonly code: ErrorCode;
  readonly [detail: string]: unknown;
}

/** Shared by every copy of the library, so that errors of an ESM and of a CommonJS copy recognise each other. */
const BRAND = Symbol.for("mercer.error");

export function mercerError(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}): MercerError {
  const error = Object.assign(new Error(message), { code }, details);
  error.name = code === "aborted" ? "AbortError" : "MercerError";
  Object.defineProperty(error, BRAND, { value: true });
  return error;
}

/** Whether a caught value is an error of this library, of whichever copy of it, and of whichever realm. */
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
