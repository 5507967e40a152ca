import { type ErrorCode, type ErrorDetails, isMercerError, type MercerError, mercerError } from "../errors";

/** An error of the library as data, to cross from one thread to another. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What is not an error of the library has broken the worker. */
export function errorData(error: unknown): ErrorData {
  if (!isMercerError(error)) return { code: "worker", message: `the worker broke: ${String(error)}`, details: { cause: String(error) } };
  const { code, ...details } = error;
  return { code, message: error.message, details: "cause" in details ? { ...details, cause: String(details.cause) } : details };
}

export function rebuiltError({ code, message, details }: ErrorData): MercerError {
  return mercerError(code, message, details as ErrorDetails[ErrorCode]);
}
