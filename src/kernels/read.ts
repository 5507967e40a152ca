import { describeValue, mercerError, readingError } from "../errors";
import { readFields } from "../input";
import { KERNEL_FIELDS, type Kind } from "./fields";
import { kernelOf, requireKernel } from "./kernel-of";
import { known, memoOf } from "./known";
import { requireModest } from "./nesting";
import type { Kernel, KernelSpec } from "./spec";

/**
 * The kernel that a value describes, checked field by field all the way down: what arrives may be plain data of anyone's making.
 *
 * @throws "kernel" for an unknown kind, and for one that is nested too deep; "argument" for a parameter out of range or unknown
 */
export function readKernel(kernel: Kernel): KernelSpec {
  try {
    if (typeof kernel === "object" && kernel !== null && memoOf(kernel)) return kernel as KernelSpec;
    requireModest(kernel);
    return read(kernel);
  } catch (error) {
    throw readingError(error, "kernel");
  }
}

/** The same for something that keeps the kernel: it is read once, and never again. */
export function keptKernel(kernel: Kernel): KernelSpec {
  return known(readKernel(kernel));
}

function read(given: unknown): KernelSpec {
  const kernel = requireKernel(given, "kernel");
  const { kind } = kernel;
  if (Object.hasOwn(KERNEL_FIELDS, kind)) return kernelOf(kind as Kind, readFields(kernel, kind, KERNEL_FIELDS[kind as Kind]), read);
  throw mercerError("kernel", `unknown kernel ${describeValue(kind)}; make kernels with linear(), rbf() and the like`, { kind });
}
