import { equalRows } from "../dense/equal-rows";
import type { KernelSpec } from "../kernels/spec";
import type { Problem } from "./problem";

/**
 * The rank that K has in exact arithmetic, where the kernel alone tells: the number of points that differ for a strictly positive definite kernel, at most
 * p + 1 for a polynomial of degree p in one feature. Null where the points would have to be looked at: dependent columns lower the rank of a linear kernel.
 */
export function structuralRank({ kernel, precomputed, X, n }: Problem): number | null {
  const dimension = precomputed ? null : dimensionOf(kernel, X.cols);
  return dimension === null ? null : Math.min(dimension, n - equalRows(X).length);
}

/** How many points that differ have a K of full rank whatever they are. */
function dimensionOf(kernel: KernelSpec, d: number): number | null {
  switch (kernel.kind) {
    case "rbf":
      return "gamma" in kernel && kernel.gamma === 0 ? 1 : Infinity;
    case "laplacian":
      return kernel.gamma === 0 ? 1 : Infinity;
    case "matern":
    case "rationalQuadratic":
      return Infinity;
    case "polynomial":
      return d === 1 && kernel.coef0 > 0 && kernel.gamma !== 0 ? kernel.degree + 1 : null;
    case "constant":
      return kernel.value > 0 ? 1 : null;
    case "scaled":
      return kernel.factor > 0 ? dimensionOf(kernel.kernel, d) : null;
    default:
      return null;
  }
}
