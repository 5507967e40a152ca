import { mercerError } from "../errors";
import { readVector } from "../input";
import { canonical } from "./canonical";
import type { Gamma, Kernel, KernelSpec, LengthScale, PointMap } from "./spec";

/**
 * The canonical form of a kernel for points like the sample, one point of them: "auto" becomes 1/d, columns and numbers of length scales are checked.
 *
 * @throws "shape" where the kernel does not fit points of so many features
 */
export function resolveKernel(kernel: Kernel, sample: Float64Array): KernelSpec {
  return resolve(canonical(kernel), sample);
}

function resolve(kernel: KernelSpec, x: Float64Array): KernelSpec {
  const d = x.length;
  switch (kernel.kind) {
    case "linear":
      if (kernel.metric && kernel.metric.length !== d) throw mismatch("metric", "the metric", kernel.metric.length, "rows", d);
      return kernel;
    case "rbf":
      if ("lengthScale" in kernel) return requireLengthScales(kernel, d);
      return { ...kernel, gamma: resolveGamma(kernel.gamma, d) };
    case "matern":
    case "rationalQuadratic":
      return requireLengthScales(kernel, d);
    case "polynomial":
    case "laplacian":
    case "sigmoid":
      return { ...kernel, gamma: resolveGamma(kernel.gamma, d) };
    case "periodic":
    case "cosine":
    case "chi2":
    case "additiveChi2":
    case "allSubsets":
    case "anova":
    case "constant":
    case "white":
    case "precomputed":
    case "custom":
    case "fromFeatures":
      return kernel;
    case "sum":
      return { ...kernel, terms: kernel.terms.map((term) => resolve(term, x)) };
    case "product":
      return { ...kernel, factors: kernel.factors.map((factor) => resolve(factor, x)) };
    case "scaled":
    case "power":
    case "exponentiated":
    case "normalized":
    case "multiplier":
      return { ...kernel, kernel: resolve(kernel.kernel, x) };
    case "onColumns":
      return { ...kernel, kernel: resolve(kernel.kernel, pickColumns(kernel.columns, x)) };
    case "mapped":
      return { ...kernel, kernel: resolve(kernel.kernel, applyMap(kernel.map, x)) };
    default:
      return kernel satisfies never;
  }
}

/** γ of a resolved kernel, as the number it is. */
export function resolveGamma(gamma: Gamma, d: number): number {
  return gamma === "auto" ? 1 / d : gamma;
}

/** The features listed. */
export function pickColumns(columns: readonly number[], x: Float64Array): Float64Array {
  return Float64Array.from(columns, (column) => {
    const value = x[column];
    if (value === undefined) {
      throw mercerError("shape", `the kernel uses column ${column}; the points have ${x.length} features, counted from 0`, {
        argument: "columns",
        column,
      });
    }
    return value;
  });
}

/** φ(x), checked. */
export function applyMap(map: PointMap, x: Float64Array): Float64Array {
  return readVector(map(x.slice()), "the mapped point").slice();
}

function requireLengthScales<K extends { readonly lengthScale: LengthScale }>(kernel: K, d: number): K {
  const { lengthScale } = kernel;
  if (typeof lengthScale !== "number" && lengthScale.length !== d)
    throw mismatch("lengthScale", "the kernel", lengthScale.length, "length scales", d);
  return kernel;
}

function mismatch(argument: string, what: string, count: number, of: string, d: number): Error {
  return mercerError("shape", `${what} has ${count} ${of}, the points have ${d} features`, { argument, features: d });
}
