import { describeValue, mercerError, readingError } from "../errors";
import { KERNEL_FIELDS, type Kind } from "./fields";
import { kernelOf, requireKernel } from "./kernel-of";
import { memoOf } from "./memo";
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

function read(given: unknown): KernelSpec {
  const kernel = requireKernel(given, "kernel");
  const { kind } = kernel;
  if (Object.hasOwn(KERNEL_FIELDS, kind)) return kernelOf(kind as Kind, fieldsOf(kernel, Object.keys(KERNEL_FIELDS[kind as Kind])), read);
  throw mercerError("kernel", `unknown kernel ${describeValue(kind)}; make kernels with linear(), rbf() and the like`, { kind });
}

/** The fields that there are of those known. @throws "argument" for any other */
function fieldsOf(kernel: Kernel, names: readonly string[]): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(kernel).find((name) => name !== "kind" && !names.includes(name));
  if (unknown === undefined) {
    return Object.fromEntries(names.filter((name) => name in kernel).map((name) => [name, kernel[name as keyof Kernel]]));
  }
  const remedy = `it has ${names.join(", ") || "no fields"}`;
  throw mercerError("argument", `unknown field ${unknown} of the kernel ${kernel.kind}; ${remedy}`, { argument: unknown });
}
