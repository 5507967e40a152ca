import { canonical } from "./canonical";
import type { Kernel, KernelSpec } from "./spec";

/**
 * Whether k is positive semi-definite, by the closure rules alone: true, false (a counterexample is known), or "unknown".
 *
 * @param features number of columns of the points, for the kernels on which it depends (periodic with the euclidean metric)
 */
export function isPsd(kernel: Kernel, features?: number): true | false | "unknown" {
  return isPsdSpec(canonical(kernel), features);
}

/** The same of a kernel that is canonical already. */
export function isPsdSpec(kernel: KernelSpec, features: number | undefined): Verdict {
  return ofSpec(kernel, features);
}

type Verdict = true | false | "unknown";

function ofSpec(kernel: KernelSpec, features: number | undefined): Verdict {
  switch (kernel.kind) {
    case "linear":
      return true;
    case "polynomial":
      return kernel.coef0 >= 0 || (kernel.gamma === 0 && kernel.degree % 2 === 0);
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
      if (kernel.terms.every((term) => ofSpec(term, features) === true)) return true;
      return kernel.terms.every((term) => isNegative(term, features)) ? false : "unknown";
    case "product":
      return kernel.factors.every((factor) => ofSpec(factor, features) === true) ? true : "unknown";
    case "scaled":
      return ofScaled(kernel.factor, kernel.kernel, features);
    case "power":
      if (isNegative(kernel.kernel, features)) return kernel.exponent % 2 === 0;
      return ofSpec(kernel.kernel, features) === true ? true : "unknown";
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
  if (factor === 0 || isZero(kernel, features)) return true;
  if (factor > 0) return inner;
  if (isNegative(kernel, features)) return true;
  return inner === true ? false : "unknown";
}

/** Whether k is −1 times a kernel that is not 0, so that k(x, x) < 0 somewhere and nowhere k(x, x) > 0. */
function isNegative(kernel: KernelSpec, features: number | undefined): boolean {
  switch (kernel.kind) {
    case "constant":
      return kernel.value < 0;
    case "white":
      return kernel.variance < 0;
    case "scaled":
      return kernel.factor < 0 && ofSpec(kernel.kernel, features) === true && !isZero(kernel.kernel, features);
    case "sum":
      return kernel.terms.every((term) => isNegative(term, features));
    default:
      return false;
  }
}

/** Whether k is 0 for all points, as far as its parameters tell. */
function isZero(kernel: KernelSpec, features: number | undefined): boolean {
  switch (kernel.kind) {
    case "constant":
      return kernel.value === 0;
    case "white":
      return kernel.variance === 0;
    case "polynomial":
      return kernel.gamma === 0 && kernel.coef0 === 0;
    case "linear":
      return kernel.metric?.every((row) => row.every((value) => value === 0)) ?? false;
    case "anova":
      return features !== undefined && kernel.degree > features;
    case "product":
      return kernel.factors.some((factor) => isZero(factor, features));
    case "power":
    case "scaled":
    case "normalized":
    case "multiplier":
      return isZero(kernel.kernel, features);
    case "onColumns":
      return isZero(kernel.kernel, kernel.columns.length);
    default:
      return false;
  }
}
