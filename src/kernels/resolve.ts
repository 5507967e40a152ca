import { mercerError } from "../errors";
import { simplified } from "./canonical";
import { known, memoOf } from "./known";
import { isPrecomputed, someKernel } from "./parts";
import { readKernel } from "./read";
import type { SeenPoint } from "./seen-point";
import type { Gamma, Kernel, KernelSpec, LengthScale } from "./spec";

declare const resolved: unique symbol;

/** A kernel in its canonical form, checked against points: no "auto" is left in it. Only `resolveKernel` makes one. */
export type ResolvedKernel = KernelSpec & { readonly [resolved]: true };

/**
 * The canonical form of a kernel for points like the sample, one point of them: "auto" becomes 1/d, columns and numbers of length scales are checked.
 *
 * @throws "shape" where the kernel does not fit points of so many features
 */
export function resolveKernel(kernel: Kernel, sample: SeenPoint): ResolvedKernel {
  return resolveSpec(readKernel(kernel), sample);
}

/** The same for a kernel that has been read. What is made of the caller's own matrix stays as it is written: its powers have no program. */
export function resolveSpec(spec: KernelSpec, sample: SeenPoint): ResolvedKernel {
  const memo = memoOf(spec);
  if (!memo) return resolvedAnew(spec, sample);
  const d = sample.features.length;
  if (memo.features === d) return spec as ResolvedKernel;
  if (memo.resolved && memoOf(memo.resolved)?.features === d) return memo.resolved as ResolvedKernel;
  const kernel = known(resolvedAnew(spec, sample));
  const own = memoOf(kernel);
  if (own && dependsOnFeaturesAlone(kernel)) {
    own.features = d;
    memo.resolved = kernel;
  }
  return kernel;
}

/** The same for a kernel that is to be differentiated: every part as it is written, none gathered with others. */
export function resolveAsWritten(spec: KernelSpec, sample: SeenPoint): KernelSpec {
  return resolve(spec, sample);
}

function resolvedAnew(spec: KernelSpec, sample: SeenPoint): ResolvedKernel {
  return (isPrecomputed(spec) ? spec : resolve(simplified(spec), sample)) as ResolvedKernel;
}

/** Whether nothing in a kernel but the number of features decides how it is resolved and laid out: images of a map may have any. */
function dependsOnFeaturesAlone(kernel: KernelSpec): boolean {
  return !someKernel(kernel, ({ kind }) => kind === "mapped" || kind === "fromFeatures");
}

function resolve(kernel: KernelSpec, x: SeenPoint): KernelSpec {
  const d = x.features.length;
  switch (kernel.kind) {
    case "linear":
      if (kernel.metric && kernel.metric.length !== d) throw mismatch("metric", "the metric", kernel.metric.length, "rows", d);
      return kernel;
    case "rbf":
      if ("lengthScale" in kernel) return requireLengthScales(kernel, d);
      return "sigma" in kernel ? kernel : { ...kernel, gamma: resolveGamma(kernel.gamma, d) };
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
      return { ...kernel, kernel: resolve(kernel.kernel, x.columns(kernel.columns)) };
    case "mapped":
      return { ...kernel, kernel: resolve(kernel.kernel, x.image(kernel.map)) };
    default:
      return kernel satisfies never;
  }
}

/** γ of a resolved kernel, as the number it is. */
export function resolveGamma(gamma: Gamma, d: number): number {
  return gamma === "auto" ? 1 / d : gamma;
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
