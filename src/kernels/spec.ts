/** A kernel as plain data. What its kind means and which fields it has is in `KernelSpec`; unknown kinds are refused where they are used. */
export interface Kernel {
  readonly kind: string;
}

/** γ, or "auto" for 1/d, d being the number of features. */
export type Gamma = number | "auto";

/** k(x, z) = xᵀz */
export interface LinearKernel extends Kernel {
  readonly kind: "linear";
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

/** k(x, z) = exp(−½ Σ_k ((x_k − z_k)/ℓ_k)²), one length scale per feature */
export interface ArdRbfKernel extends Kernel {
  readonly kind: "rbf";
  readonly lengthScale: readonly number[];
}

/** k(x, z) = exp(−γ Σ_k |x_k − z_k|) */
export interface LaplacianKernel extends Kernel {
  readonly kind: "laplacian";
  readonly gamma: Gamma;
}

/** k(x, z) = Π_k (1 + x_k z_k), the inner product of all 2ᵈ products of distinct features */
export interface AllSubsetsKernel extends Kernel {
  readonly kind: "allSubsets";
}

/** The caller's own matrix: X is K (n × n) in `fit`, k(Z, X) in `predict`. */
export interface PrecomputedKernel extends Kernel {
  readonly kind: "precomputed";
}

/** A kernel of vectors: everything but `precomputed`. */
export type VectorKernel = LinearKernel | PolynomialKernel | RbfKernel | ArdRbfKernel | LaplacianKernel | AllSubsetsKernel;

/** Every kernel this version knows. */
export type KernelSpec = VectorKernel | PrecomputedKernel;
