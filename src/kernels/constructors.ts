import { readOptions } from "../input";
import type { MatrixLike } from "../matrix";
import type { Refused } from "./compatibility";
import { KERNEL_FIELDS, type Kind } from "./fields";
import { kernelOf, requireKernel } from "./kernel-of";
import type {
  AdditiveChi2Kernel,
  AllSubsetsKernel,
  AnovaKernel,
  ArdRbfKernel,
  Chi2Kernel,
  ConstantKernel,
  CosineKernel,
  CustomKernel,
  FeatureKernel,
  Gamma,
  LaplacianKernel,
  LengthScale,
  LinearKernel,
  MaternKernel,
  PeriodicKernel,
  PointMap,
  PolynomialKernel,
  PrecomputedKernel,
  RationalQuadraticKernel,
  RbfKernel,
  SigmaRbfKernel,
  SigmoidKernel,
  WhiteKernel,
} from "./spec";

/** A kernel without parameters. */
type NoOptions = { readonly kind?: string };

/** ν as far as its type tells: `Infinity` has the type number. */
type HalfInteger<N extends number> = number extends N
  ? unknown
  : N extends 0.5 | 1.5 | 2.5
    ? unknown
    : Refused<"ν is 0.5, 1.5, 2.5 or Infinity">;

/**
 * k(x, z) = xᵀz, or xᵀAz for a symmetric positive semi-definite metric A (d × d).
 *
 * Regression with it is linear regression through the origin; with an intercept, linear regression.
 *
 * @throws "shape" for a metric that is not square, "asymmetric" for one that is not exactly symmetric, "not-positive-definite" for one with
 * a negative eigenvalue
 * @example evaluate(linear(), [1, 2], [3, 4]) // 11
 */
export function linear(options: { metric?: MatrixLike } = {}): LinearKernel {
  return made("linear", options);
}

/**
 * k(x, z) = (γ xᵀz + c)ᵖ; γ = 1/d, p = 3 and c = 1 unless given.
 *
 * @param options.degree p, an integer from 1
 * @throws "argument" for γ < 0 or a degree that is not a positive integer
 * @example evaluate(polynomial({ degree: 2, gamma: 1, coef0: 1 }), [1, 2], [3, 4]) // 144
 */
export function polynomial(options: { gamma?: Gamma; degree?: number; coef0?: number } = {}): PolynomialKernel {
  return made("polynomial", options);
}

/**
 * The Gaussian kernel, in one of its spellings:
 *
 *     gamma         exp(−γ‖x − z‖²), γ = 1/d unless given
 *     sigma         exp(−(‖x − z‖/σ)²), so γ = 1/σ²
 *     lengthScale   exp(−‖x − z‖²/(2ℓ²)), so γ = 1/(2ℓ²); an array gives each feature a length scale of its own
 *
 * The kernel keeps the spelling, and `canonical` gives γ.
 *
 * @throws "argument" for two spellings at once, γ < 0, σ ≤ 0 or ℓ ≤ 0
 * @example const model = fit(kernelRidge({ kernel: rbf({ lengthScale: 0.5 }), lambda: 0.1 }), X, y);
 */
export function rbf(options?: { gamma?: Gamma }): RbfKernel;
export function rbf(options: { sigma: number }): SigmaRbfKernel;
export function rbf(options: { lengthScale: LengthScale }): ArdRbfKernel;
export function rbf(options?: { gamma?: Gamma } | { sigma: number } | { lengthScale: LengthScale }): RbfSpelling;
export function rbf(options: { gamma?: Gamma } | { sigma: number } | { lengthScale: LengthScale } = {}): RbfSpelling {
  return made("rbf", options);
}

/** A Gaussian kernel as it was written. */
type RbfSpelling = RbfKernel | ArdRbfKernel | SigmaRbfKernel;

/** A Gaussian kernel by γ, however it was written; length scales stay where each feature has its own, and where γ is no normal number. */
export function rbfByGamma(kernel: RbfSpelling): RbfKernel | ArdRbfKernel {
  if ("sigma" in kernel) return ofLength(kernel.sigma, 1, Math.SQRT1_2);
  return "lengthScale" in kernel && typeof kernel.lengthScale === "number" ? ofLength(kernel.lengthScale, 0.5, 1) : (kernel as RbfKernel);
}

