import { type MercerError, mercerError } from "../errors";
import type { KernelSpec } from "./spec";

/** The error for a kernel without an explicit map. */
export function noFeatures({ kind }: KernelSpec): MercerError {
  return mercerError("kernel", `a kernel with a part of kind "${kind}" has no finite map of real features`, { kind });
}
