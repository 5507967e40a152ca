import { type MercerError, mercerError } from "../errors";
import { someKernel } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { fault, readObject } from "./fields";

/** @throws "kernel" for a part that is a function */
export function requirePlain(kernel: KernelSpec): void {
  const parts = ["custom", "fromFeatures", "mapped", "multiplier"];
  if (!someKernel(kernel, ({ kind }) => parts.includes(kind))) return;
  throw functionsStay(kernel.kind);
}

/** A function has no JSON. */
export function functionsStay(kind: string): MercerError {
  const message = "a kernel or map with a function of yours cannot be written as JSON; keep the numbers and make it anew";
  return mercerError("kernel", message, { kind });
}

export function readKernelAt(value: unknown, path: string): KernelSpec {
  try {
    return readKernel(readObject(value, path) as unknown as Kernel);
  } catch (cause) {
    throw fault(path, cause instanceof Error ? cause.message : "is not a kernel");
  }
}

export function requireFit(kernel: Kernel, sample: Float64Array, path: string): void {
  try {
    resolveKernel(kernel, sample);
  } catch (cause) {
    throw fault(path, cause instanceof Error ? cause.message : "does not fit the points");
  }
}
