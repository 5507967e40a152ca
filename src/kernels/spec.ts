/** A kernel as plain data. What its kind means and which fields it has is in `KernelSpec`; unknown kinds are refused where they are used. */
export interface Kernel {
  readonly kind: string;
}

/** γ, or "auto" for 1/d, d being the number of features. */
export type Gamma = number | "auto";

/** k(x, z) = xᵀz, or xᵀAz with a symmetric positive semi-definite metric A. */
export interface LinearKernel extends Kernel {
  readonly kind: "linear";
  /** A, row by row */
  readonly metric?: readonly (readonly number[])[];
}

/** k(x, z) = (γ xᵀz + c)ᵖ */
export interface PolynomialKernel extends Kernel {
  readonly kind: "polynomial";
  readonly gamma: Gamma;
  readonly degree: number;
  readonly coef0: number;
}

/** k(x, z) = exp(−γ‖x − z‖²) */
export interface RbfKernel extends Kernel {
  readonly kind: "rbf";
  readonly gamma: Gamma;
}

/** k(x, z) = exp(−½ Σ_k ((x_k − z_k)/ℓ_k)²), one length scale for all features or one for each */
export interface ArdRbfKernel extends Kernel {
  readonly kind: "rbf";
  readonly lengthScale: LengthScale;
}

/** k(x, z) = exp(−(‖x − z‖/σ)²) */
export interface SigmaRbfKernel extends Kernel {
  readonly kind: "rbf";
  readonly sigma: number;
}

/** k(x, z) = exp(−γ Σ_k |x_k − z_k|) */
export interface LaplacianKernel extends Kernel {
  readonly kind: "laplacian";
  readonly gamma: Gamma;
}

/** A length scale for all features, or one for each. */
export type LengthScale = number | readonly number[];

/** With r = ‖(x − z)/ℓ‖: e^(−r) for ν = 1/2, (1 + √3 r)e^(−√3 r) for 3/2, (1 + √5 r + 5r²/3)e^(−√5 r) for 5/2 */
export interface MaternKernel extends Kernel {
  readonly kind: "matern";
  readonly nu: 0.5 | 1.5 | 2.5;
  readonly lengthScale: LengthScale;
}

/** k(x, z) = (1 + r²/(2α))^(−α) with r = ‖(x − z)/ℓ‖ */
export interface RationalQuadraticKernel extends Kernel {
  readonly kind: "rationalQuadratic";
  readonly alpha: number;
  readonly lengthScale: LengthScale;
}

/** k(x, z) = exp(−2 sin²(π‖x − z‖/p)/ℓ²), or per feature the product over the features */
export interface PeriodicKernel extends Kernel {
  readonly kind: "periodic";
  readonly period: number;
  readonly lengthScale: number;
  readonly metric: "euclidean" | "per-feature";
}

/** k(x, z) = tanh(γ xᵀz + c) */
export interface SigmoidKernel extends Kernel {
  readonly kind: "sigmoid";
  readonly gamma: Gamma;
  readonly coef0: number;
}

/** k(x, z) = xᵀz/(‖x‖‖z‖), 0 where a point is 0 */
export interface CosineKernel extends Kernel {
  readonly kind: "cosine";
}

/** k(x, z) = exp(−γ Σ_k (x_k − z_k)²/(x_k + z_k)) for features ≥ 0 */
export interface Chi2Kernel extends Kernel {
  readonly kind: "chi2";
  readonly gamma: number;
}

/** k(x, z) = −Σ_k (x_k − z_k)²/(x_k + z_k) for features ≥ 0 */
export interface AdditiveChi2Kernel extends Kernel {
  readonly kind: "additiveChi2";
}

/** k(x, z) = Π_k (1 + x_k z_k), the inner product of all 2ᵈ products of distinct features */
export interface AllSubsetsKernel extends Kernel {
  readonly kind: "allSubsets";
}

/** k(x, z) = Σ over the subsets of p features of Π x_k z_k */
export interface AnovaKernel extends Kernel {
  readonly kind: "anova";
  readonly degree: number;
}

