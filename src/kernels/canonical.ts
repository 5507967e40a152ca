import { power, scale } from "./algebra";
import { constant, rbfByGamma, white } from "./constructors";
import { identityOf } from "./identity";
import { mapParts } from "./parts";
import { readKernel } from "./read";
import type { Kernel, KernelSpec } from "./spec";

/**
 * The canonical form of a kernel: sums and products flattened and in a fixed order, constants folded, repeated terms and factors gathered.
 *
 * Kernels that the rules c₁(c₂k) = (c₁c₂)k, k + k = 2k, k·k = k², (kᵖ)^q = kᵖ^q, the laws of + and ·, and that a normalised kernel is its own
 * normalisation make equal have equal canonical forms.
 * Functions are the same only when identical.
 *
 * @example canonical(scale(2, scale(3, linear()))) // {"kind": "scaled", "factor": 6, "kernel": {"kind": "linear"}}
 */
export function canonical(kernel: Kernel): KernelSpec {
  return simplified(readKernel(kernel));
}

/** The same for a kernel that has been read. */
export function simplified(kernel: KernelSpec): KernelSpec {
  switch (kernel.kind) {
    case "sum":
      return sumOf(kernel.terms.map(simplified).flatMap((term) => (term.kind === "sum" ? term.terms : [term])));
    case "product":
      return productOf(kernel.factors.map(simplified).flatMap(factorsOf));
    case "scaled":
      return scaledBy(kernel.factor, simplified(kernel.kernel));
    case "power":
      return raised(simplified(kernel.kernel), kernel.exponent);
    case "normalized": {
      const inner = simplified(kernel.kernel);
      // its diagonal is 1, or 0 where it stays 0
      return inner.kind === "normalized" ? inner : { ...kernel, kernel: inner };
    }
    case "rbf":
      return rbfByGamma(kernel);
    default:
      return mapParts(kernel, simplified);
  }
}

function scaledBy(factor: number, kernel: KernelSpec): KernelSpec {
  if (factor === 1) return kernel;
  if (kernel.kind === "scaled") return scaledBy(factor * kernel.factor, kernel.kernel);
  if (kernel.kind === "constant") return constant(factor * kernel.value);
  if (kernel.kind === "white") return white(factor * kernel.variance);
  return scale(factor, kernel);
}

function raised(kernel: KernelSpec, exponent: number): KernelSpec {
  if (exponent === 1) return kernel;
  if (kernel.kind === "power") return raised(kernel.kernel, exponent * kernel.exponent);
  return power(kernel, exponent);
}

/** Σ c_i k_i with equal k_i gathered, constants among them, zeros left out. */
function sumOf(terms: readonly KernelSpec[]): KernelSpec {
  const gathered = gather(terms.map(split), (a, b) => a + b);
  const kept = gathered.filter(([factor]) => factor !== 0).map(([factor, kernel]) => scaledBy(factor, kernel));
  if (kept.length === 0) return constant(0);
  if (kept.length === 1) return kept[0] as KernelSpec;
  // a sum whose factors came to 1 is one with the sum it stands in
  if (kept.some(({ kind }) => kind === "sum")) return sumOf(kept.flatMap((term) => (term.kind === "sum" ? term.terms : [term])));
  return { kind: "sum", terms: kept };
}

/** A factor as a product of others: c (k₁ k₂) is c k₁ k₂. */
function factorsOf(kernel: KernelSpec): readonly KernelSpec[] {
  if (kernel.kind === "product") return kernel.factors;
  if (kernel.kind === "scaled" && kernel.kernel.kind === "product") return [constant(kernel.factor), ...kernel.kernel.factors];
  return [kernel];
}

/** A term as a number times a kernel that has no number to give. */
function split(kernel: KernelSpec): [number, KernelSpec] {
  if (kernel.kind === "scaled") return [kernel.factor, kernel.kernel];
  if (kernel.kind === "constant") return [kernel.value, constant(1)];
  if (kernel.kind === "white") return [kernel.variance, white(1)];
  return [1, kernel];
}

/** c Π k_iᵖ with equal k_i gathered and all numbers in front. White noise is left as it is: its square is not itself. */
function productOf(factors: readonly KernelSpec[]): KernelSpec {
  let number = 1;
  const powers: [number, KernelSpec][] = [];
  for (const factor of factors) {
    const inner = factor.kind === "scaled" ? factor.kernel : factor;
    if (factor.kind === "scaled") number *= factor.factor;
    if (inner.kind === "constant") number *= inner.value;
    else powers.push(inner.kind === "power" ? [inner.exponent, inner.kernel] : [1, inner]);
  }
  if (number === 0) return constant(0);
  const kept = gather(powers, (a, b) => a + b).map(([exponent, kernel]) => raised(kernel, exponent));
  if (kept.length === 0) return constant(number);
  return scaledBy(number, kept.length === 1 ? (kept[0] as KernelSpec) : { kind: "product", factors: kept });
}

/** Entries with equal kernels joined, ordered by what the kernels say. */
function gather(entries: readonly (readonly [number, KernelSpec])[], join: (a: number, b: number) => number): [number, KernelSpec][] {
  if (entries.length === 1) return entries.map(([amount, kernel]) => [amount, kernel]);
  const byKey = new Map<string, [number, KernelSpec]>();
  for (const [amount, kernel] of entries) {
    const key = keyOf(kernel);
    byKey.set(key, [join(byKey.get(key)?.[0] ?? 0, amount), kernel]);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Texts of canonical parts: a kernel is written once, however many kernels around it ask. */
const keys = new WeakMap<KernelSpec, string>();

/** A text that is equal for equal kernels, as JSON writes them; functions by identity. */
function keyOf(kernel: KernelSpec): string {
  const known = keys.get(kernel);
  if (known !== undefined) return known;
  const fields = Object.entries(kernel).map(([name, value]) => `"${name}":${textOf(name, value)}`);
  const key = `{${fields.join(",")}}`;
  keys.set(kernel, key);
  return key;
}

function textOf(name: string, value: unknown): string {
  if (name === "kernel") return keyOf(value as KernelSpec);
  if (name === "terms" || name === "factors") return `[${(value as KernelSpec[]).map(keyOf).join(",")}]`;
  return typeof value === "function" ? `"function ${identityOf(value)}"` : JSON.stringify(value);
}
