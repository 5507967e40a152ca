import type { KernelSpec } from "./spec";

/** The kernels a kernel is directly made of. */
export function partsOf(kernel: KernelSpec): readonly KernelSpec[] {
  if (kernel.kind === "sum") return kernel.terms;
  if (kernel.kind === "product") return kernel.factors;
  return "kernel" in kernel ? [kernel.kernel] : [];
}

/** Whether some part, however deep, passes the test. */
export function someKernel(kernel: KernelSpec, test: (part: KernelSpec) => boolean): boolean {
  return test(kernel) || partsOf(kernel).some((part) => someKernel(part, test));
}

/** Whether X is a Gram matrix and not points. */
export function isPrecomputed(kernel: KernelSpec): boolean {
  return someKernel(kernel, ({ kind }) => kind === "precomputed");
}
