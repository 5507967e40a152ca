import type { LeafKernel } from "../kernels.ts";
import { exponentiate, gaussianRow } from "./exponential.ts";
import type { Pairing } from "./gemm.ts";
import { polynomialRow } from "./kernel-row.ts";
import { cosineRow, maternRow, negateRow, periodicRow, rationalQuadraticRow, sigmoidRow } from "./maps.ts";

/** A kernel of one formula is a pairing of features and a map of what comes out. */

/** Distances come from inner products and norms, as in scikit-learn: fewer operations than differences, but they cancel under an offset. */
export function pairingOf({ kind }: LeafKernel): Pairing {
  if (kind === "laplacian") return "manhattan";
  if (kind === "allSubsets") return "subsets";
  if (kind === "chi2" || kind === "additiveChi2") return "chiSquare";
  return kind === "anova" ? "triples" : "product";
}

/** A row of pairings becomes a row of kernel values, in place. `norm` and `norms` are those of numbersOf. */
export function mapRow(kernel: LeafKernel, k: Float64Array, at: number, count: number, norm: number, norms: Float64Array): void {
  switch (kernel.kind) {
    case "rbf":
      gaussianRow(k, at, count, kernel.gamma, norm, norms);
      return;
    case "ard":
      gaussianRow(k, at, count, 0.5, norm, norms);
      return;
    case "matern":
      maternRow(k, at, count, kernel.nu, kernel.lengthScale, norm, norms);
      return;
    case "rationalQuadratic": {
      const { alpha, lengthScale } = kernel;
      rationalQuadraticRow(k, at, count, alpha, 1 / (2 * alpha * lengthScale * lengthScale), norm, norms);
      return;
    }
    case "periodic": {
      const { period, lengthScale } = kernel;
      if (kernel.metric === "euclidean") periodicRow(k, at, count, period, lengthScale, norm, norms);
      else gaussianRow(k, at, count, 1 / (2 * lengthScale * lengthScale), norm, norms);
      return;
    }
    case "laplacian":
    case "chi2":
      exponentiate(k, at, count, -kernel.gamma, 0);
      return;
    case "polynomial":
      polynomialRow(k, at, count, kernel.gamma, kernel.coef0, kernel.degree);
      return;
    case "sigmoid":
      sigmoidRow(k, at, count, kernel.gamma, kernel.coef0);
      return;
    case "cosine":
      cosineRow(k, at, count, norm, norms);
      return;
    case "additiveChi2":
      negateRow(k, at, count);
  }
}

/** Points as the pairing of a kernel sees them. */
export interface Seen {
  readonly d: number;
  readonly x: Float64Array;
  /** One number per point: ‖x‖², or 1/‖x‖ for the cosine. */
  readonly norms: Float64Array;
}

/** Features divided by their length scales; on circles, where a periodic kernel per feature is a Gaussian: 4 sin²((a − b)/2) = |e^{ia} − e^{ib}|². */
export function see(kernel: LeafKernel, n: number, d: number, x: Float64Array): Seen {
  if (kernel.kind === "ard") {
    const { lengthScales } = kernel;
    return withNorms(
      n,
      d,
      x.map((value, index) => value / lengthScales[index % d]),
    );
  }
  if (kernel.kind === "periodic" && kernel.metric === "per-feature") {
    const circle = new Float64Array(2 * n * d);
    for (let index = 0; index < n * d; index++) {
      const angle = (2 * Math.PI * x[index]) / kernel.period;
      circle[2 * index] = Math.cos(angle);
      circle[2 * index + 1] = Math.sin(angle);
    }
    return withNorms(n, 2 * d, circle);
  }
  const seen = withNorms(n, d, x);
  return kernel.kind === "cosine" ? { ...seen, norms: seen.norms.map((norm) => 1 / Math.sqrt(norm)) } : seen;
}

function withNorms(n: number, d: number, x: Float64Array): Seen {
  const norms = new Float64Array(n);
  squaredNorms(n, d, x, norms);
  return { d, x, norms };
}

/** Σ_j x_ij². */
export function squaredNorms(n: number, d: number, x: Float64Array, norms: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let p = 0; p < d; p++) sum += x[i * d + p] * x[i * d + p];
    norms[i] = sum;
  }
}