/** γ = factor/length², or the length scale itself, `ratio` times the length, where that is no normal number. */
function ofLength(length: number, factor: number, ratio: number): RbfKernel | ArdRbfKernel {
  const gamma = factor / square(length);
  return gamma >= 2 ** -1022 && gamma < Infinity ? { kind: "rbf", gamma } : { kind: "rbf", lengthScale: ratio * length };
}

/**
 * k(x, z) = exp(−γ Σ_k |x_k − z_k|), with the L1 distance; γ = 1/d unless given.
 *
 * @example evaluate(laplacian({ gamma: 0.5 }), [1, 2], [1, 2]) // 1
 */
export function laplacian(options: { gamma?: Gamma } = {}): LaplacianKernel {
  return made("laplacian", options);
}

/**
 * k(x, z) = e^(−‖(x − z)/ℓ‖): the Matérn kernel with ν = 1/2. An array gives each feature a length scale of its own.
 *
 * @example evaluate(exponential({ lengthScale: 2 }), [1], [1]) // 1
 */
export function exponential(options: { lengthScale: LengthScale }): MaternKernel {
  const { lengthScale } = readOptions(options, "exponential", { lengthScale: true });
  return made("matern", { nu: 0.5, lengthScale });
}

/**
 * The Matérn kernel of r = ‖(x − z)/ℓ‖: e^(−r) for ν = 1/2, (1 + √3 r)e^(−√3 r) for 3/2, (1 + √5 r + 5r²/3)e^(−√5 r) for 5/2; ν = ∞ is the
 * Gaussian kernel, e^(−r²/2).
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), eq. 4.14 to 4.17.
 *
 * @example const model = fit(kernelRidge({ kernel: matern({ nu: 1.5, lengthScale: [0.5, 2] }), lambda: 0.1 }), X, y);
 */
export function matern(options: { lengthScale: LengthScale; nu: 0.5 | 1.5 | 2.5 }): MaternKernel;
export function matern<const N extends number>(options: { lengthScale: LengthScale; nu: N & HalfInteger<N> }): MaternKernel | ArdRbfKernel;
export function matern(options: { lengthScale: LengthScale; nu: number }): MaternKernel | ArdRbfKernel {
  return made("matern", options);
}

/**
 * k(x, z) = (1 + r²/(2α))^(−α) with r = ‖(x − z)/ℓ‖: a mixture of Gaussian kernels; the Gaussian kernel as α → ∞.
 *
 * @example evaluate(rationalQuadratic({ alpha: 1, lengthScale: 1 }), [0, 0], [1, 1]) // 0.5
 */
export function rationalQuadratic(options: { alpha: number; lengthScale: LengthScale }): RationalQuadraticKernel {
  return made("rationalQuadratic", options);
}

/**
 * k(x, z) = exp(−2 sin²(π r/p)/ℓ²) with r = ‖x − z‖ ("euclidean", positive semi-definite on one feature only), or the product of the same
 * over the features ("per-feature", always positive semi-definite).
 *
 * @example const yearly = periodic({ period: 365.25, lengthScale: 1 });
 */
export function periodic(options: { period: number; lengthScale: number; metric?: "euclidean" | "per-feature" }): PeriodicKernel {
  return made("periodic", options);
}

/**
 * k(x, z) = tanh(γ xᵀz + c); γ = 1/d and c = 1 unless given. Not positive semi-definite in general.
 *
 * @example evaluate(sigmoid({ gamma: 1, coef0: 0 }), [1, 0], [0, 1]) // 0
 */
export function sigmoid(options: { gamma?: Gamma; coef0?: number } = {}): SigmoidKernel {
  return made("sigmoid", options);
}

/**
 * k(x, z) = xᵀz/(‖x‖‖z‖), 0 where a point is 0
 *
 * @example evaluate(cosine(), [3, 4], [4, 3]) // 0.96
 */
