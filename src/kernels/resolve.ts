import { mercerError } from "../errors";
import { simplified } from "./canonical";
import { memoOf } from "./memo";
import { isPrecomputed, mapParts } from "./parts";
import { readKernel } from "./read";
import type { SeenPoint } from "./seen-point";
import type { Gamma, Kernel, KernelSpec } from "./spec";

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
  return (memoOf(spec)?.resolve(sample) as ResolvedKernel | undefined) ?? resolveAnew(spec, sample);
}

/** The same for a kernel that is to be differentiated: every part as it is written, none gathered with others. */
export function resolveAsWritten(spec: KernelSpec, sample: SeenPoint): KernelSpec {
  return resolve(spec, sample);
}

/** The same without a look at what is known of the kernel. The canonical form comes last: parts are ordered and gathered by what "auto" has become. */
export function resolveAnew(spec: KernelSpec, sample: SeenPoint): ResolvedKernel {
  return (isPrecomputed(spec) ? spec : simplified(resolve(spec, sample))) as ResolvedKernel;
}

function resolve(kernel: KernelSpec, x: SeenPoint): KernelSpec {
  const d = x.features.length;
  if ("lengthScale" in kernel) requireOnePerFeature("lengthScale", "length scales", kernel.lengthScale, d);
  if (kernel.kind === "linear") requireOnePerFeature("metric", "rows in its metric", kernel.metric, d);
  if ("gamma" in kernel) return { ...kernel, gamma: resolveGamma(kernel.gamma, d) } as KernelSpec;
  const inner = kernel.kind === "onColumns" ? x.columns(kernel.columns) : kernel.kind === "mapped" ? x.image(kernel.map) : x;
  return mapParts(kernel, (part) => resolve(part, inner));
}

/** γ of a resolved kernel, as the number it is. */
export function resolveGamma(gamma: Gamma, d: number): number {
  return gamma === "auto" ? 1 / d : gamma;
}

/** @throws "shape" for a list of another length than d */
function requireOnePerFeature(argument: string, what: string, list: number | readonly unknown[] | undefined, d: number): void {
  if (typeof list !== "object" || list.length === d) return;
  throw mercerError("shape", `the kernel has ${list.length} ${what}, the points have ${d} features`, { argument, features: d });
}
