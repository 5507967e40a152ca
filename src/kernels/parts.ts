import { mercerError } from "../errors";
import type { KernelSpec } from "./spec";

/** The kernels a kernel is directly made of. */
export function partsOf(kernel: KernelSpec): readonly KernelSpec[] {
  if (kernel.kind === "sum") return kernel.terms;
  if (kernel.kind === "product") return kernel.factors;
  return "kernel" in kernel ? [kernel.kernel] : [];
}

/** The kernel with other kernels in the place of those that it is directly made of. */
export function mapParts(kernel: KernelSpec, f: (part: KernelSpec) => KernelSpec): KernelSpec {
  if (kernel.kind === "sum") return { ...kernel, terms: kernel.terms.map(f) };
  if (kernel.kind === "product") return { ...kernel, factors: kernel.factors.map(f) };
  return "kernel" in kernel ? { ...kernel, kernel: f(kernel.kernel) } : kernel;
}

/** Whether some part, however deep, passes the test. */
export function someKernel(kernel: KernelSpec, test: (part: KernelSpec) => boolean): boolean {
  return test(kernel) || partsOf(kernel).some((part) => someKernel(part, test));
}

/** Whether a kernel is on columns of a table by name, so that how many features it has is not known. */
export function isNamed({ columns }: { readonly columns: readonly unknown[] }): boolean {
  return columns.some((column) => typeof column === "string");
}

/** Whether X is a Gram matrix and not points. */
export function isPrecomputed(kernel: KernelSpec): boolean {
  return someKernel(kernel, ({ kind }) => kind === "precomputed");
}

/** Kernels that need no points, and the rules of the algebra that need none. */
const WITHOUT_POINTS: ReadonlySet<string> = new Set(["precomputed", "white", "constant", "sum", "product", "scaled"]);

/** @throws "kernel" where a precomputed kernel stands beside one of points, or in anything but sums, products and multiples */
export function requirePointsOrGram(kernel: KernelSpec): void {
  if (!isPrecomputed(kernel) || !someKernel(kernel, ({ kind }) => !WITHOUT_POINTS.has(kind))) return;
  throw mercerError(
    "kernel",
    "a precomputed kernel goes into sums, products and multiples with itself, white and constant, and nothing else",
    {
      kind: kernel.kind,
    },
  );
}
