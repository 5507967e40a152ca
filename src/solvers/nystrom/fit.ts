import type { Matrix } from "../../matrix";
import type { Watch } from "../../progress";
import { whitenedFeatures } from "./features";
import { normalOf } from "./normal";
import { type NormalSolution, solveNormal } from "./solve";
import { gramPlace, type Rows, type Sums, sumsOf } from "./sums";
import { unwhitened, type Whitening } from "./whitening";

/** h = Σ_j β_j k(c_j, ·) + b, and what is known of it. */
export interface NystromSolution extends Omit<NormalSolution, "weights"> {
  /** β, m × t */
  readonly coefficients: Matrix;
  /** Mean of k(x, x) − ‖φ(x)‖² over the rows, by their weights: what the landmarks leave of the kernel. */
  readonly featureLoss: number;
}

/** The sums of the features of landmarks. */
export function whitenedSums(whitening: Whitening, rows: Rows, progress: Watch): { readonly sums: Sums; readonly bytes: number } {
  return sumsOf(whitenedFeatures(whitening), gramPlace(whitening.largest), rows, progress.during("features"));
}

/** The minimiser over the landmarks' span, from sums. @param lambdas λ, one per target */
export function solveSums(whitening: Whitening, sums: Sums, lambdas: Float64Array, intercept: boolean, progress: Watch): NystromSolution {
  const normal = normalOf(sums, lambdas.length, intercept);
  const { weights, ...found } = solveNormal(normal, lambdas, progress.during("solve"));
  return { ...found, coefficients: unwhitened(whitening, weights), featureLoss: normal.left / normal.weight };
}
