import { solveLower, solveUpper } from "../core/factors";
import { asMatrix, flipped } from "../core/matrix-view";
import { syrk } from "../core/products";
import { inverseFromFactor } from "../dense/inverse";
import type { Matrix } from "../matrix";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { type Block, view, type Workspace, withBlocks } from "../wasm/memory";
import { covarianceIn, covarianceSizes } from "./covariance";
import { whiten } from "./likelihood";
import type { Structure } from "./structure";
import { structuredLikelihoods } from "./structured";
import { trendFactorsIn, trendSizes } from "./trend-factors";

/** A process as its likelihood and its held-out errors see it: the problem, the variances of the noise and the basis of the trend at the points. */
export interface Observed {
  readonly problem: Problem;
  readonly noise: Float64Array;
  readonly F: Matrix;
  /** Where the covariance has one that is to be used. */
  readonly structure?: Structure | null;
}

/** The precision Ω = G⁻¹ − G⁻¹F(FᵀG⁻¹F)⁻¹FᵀG⁻¹ of observations whose trend is not known, and α = Ωy. */
export interface Precision {
  readonly workspace: Workspace;
  readonly logLikelihoods: readonly number[];
  /** n × t */
  readonly alpha: Block;
  /** n × n; its lower triangle is Ω, what is above the diagonal means nothing. */
  readonly precision: Block;
  /** Room for n × n. */
  readonly spare: Block;
}

/** log p(y), one per target: the precision itself is not made. */
export function logLikelihoodsOf({ problem, noise, F, structure }: Observed, progress: Watch): readonly number[] {
  if (structure) return structuredLikelihoods({ points: problem, structure, noise, F }, problem.Y, progress);
  const { n, t } = problem;
  const sizes = { ...covarianceSizes(problem), ...trendSizes(n, F.cols), W: n * t, shares: F.cols * t };
  return withBlocks(sizes, (blocks, workspace) => {
    const covariance = covarianceIn(workspace, problem, noise, blocks, progress);
    const factors = trendFactorsIn(workspace, F, (basis) => solveLower(workspace, covariance.L, basis), blocks);
    view(workspace, blocks.W).set(problem.Y.data);
    return whiten(covariance, factors, asMatrix(blocks.W, n, t), asMatrix(blocks.shares, F.cols, t)).logLikelihoods;
  });
}

/** Works with the precision for as long as `body` runs. `given` is where the matrix of a precomputed kernel stands. */
export function withPrecision<T>({ problem, noise, F }: Observed, progress: Watch, body: (precision: Precision, given: Block) => T): T {
  const { n, t } = problem;
  const p = F.cols;
  const sizes = { ...covarianceSizes(problem), ...trendSizes(n, p), W: n * t, shares: p * t, inverse: n * n };
  return withBlocks(sizes, (blocks, workspace) => {
    const covariance = covarianceIn(workspace, problem, noise, blocks, progress);
    const { L } = covariance;
    const factors = trendFactorsIn(workspace, F, (basis) => solveLower(workspace, L, basis), blocks);
    const alpha = asMatrix(blocks.W, n, t);
    view(workspace, blocks.W).set(problem.Y.data);
    const { logLikelihoods } = whiten(covariance, factors, alpha, asMatrix(blocks.shares, p, t));
    solveUpper(workspace, flipped(L), alpha);
    if (factors) solveUpper(workspace, flipped(L), factors.Q);
    const precision = asMatrix(blocks.inverse, n, n);
    inverseFromFactor(workspace, L, precision, progress.during("inverse"));
    if (factors) syrk(workspace, factors.Q, precision, -1);
    return body({ workspace, logLikelihoods, alpha: blocks.W, precision: blocks.inverse, spare: blocks.K }, blocks.given);
  });
}
