import type { Kernel } from "../kernels.ts";

/** The constructors of the public API. */
export interface Kernels {
  linear(): unknown;
  polynomial(options: { gamma: number; coef0: number; degree: number }): unknown;
  rbf(options: { gamma: number } | { lengthScale: readonly number[] }): unknown;
  laplacian(options: { gamma: number }): unknown;
  matern(options: { nu: 0.5 | 1.5 | 2.5; lengthScale: number }): unknown;
  rationalQuadratic(options: { alpha: number; lengthScale: number }): unknown;
  periodic(options: { period: number; lengthScale: number; metric: "euclidean" | "per-feature" }): unknown;
  sigmoid(options: { gamma: number; coef0: number }): unknown;
  cosine(): unknown;
  chi2(options: { gamma: number }): unknown;
  additiveChi2(): unknown;
  allSubsets(): unknown;
  anova(options: { degree: number }): unknown;
  add(first: unknown, second: unknown): unknown;
  multiply(first: unknown, second: unknown): unknown;
}

/** A kernel of the benchmark as the library's. */
export function describe(mercer: Kernels, kernel: Kernel): unknown {
  switch (kernel.kind) {
    case "ard":
      return mercer.rbf({ lengthScale: kernel.lengthScales });
    case "polynomial":
      return mercer.polynomial(kernel);
    case "rbf":
      return mercer.rbf(kernel);
    case "laplacian":
      return mercer.laplacian(kernel);
    case "matern":
      return mercer.matern(kernel);
    case "rationalQuadratic":
      return mercer.rationalQuadratic(kernel);
    case "periodic":
      return mercer.periodic(kernel);
    case "sigmoid":
      return mercer.sigmoid(kernel);
    case "chi2":
      return mercer.chi2(kernel);
    case "anova":
      return mercer.anova(kernel);
    case "linear":
    case "cosine":
    case "additiveChi2":
    case "allSubsets":
      return mercer[kernel.kind]();
    case "sum":
      return mercer.add(describe(mercer, kernel.parts[0]), describe(mercer, kernel.parts[1]));
    case "product":
      return mercer.multiply(describe(mercer, kernel.parts[0]), describe(mercer, kernel.parts[1]));
  }
}
