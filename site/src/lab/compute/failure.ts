import { isMercerError } from "mercer";
import type { Failure } from "./messages";

/** An error as plain data that may cross to the page. */
export function failureOf(error: unknown): Failure {
  if (isMercerError(error)) return { code: error.code, message: error.message };
  return { code: "unknown", message: error instanceof Error ? error.message : String(error) };
}
