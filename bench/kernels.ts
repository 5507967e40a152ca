/** Kernels of a fit or a prediction. */
export type RidgeKernel =
  | { readonly kind: "linear" | "allSubsets" }
  | { readonly kind: "rbf" | "laplacian"; readonly gamma: number }
  | { readonly kind: "polynomial"; readonly gamma: number; readonly coef0: number; readonly degree: number };

/** Kernels whose Gram matrices are measured: those of one formula, with the library's names, */
export type LeafKernel =
  | RidgeKernel
  | { readonly kind: "cosine" | "additiveChi2" }
  | { readonly kind: "ard"; readonly lengthScales: readonly number[] }
  | { readonly kind: "matern"; readonly nu: 0.5 | 1.5 | 2.5; readonly lengthScale: number }
  | { readonly kind: "rationalQuadratic"; readonly alpha: number; readonly lengthScale: number }
  | { readonly kind: "periodic"; readonly period: number; readonly lengthScale: number; readonly metric: "euclidean" | "per-feature" }
  | { readonly kind: "sigmoid"; readonly gamma: number; readonly coef0: number }
  | { readonly kind: "chi2"; readonly gamma: number }
  | { readonly kind: "anova"; readonly degree: 3 };

/** and sums and products of two. */
export type Kernel = LeafKernel | { readonly kind: "sum" | "product"; readonly parts: readonly [LeafKernel, LeafKernel] };

/** Every kernel of d features by the name of its Gram matrix. */
export function gramKernels(d: number): Readonly<Record<string, Kernel>> {
  const gamma = 1 / d;
  const lengthScale = Math.sqrt(d / 2);
  const rbf: LeafKernel = { kind: "rbf", gamma };
  const polynomial: LeafKernel = { kind: "polynomial", gamma, coef0: 1, degree: 3 };
  const periodic: LeafKernel = { kind: "periodic", period: 5, lengthScale: 1, metric: "euclidean" };
  return {
    linear: { kind: "linear" },
    polynomial,
    Gaussian: rbf,
    "Gaussian (ARD)": { kind: "ard", lengthScales: Array.from({ length: d }, (_, k) => lengthScale * (0.8 + (0.4 * k) / d)) },
    Laplacian: { kind: "laplacian", gamma },
    exponential: { kind: "matern", nu: 0.5, lengthScale },
    "Matérn 3/2": { kind: "matern", nu: 1.5, lengthScale },
    "Matérn 5/2": { kind: "matern", nu: 2.5, lengthScale },
    "rational quadratic": { kind: "rationalQuadratic", alpha: 1.3, lengthScale },
    periodic,
    "periodic per feature": { kind: "periodic", period: 5, lengthScale, metric: "per-feature" },
    sigmoid: { kind: "sigmoid", gamma, coef0: 0.5 },
    cosine: { kind: "cosine" },
    "χ²": { kind: "chi2", gamma },
    "additive χ²": { kind: "additiveChi2" },
    "all-subsets": { kind: "allSubsets" },
    ANOVA: { kind: "anova", degree: 3 },
    "Gaussian + polynomial": { kind: "sum", parts: [rbf, polynomial] },
    "Gaussian + Matérn 5/2": { kind: "sum", parts: [rbf, { kind: "matern", nu: 2.5, lengthScale }] },
    "Gaussian · periodic": { kind: "product", parts: [rbf, periodic] },
  };
}

/** Whether features have to be non-negative. */
export function isOfHistograms({ kind }: Kernel): boolean {
  return kind === "chi2" || kind === "additiveChi2";
}
