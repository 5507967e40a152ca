import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { rbfByGamma } from "./constructors";
import type { ArdRbfKernel, KernelSpec, LengthScale, RbfKernel } from "./spec";

/** A kernel that is the given one on points multiplied by powers of two; or the given one itself, where its lengths are ordinary. */
interface Ordinary {
  readonly kernel: KernelSpec;
  /** The points are to be multiplied by 2 to this, all features alike or each by its own. */
  readonly points: number | readonly number[];
  /** The differences of the features are to be multiplied by 2 to this, at least 0. */
  readonly differences: number;
}

/** Lengths between 2⁻²⁰⁰ and 2²⁰⁰ are ordinary: squares of differences that count beside them neither overflow nor vanish. */
const ORDINARY = 200;

/** How far points are moved for inner products: further, a product of a small and a large feature would be lost. */
const FURTHEST = 256;

/**
 * Where a length scale, γ or period of a resolved kernel is near the ends of the range, squares of differences would overflow or vanish although the
 * kernel's value does neither. Multiplied by a power of two, which is exact, they do not:
 *
 *     long lengths    2⁻ᵉx and 2⁻ᵉℓ: what vanishes does not count beside ℓ
 *     short lengths   2⁻ᵉ(x − z) and 2⁻ᵉℓ, after the difference: x itself might overflow
 *     γ xᵀz           2ʰx, 2ʰz and 2⁻²ʰγ
 */
export function ordinary(kernel: KernelSpec): Ordinary {
  switch (kernel.kind) {
    case "rbf":
      return ofRbf(rbfByGamma(kernel));
    case "matern":
      return maybeOfLength(kernel, Math.abs(exponent(kernel.lengthScale)) > ORDINARY);
    case "rationalQuadratic":
      return maybeOfLength(kernel, Math.abs(exponent(kernel.lengthScale)) > ORDINARY || Math.abs(exponentOf(kernel.alpha)) > 2 * ORDINARY);
    case "periodic":
      if (Math.abs(exponentOf(kernel.period)) <= ORDINARY) return asItIs(kernel);
      return ofLength(kernel.period, 0, (period) => ({ ...kernel, period }));
    case "laplacian":
    case "chi2": {
      const e = exponentOf((kernel.gamma as number) || 1);
      return e < -ORDINARY ? moved(withGamma(kernel, -e), e, 0) : asItIs(kernel);
    }
    case "polynomial":
    case "sigmoid": {
      const h = shift((kernel.gamma as number) || 1);
      return moved(withGamma(kernel, -2 * h), h, 0);
    }
    case "scaled": {
      const h = kernel.kernel.kind === "linear" && !kernel.kernel.metric ? shift(kernel.factor || 1) : 0;
      return h === 0 ? asItIs(kernel) : moved({ ...kernel, factor: timesPowerOfTwo(kernel.factor, -2 * h) }, h, 0);
    }
    default:
      return asItIs(kernel);
  }
}

function asItIs(kernel: KernelSpec): Ordinary {
  return moved(kernel, 0, 0);
}

function moved(kernel: KernelSpec, points: Ordinary["points"], differences: number): Ordinary {
  return { kernel, points, differences };
}

function withGamma<K extends { readonly gamma: number | "auto" }>(kernel: K, e: number): K {
  return e === 0 ? kernel : { ...kernel, gamma: timesPowerOfTwo(kernel.gamma as number, e) };
}

function ofRbf(kernel: RbfKernel | ArdRbfKernel): Ordinary {
  if ("lengthScale" in kernel) {
    if (typeof kernel.lengthScale !== "number") return perFeature(kernel, kernel.lengthScale);
    return ofLength(kernel.lengthScale, 0, (l) => ({ kind: "rbf", gamma: 0.5 / (l * l) }));
  }
  const gamma = kernel.gamma as number;
  const e = exponentOf(gamma || 1);
  if (Math.abs(e) <= 2 * ORDINARY) return asItIs(kernel);
  const half = Math.floor(e / 2);
  return moved({ kind: "rbf", gamma: timesPowerOfTwo(gamma, -2 * half) }, Math.min(half, 0), Math.max(half, 0));
}

/** The exponent of a length that serves all features; 0 where each has its own. */
function exponent(lengthScale: LengthScale): number {
  return typeof lengthScale === "number" ? exponentOf(lengthScale) : 0;
}

function maybeOfLength<K extends KernelSpec & { readonly lengthScale: LengthScale }>(kernel: K, extreme: boolean): Ordinary {
  if (typeof kernel.lengthScale !== "number") return perFeature(kernel, kernel.lengthScale);
  if (!extreme) return asItIs(kernel);
  // below ½, so that αℓ² is a number for the largest α
  return ofLength(kernel.lengthScale, 2, (lengthScale) => ({ ...kernel, lengthScale }));
}

/** A length moved to between 2^−down and 2^(1−down). */
function ofLength(length: number, down: number, make: (length: number) => KernelSpec): Ordinary {
  const e = exponentOf(length) + down;
  return moved(make(timesPowerOfTwo(length, -e)), Math.min(-e, 0), Math.max(-e, 0));
}

/** Long ones only: differences are divided by lengths of their own in any case. */
function perFeature<K extends KernelSpec>(kernel: K, lengths: readonly number[]): Ordinary {
  const exponents = lengths.map((length) => Math.min(0, ORDINARY - exponentOf(length)));
  if (exponents.every((e) => e === 0)) return asItIs(kernel);
  const lengthScale = lengths.map((length, k) => timesPowerOfTwo(length, exponents[k] as number));
  return moved({ ...kernel, lengthScale } as KernelSpec, exponents, 0);
}

/** By how much points may be moved for c xᵀz. */
function shift(c: number): number {
  const e = exponentOf(c);
  if (Math.abs(e) <= 2 * ORDINARY) return 0;
  return Math.max(-FURTHEST, Math.min(FURTHEST, Math.floor(e / 2)));
}
