import type { KernelSpec } from "./spec";

/** The p with k(sx, tz) = (st)ᵖ k(x, z) for all s, t > 0; null where none is known. Such a kernel, normalised, does not depend on the size of the points. */
export function homogeneity(kernel: KernelSpec): number | null {
  switch (kernel.kind) {
    case "linear":
      return 1;
    case "polynomial":
      return kernel.coef0 === 0 ? kernel.degree : null;
    case "anova":
      return kernel.degree;
    case "product":
      return kernel.factors.map(homogeneity).reduce((a, b) => (a === null || b === null ? null : a + b));
    case "power": {
      const inner = homogeneity(kernel.kernel);
      return inner === null ? null : inner * kernel.exponent;
    }
    case "scaled":
    case "onColumns":
      return homogeneity(kernel.kernel);
    default:
      return null;
  }
}

/** Largest features between 2 to minus and plus this leave k(x, x) of such a kernel in the middle of the range. */
export function moderateExponent(degree: number): number {
  return Math.floor(400 / degree);
}
