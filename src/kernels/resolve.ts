import { mercerError } from "../errors";
import { allSubsets, laplacian, linear, polynomial, precomputed, rbf } from "./constructors";
import type { Gamma, Kernel, KernelSpec, VectorKernel } from "./spec";

/**
 * The kernel that a value describes, checked by its own constructor: what arrives may be plain data of anyone's making.
 *
 * @throws "kernel" for an unknown kind, "argument" for a parameter out of range
 */
export function readKernel(kernel: Kernel): KernelSpec {
  const spec = kernel as KernelSpec;
  switch (spec?.kind) {
    case "linear":
      return linear();
    case "polynomial":
      return polynomial(spec);
    case "rbf":
      return "lengthScale" in spec ? rbf({ lengthScale: spec.lengthScale }) : rbf({ gamma: spec.gamma });
    case "laplacian":
      return laplacian(spec);
    case "allSubsets":
      return allSubsets();
    case "precomputed":
      return precomputed();
    default:
      spec satisfies never;
      throw mercerError(
        "kernel",
        `unknown kernel ${JSON.stringify((kernel as Kernel | undefined)?.kind)}; make kernels with linear(), rbf() and the like`,
        {
          kind: (kernel as Kernel | undefined)?.kind,
        },
      );
  }
}

/** The kernel for points of d features: "auto" becomes 1/d, the number of length scales is checked. */
export function resolveKernel(kernel: Kernel, d: number): VectorKernel {
  const spec = readKernel(kernel);
  switch (spec.kind) {
    case "precomputed":
      throw mercerError("kernel", "a precomputed kernel has no formula; it is its own Gram matrix", { kind: spec.kind });
    case "rbf":
      if (!("lengthScale" in spec)) return { ...spec, gamma: resolveGamma(spec.gamma, d) };
      if (spec.lengthScale.length !== d) {
        throw mercerError("shape", `the kernel has ${spec.lengthScale.length} length scales, the points have ${d} features`, {
          argument: "lengthScale",
        });
      }
      return spec;
    case "polynomial":
    case "laplacian":
      return { ...spec, gamma: resolveGamma(spec.gamma, d) };
    case "linear":
    case "allSubsets":
      return spec;
    default:
      return spec satisfies never;
  }
}

/** γ of a resolved kernel, as the number it is. */
export function resolveGamma(gamma: Gamma, d: number): number {
  return gamma === "auto" ? 1 / d : gamma;
}