/** k(x, z) = c */
export interface ConstantKernel extends Kernel {
  readonly kind: "constant";
  readonly value: number;
}

/** v where x and z are the same training point (by index), else 0 */
export interface WhiteKernel extends Kernel {
  readonly kind: "white";
  readonly variance: number;
}

/** The caller's own matrix: X is K (n × n) in `fit`, k(Z, X) in `predict`. */
export interface PrecomputedKernel extends Kernel {
  readonly kind: "precomputed";
}

/** The caller's own function; not for JSON or workers. */
export interface CustomKernel extends Kernel {
  readonly kind: "custom";
  readonly evaluate: (x: Float64Array, z: Float64Array) => number;
  readonly psd: boolean | "unknown";
}

/** k(x, z) = φ(x)ᵀφ(z) for the caller's own map φ; not for JSON or workers. */
export interface FeatureKernel extends Kernel {
  readonly kind: "fromFeatures";
  readonly map: PointMap;
}

/** A function of one point, for `mapInputs` and `fromFeatures`. */
export type PointMap = (x: Float64Array) => ArrayLike<number>;

/** k₁ + k₂ + … */
export interface SumKernel<K extends readonly Kernel[] = readonly Kernel[]> extends Kernel {
  readonly kind: "sum";
  readonly terms: K;
}

/** k₁ k₂ … */
export interface ProductKernel<K extends readonly Kernel[] = readonly Kernel[]> extends Kernel {
  readonly kind: "product";
  readonly factors: K;
}

/** c k */
export interface ScaledKernel<K extends Kernel = Kernel, C extends number = number> extends Kernel {
  readonly kind: "scaled";
  readonly factor: C;
  readonly kernel: K;
}

/** kᵖ, p a positive integer */
export interface PowerKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "power";
  readonly exponent: number;
  readonly kernel: K;
}

/** eᵏ */
export interface ExponentialKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "exponentiated";
  readonly kernel: K;
}

/** k(x, z)/√(k(x, x) k(z, z)), 0 where that root is 0 */
export interface NormalizedKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "normalized";
  readonly kernel: K;
}

/** k on some of the features */
export interface ColumnsKernel<K extends Kernel = Kernel, C extends readonly number[] = readonly number[]> extends Kernel {
  readonly kind: "onColumns";
  readonly columns: C;
  readonly kernel: K;
}

/** k on some columns of a table, by name: only until it is fitted to one. It is read as `ColumnsKernel` is, and refused where there are points. */
export interface NamedColumnsKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "onColumns";
  readonly columns: readonly (number | string)[];
  readonly kernel: K;
}

/** k(φ(x), φ(z)) */
export interface MappedKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "mapped";
  readonly map: PointMap;
  readonly kernel: K;
}

/** f(x) k(x, z) f(z) */
export interface MultiplierKernel<K extends Kernel = Kernel> extends Kernel {
  readonly kind: "multiplier";
  readonly f: (x: Float64Array) => number;
  readonly kernel: K;
}

/** A kernel that is not made of others. */
export type LeafKernel =
  | LinearKernel
  | PolynomialKernel
  | RbfKernel
  | ArdRbfKernel
  | SigmaRbfKernel
  | LaplacianKernel
  | MaternKernel
  | RationalQuadraticKernel
  | PeriodicKernel
  | SigmoidKernel
  | CosineKernel
  | Chi2Kernel
  | AdditiveChi2Kernel
  | AllSubsetsKernel
  | AnovaKernel
  | ConstantKernel
  | WhiteKernel
  | PrecomputedKernel
  | CustomKernel
  | FeatureKernel;

/** A kernel made of others. */
type CompositeKernel =
  | SumKernel<readonly KernelSpec[]>
  | ProductKernel<readonly KernelSpec[]>
  | ScaledKernel<KernelSpec>
  | PowerKernel<KernelSpec>
  | ExponentialKernel<KernelSpec>
  | NormalizedKernel<KernelSpec>
  | ColumnsKernel<KernelSpec>
  | MappedKernel<KernelSpec>
  | MultiplierKernel<KernelSpec>;

/** Every kernel this version knows. */
export type KernelSpec = LeafKernel | CompositeKernel;