export function cosine(options: NoOptions = {}): CosineKernel {
  return made("cosine", options);
}

/**
 * k(x, z) = exp(−γ Σ_k (x_k − z_k)²/(x_k + z_k)) for features ≥ 0, terms with x_k + z_k = 0 being 0; γ = 1 unless given.
 *
 * @example evaluate(chi2({ gamma: 0.5 }), [1, 2], [1, 2]) // 1
 */
export function chi2(options: { gamma?: number } = {}): Chi2Kernel {
  return made("chi2", options);
}

/**
 * k(x, z) = −Σ_k (x_k − z_k)²/(x_k + z_k) for features ≥ 0: conditionally positive definite, not a Mercer kernel.
 *
 * @example evaluate(additiveChi2(), [1, 2], [3, 2]) // -1
 */
export function additiveChi2(options: NoOptions = {}): AdditiveChi2Kernel {
  return made("additiveChi2", options);
}

/**
 * k(x, z) = Π_k (1 + x_k z_k): one feature for every subset of the inputs. Grows exponentially in d; an overflow is an error.
 *
 * @example evaluate(allSubsets(), [1, 2], [3, 4]) // 36
 */
export function allSubsets(options: NoOptions = {}): AllSubsetsKernel {
  return made("allSubsets", options);
}

/**
 * k(x, z) = Σ over the subsets of p features of Π x_k z_k, p an integer from 1: the inner product of all products of p distinct features.
 *
 * @example evaluate(anova({ degree: 2 }), [1, 2, 3], [1, 1, 1]) // 11
 */
export function anova(options: { degree: number }): AnovaKernel {
  return made("anova", options);
}

/**
 * k(x, z) = c
 *
 * @example evaluate(constant(3), [1, 2], [3, 4]) // 3
 */
export function constant(value: number): ConstantKernel {
  return kernelOf("constant", { value }, requireKernel);
}

/**
 * v on the diagonal of `gram(kernel, X)`, by index and not by equality of points; 0 in `gram(kernel, X, Z)` and in `evaluate`.
 *
 * @example gram(white(0.1), [[1], [1]]).data // [0.1, 0, 0, 0.1]
 */
export function white(variance: number): WhiteKernel {
  return kernelOf("white", { variance }, requireKernel);
}

/**
 * The caller's own Gram matrix: X is K (n × n) in `fit`; in `predict` Z is k(Z, X), one row per new point.
 *
 * @example
 * const model = fit(kernelRidge({ kernel: precomputed(), lambda: 0.1 }), gram(rbf(), X), y);
 * predict(model, gram(rbf(), Z, X));
 */
export function precomputed(options: NoOptions = {}): PrecomputedKernel {
  return made("precomputed", options);
}

/** Not `x ** 2`: powers are the engine's own and may differ in the last bit. */
function square(x: number): number {
  return x * x;
}

/**
 * The caller's own function of two points. It is called for the pairs on and below the diagonal of a Gram matrix, which is mirrored.
 *
 * @param options.psd whether it is positive semi-definite, where you know
 * @example evaluate(custom((x, z) => Math.min(x[0], z[0]), { psd: true }), [2], [3]) // 2
 */
export function custom(evaluate: (x: Float64Array, z: Float64Array) => number, options: { psd?: boolean } = {}): CustomKernel {
  return kernelOf("custom", { evaluate, ...readOptions(options, "custom", { psd: true }) }, requireKernel);
}

/**
 * k(x, z) = φ(x)ᵀφ(z) for the caller's own feature map φ.
 *
 * @example evaluate(fromFeatures(([x]) => [1, x, x * x]), [2], [3]) // 43
 */
export function fromFeatures(map: PointMap): FeatureKernel {
  return kernelOf("fromFeatures", { map }, requireKernel);
}

/** The kernel of a kind from the options of its constructor. */
function made<K extends Kind>(kind: K, options: object): ReturnType<typeof kernelOf<K>> {
  const given = readOptions(options as Readonly<Record<string, unknown>>, kind, KERNEL_FIELDS[kind]);
  return kernelOf(kind, given, requireKernel);
}
