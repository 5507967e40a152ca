import { canonical } from "./canonical";
import { isNamed } from "./parts";
import type { Kernel, KernelSpec } from "./spec";

/**
 * Whether k is positive semi-definite, by the closure rules alone: true, false (a counterexample is known), or "unknown".
 *
 * @param features number of columns of the points, for the kernels on which it depends (periodic with the euclidean metric)
 * @example isPsd(add(rbf(), linear())) // true
 */
export function isPsd(kernel: Kernel, features?: number): true | false | "unknown" {
  return isPsdSpec(canonical(kernel), features);
}

/** The same of a kernel that is canonical already. */
export function isPsdSpec(kernel: KernelSpec, features: number | undefined): true | false | "unknown" {
  return signOf(kernel, features).psd;
}

/** What the closure rules tell of a kernel. */
interface Sign {
  readonly psd: true | false | "unknown";
  /** It is −1 times a kernel that is not 0, so that k(x, x) < 0 somewhere and nowhere k(x, x) > 0. */
  readonly negative: boolean;
  /** It is 0 for all points, as far as its parameters tell. */
  readonly zero: boolean;
}

/** From the signs of the parts, each of which is asked for once. */
function signOf(kernel: KernelSpec, features: number | undefined): Sign {
  switch (kernel.kind) {
    case "linear":
      return { ...POSITIVE, zero: kernel.metric?.every((row) => row.every((value) => value === 0)) ?? false };
    case "polynomial":
      return {
        psd: kernel.coef0 >= 0 || (kernel.gamma === 0 && kernel.degree % 2 === 0),
        negative: false,
        zero: kernel.gamma === 0 && kernel.coef0 === 0,
      };
    case "rbf":
    case "laplacian":
    case "matern":
    case "rationalQuadratic":
    case "cosine":
    case "chi2":
    case "allSubsets":
    case "fromFeatures":
      return POSITIVE;
    case "anova":
      return { ...POSITIVE, zero: features !== undefined && kernel.degree > features };
    case "periodic":
      return kernel.metric === "per-feature" || features === 1 ? POSITIVE : UNKNOWN;
    case "sigmoid":
    case "precomputed":
      return UNKNOWN;
    case "additiveChi2":
      return { ...UNKNOWN, psd: false };
    case "constant":
      return numberSign(kernel.value);
    case "white":
      return numberSign(kernel.variance);
    case "custom":
      return { ...UNKNOWN, psd: kernel.psd };
    case "sum": {
      const terms = kernel.terms.map((term) => signOf(term, features));
      const negative = terms.every((term) => term.negative);
      return { psd: allPsd(terms) ? true : negative ? false : "unknown", negative, zero: false };
    }
    case "product": {
      const factors = kernel.factors.map((factor) => signOf(factor, features));
      return { psd: allPsd(factors) || "unknown", negative: false, zero: factors.some((factor) => factor.zero) };
    }
    case "scaled":
      return scaledSign(kernel.factor, signOf(kernel.kernel, features));
    case "power": {
      const { psd, negative, zero } = signOf(kernel.kernel, features);
      return { psd: negative ? kernel.exponent % 2 === 0 : psd === true || "unknown", negative: false, zero };
    }
    case "exponentiated":
      return { ...signInside(kernel.kernel, features), zero: false };
    case "normalized":
    case "multiplier":
      return signInside(kernel.kernel, features);
    case "onColumns": {
      const { psd, zero } = signOf(kernel.kernel, isNamed(kernel) ? undefined : kernel.columns.length);
      return { psd, negative: false, zero };
    }
    case "mapped":
      return { ...signInside(kernel.kernel, undefined), zero: false };
    default:
      return kernel satisfies never;
  }
}

const POSITIVE: Sign = { psd: true, negative: false, zero: false };
const UNKNOWN: Sign = { psd: "unknown", negative: false, zero: false };

function numberSign(value: number): Sign {
  return { psd: value >= 0, negative: value < 0, zero: value === 0 };
}

function allPsd(signs: readonly Sign[]): boolean {
  return signs.every(({ psd }) => psd === true);
}

/** Rules that keep a kernel positive semi-definite, and tell nothing of others. */
function signInside(kernel: KernelSpec, features: number | undefined): Sign {
  const { psd, zero } = signOf(kernel, features);
  return { psd: psd === true || "unknown", negative: false, zero };
}

/** c k: a negative multiple of a kernel that is not 0 has negative values on its diagonal. */
function scaledSign(factor: number, { psd, negative, zero }: Sign): Sign {
  const isNegative = factor < 0 && psd === true && !zero;
  if (factor === 0 || zero) return { psd: true, negative: isNegative, zero };
  if (factor > 0) return { psd, negative: isNegative, zero };
  return { psd: negative ? true : psd === true ? false : "unknown", negative: isNegative, zero };
}
