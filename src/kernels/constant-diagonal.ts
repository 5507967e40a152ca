import type { KernelSpec } from "./spec";

/** Whether k(x, x) is the same number for every x, by the kernel's form. */
export function hasConstantDiagonal(kernel: KernelSpec): boolean {
  switch (kernel.kind) {
    case "rbf":
    case "laplacian":
    case "matern":
    case "rationalQuadratic":
    case "periodic":
    case "chi2":
    case "additiveChi2":
    case "constant":
    case "white":
      return true;
    case "sum":
      return kernel.terms.every(hasConstantDiagonal);
    case "product":
      return kernel.factors.every(hasConstantDiagonal);
    case "scaled":
    case "power":
    case "exponentiated":
    case "onColumns":
    case "mapped":
      return hasConstantDiagonal(kernel.kernel);
    // 1, but 0 where the part is 0
    case "cosine":
    case "normalized":
    case "linear":
    case "polynomial":
    case "sigmoid":
    case "allSubsets":
    case "anova":
    case "precomputed":
    case "custom":
    case "fromFeatures":
    case "multiplier":
      return false;
    default:
      return kernel satisfies never;
  }
}
