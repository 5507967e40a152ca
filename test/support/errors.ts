import { expect } from "vitest";
import { type ErrorCode, isMercerError, type MercerError } from "../../src/entries/index";

/** The error of this library that `body` throws; fails when it throws another one, or none. */
export function errorOf(body: () => unknown): MercerError {
  try {
    body();
  } catch (error) {
    if (isMercerError(error)) return error;
    throw new Error(`not an error of this library: ${String(error)}`, { cause: error });
  }
  throw new Error("nothing was thrown");
}

export function expectError(code: ErrorCode, body: () => unknown, details: Readonly<Record<string, unknown>> = {}): MercerError {
  const error = errorOf(body);
  expect(error).toMatchObject({ code, ...details });
  expect(error.message.length).toBeGreaterThan(10);
  return error;
}
