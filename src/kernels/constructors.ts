import { mercerError } from "../errors";
import { isVector, readNumber, readOptions } from "../input";
import type {
  AllSubsetsKernel,
  ArdRbfKernel,
  Gamma,
  LaplacianKernel,
  LinearKernel,
  PolynomialKernel,
  PrecomputedKernel,
  RbfKernel,
} from "./spec";

/**
 * k(x, z) = xᵀz.
 *
 * Regression with it is linear regression through the origin; with an intercept, linear regression.
 */
export function linear(): LinearKernel {
  return { kind: "linear" };
}

/**
 * k(x, z) = (γ xᵀz + c)ᵖ; γ = 1/d, p = 3 and c = 1 unless given.
 *
 * @param options.degree p, an integer from 1
 * @throws "argument" for γ < 0 or a degree that is not a positive integer
 */
export function polynomial(options: { gamma?: Gamma; degree?: number; coef0?: number } = {}): PolynomialKernel {
  const { gamma, degree = 3, coef0 = 1 } = readOptions(options, "options");
  return { kind: "polynomial", gamma: readGamma(gamma), degree: readDegree(degree), coef0: readNumber(coef0, "coef0") };
}

/**
 * The Gaussian kernel, in one of its spellings:
 *
 *     gamma         exp(−γ‖x − z‖²), γ = 1/d unless given
 *     sigma         exp(−(‖x − z‖/σ)²), so γ = 1/σ²
 *     lengthScale   exp(−‖x − z‖²/(2ℓ²)), so γ = 1/(2ℓ²); an array gives each feature a length scale of its own
 *
 * @throws "argument" for two spellings at once, γ < 0, σ ≤ 0 or ℓ ≤ 0
 */
export function rbf(options?: { gamma?: Gamma } | { sigma: number } | { lengthScale: number }): RbfKernel;
export function rbf(options: { lengthScale: readonly number[] }): ArdRbfKernel;
export function rbf(
  options?: { gamma?: Gamma } | { sigma: number } | { lengthScale: number | readonly number[] },
): RbfKernel | ArdRbfKernel;
export function rbf(
  options: { gamma?: Gamma } | { sigma: number } | { lengthScale: number | readonly number[] } = {},
): RbfKernel | ArdRbfKernel {
  readOptions(options, "options");
  const given = ["gamma", "sigma", "lengthScale"].filter((name) => name in options);
  if (given.length > 1) {
    throw mercerError("argument", `rbf takes one of gamma, sigma and lengthScale; ${given.join(" and ")} were given`, {
      argument: given[1],
    });
  }
  if ("sigma" in options) return { kind: "rbf", gamma: 1 / square(readLength(options.sigma, "sigma")) };
  if ("lengthScale" in options) {
    const { lengthScale } = options;
    if (typeof lengthScale === "number") return { kind: "rbf", gamma: 0.5 / square(readLength(lengthScale, "lengthScale")) };
    return { kind: "rbf", lengthScale: readLengthScales(lengthScale) };
  }
  return { kind: "rbf", gamma: readGamma((options as { gamma?: Gamma }).gamma) };
}

/** k(x, z) = exp(−γ Σ_k |x_k − z_k|), with the L1 distance; γ = 1/d unless given. */
export function laplacian(options: { gamma?: Gamma } = {}): LaplacianKernel {
  return { kind: "laplacian", gamma: readGamma(readOptions(options, "options").gamma) };
}

/** k(x, z) = Π_k (1 + x_k z_k): one feature for every subset of the inputs. Grows exponentially in d; an overflow is an error. */
export function allSubsets(): AllSubsetsKernel {
  return { kind: "allSubsets" };
}

/** The caller's own Gram matrix: X is K (n × n) in `fit`; in `predict` Z is k(Z, X), one row per new point. */
export function precomputed(): PrecomputedKernel {
  return { kind: "precomputed" };
}

/** Not `x ** 2`: powers are the engine's own and may differ in the last bit. */
function square(x: number): number {
  return x * x;
}

/** A length whose square has an inverse. */
function readLength(length: number, name: string): number {
  const value = readNumber(length, name, { above: 0 });
  if (value >= SHORTEST) return value;
  throw mercerError("argument", `${name} must be at least ${SHORTEST}; it is ${value}`, { argument: name, value });
}

const SHORTEST = 1e-150;

function readLengthScales(lengthScale: readonly number[]): number[] {
  if (!isVector(lengthScale)) {
    throw mercerError("argument", `lengthScale must be a number, or one per feature; it is ${String(lengthScale)}`, {
      argument: "lengthScale",
    });
  }
  return Array.from(lengthScale, (l, k) => readLength(l, `lengthScale[${k}]`));
}

/** A power that repeated squaring takes: an integer from 1 to 2³¹ − 1. */
function readDegree(degree: number): number {
  const value = readNumber(degree, "degree", { minimum: 1, integer: true });
  if (value < 2 ** 31) return value;
  throw mercerError("argument", `degree must be below 2³¹; it is ${value}`, { argument: "degree", value });
}

function readGamma(gamma: Gamma | undefined): Gamma {
  return gamma === undefined || gamma === "auto" ? "auto" : readNumber(gamma, "gamma", { minimum: 0 });
}
