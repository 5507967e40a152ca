import { choose } from "./binomial";
import type { SeenPoint } from "./seen-point";
import type { KernelSpec, PolynomialKernel } from "./spec";

/**
 * The dimension M of the space that a resolved kernel maps into: Infinity where it is infinite, null where none is known. Counted, not built.
 *
 * @param sample a point, which tells how many features the images of a map have
 */
export function featureSpaceDimension(kernel: KernelSpec, sample: SeenPoint): number | null {
  const d = sample.features.length;
  switch (kernel.kind) {
    case "linear":
    case "cosine":
      return d;
    case "polynomial":
      return monomials(kernel, d);
    case "allSubsets":
      return 2 ** d;
    case "anova":
      return choose(d, kernel.degree);
    case "constant":
      return kernel.value > 0 ? 1 : kernel.value === 0 ? 0 : null;
    case "fromFeatures":
      return sample.image(kernel.map).features.length;
    case "rbf":
      return "gamma" in kernel && kernel.gamma === 0 ? 1 : Infinity;
    case "laplacian":
    case "chi2":
      return kernel.gamma === 0 ? 1 : Infinity;
    case "matern":
    case "rationalQuadratic":
      return Infinity;
    case "periodic":
      return kernel.metric === "per-feature" || d === 1 ? Infinity : null;
    case "white":
      return kernel.variance >= 0 ? Infinity : null;
    case "sigmoid":
    case "additiveChi2":
    case "precomputed":
    case "custom":
      return null;
    case "sum":
      return combined(kernel.terms, sample, (a, b) => a + b);
    case "product":
      return combined(kernel.factors, sample, (a, b) => (a === 0 || b === 0 ? 0 : a * b));
    case "scaled":
      if (kernel.factor === 0) return 0;
      return kernel.factor > 0 ? featureSpaceDimension(kernel.kernel, sample) : null;
    case "power":
      return monomialsOf(featureSpaceDimension(kernel.kernel, sample), kernel.exponent);
    case "exponentiated":
      return featureSpaceDimension(kernel.kernel, sample) === null ? null : Infinity;
    case "normalized":
    case "multiplier":
      return featureSpaceDimension(kernel.kernel, sample);
    case "onColumns":
      return featureSpaceDimension(kernel.kernel, sample.columns(kernel.columns));
    case "mapped":
      return featureSpaceDimension(kernel.kernel, sample.image(kernel.map));
    default:
      return kernel satisfies never;
  }
}

/** The monomials of degree p of d variables, or up to degree p with a constant term. */
function monomials({ gamma, degree, coef0 }: PolynomialKernel, d: number): number | null {
  if (coef0 < 0) return null;
  if (gamma === 0) return coef0 > 0 ? 1 : 0;
  return choose(coef0 > 0 ? d + degree : d + degree - 1, degree);
}

/** The distinct products of p features. */
function monomialsOf(features: number | null, p: number): number | null {
  return features === null || features === Infinity || features === 0 ? features : choose(features + p - 1, p);
}

function combined(kernels: readonly KernelSpec[], sample: SeenPoint, join: (a: number, b: number) => number): number | null {
  return kernels.map((kernel) => featureSpaceDimension(kernel, sample)).reduce((a, b) => (a === null || b === null ? null : join(a, b)));
}
