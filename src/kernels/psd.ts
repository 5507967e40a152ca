import { canonical } from "./canonical";
import type { Kernel, KernelSpec } from "./spec";

/**
 * Whether k is positive semi-definite, by the closure rules alone: true, false (a counterexample is known), or "unknown".
 *
 * @param features number of columns of the points, for the kernels on which it depends (periodic with the euclidean metric)
 */
export function isPsd(kernel: Kernel, features?: number): true | false | "unknown" {
  return ofSpec(canonical(kernel), features);
}

type Verdict = true | false | "unknown";

function ofSpec(kernel: KernelSpec, features: number | undefined): Verdict {
  switch (kernel.kind) {
    case "linear":
      return true;
    case "polynomial":
      if (kernel.coef0 >= 0 || (kernel.gamma === 0 && kernel.degree % 2 === 0)) return true;
      return kernel.degree % 2 === 0 ? false : "unknown";
    case "rbf":
    case "laplacian":
    case "matern":
    case "rationalQuadratic":
    case "cosine":
    case "chi2":
    case "allSubsets":
    case "anova":
    case "fromFeatures":
      return true;
    case "periodic":
      return kernel.metric === "per-feature" || features === 1 ? true : "unknown";
    case "sigmoid":
    case "precomputed":
      return "unknown";
    case "additiveChi2":
      return false;
    case "constant":
      return kernel.value >= 0;
    case "white":
      return kernel.variance >= 0;
    case "custom":
      return kernel.psd;
    case "sum":
      return kernel.terms.every((term) => ofSpec(term, features) === true) ? true : "unknown";
    case "product":
      return kernel.factors.every((factor) => ofSpec(factor, features) === true) ? true : "unknown";
    case "scaled":
      return ofScaled(kernel.factor, kernel.kernel, features);
    case "power":
      return ofSpec(kernel.kernel, features) === true || kernel.exponent === 1 ? ofSpec(kernel.kernel, features) : "unknown";
    case "exponentiated":
    case "normalized":
    case "multiplier":
      return ofSpec(kernel.kernel, features) === true ? true : "unknown";
    case "onColumns":
      return ofSpec(kernel.kernel, kernel.columns.length);
    case "mapped":
      return ofSpec(kernel.kernel, undefined) === true ? true : "unknown";
    default:
      return kernel satisfies never;
  }
}

/** c k: a negative multiple of a kernel that is not 0 has negative values on its diagonal. */
function ofScaled(factor: number, kernel: KernelSpec, features: number | undefined): Verdict {
  const inner = ofSpec(kernel, features);
  if (factor === 0) return true;
  if (factor > 0) return inner;
  return inner === true && !isZero(kernel) ? false : "unknown";
}

function isZero(kernel: KernelSpec): boolean {
  return (kernel.kind === "constant" && kernel.value === 0) || (kernel.kind === "white" && kernel.variance === 0);
}
