import { solveLower, solveUpper } from "../core/factors";
import { asMatrix, elementsOf, flipped } from "../core/matrix-view";
import type { Matrix } from "../matrix";
import { type Ground, NEW_GROUND } from "../problem/ground";
import { type Problem, withTargets } from "../problem/problem";
import type { Watch } from "../progress";
import { yardstickOf } from "../proof/error-bar";
import { judge } from "../solvers/ridge/judgement";
import type { Judgement } from "../solvers/ridge/parts";
import { refined, remainder } from "../solvers/ridge/refinement";
import { bytesOf, i32, withBlocks } from "../wasm/memory";
import { covarianceIn, covarianceSizes } from "./covariance";
import { whiten } from "./likelihood";
import { trendFactorsIn, trendSizes } from "./trend-factors";

/** What a Gaussian process knows when it has seen y. */
export interface GaussianSolution {
  /** α = G⁻¹(y − Fβ), n × t */
  readonly coefficients: Float64Array;
  /** β, p × t */
  readonly trend: Matrix;
  /** One per target. */
  readonly logLikelihoods: readonly number[];
  readonly conditionEstimate: number;
  readonly judgement: Judgement;
  readonly bytes: number;
}

/** The basis F of a trend at the points, n × p. */
export interface Basis {
  readonly F: Matrix;
  /** Whether F is a column of ones, whose β is an intercept. */
  readonly isConstant: boolean;
}

/** α, β and the likelihood of y under the covariance G = K + N, by one Cholesky factor; the report's figures are measured on them. */
export function solveGaussian(
  problem: Problem,
  noise: Float64Array,
  { F, isConstant }: Basis,
  progress: Watch,
  ground: Ground = NEW_GROUND,
): GaussianSolution {
  const { n, t } = problem;
  const p = F.cols;
  const columns = t + (isConstant ? 1 : 0);
  const own = { rhs: n * columns, product: n * columns, pivots: i32(n), work: n, shares: p * t };
  const sizes = { ...covarianceSizes(problem), ...trendSizes(n, p), ...own };
  return withBlocks(sizes, (blocks, workspace) => {
    const covariance = covarianceIn(workspace, problem, noise, blocks, progress, ground);
    const { L, norm, factorisation } = covariance;
    const factors = trendFactorsIn(workspace, F, (basis) => solveLower(workspace, L, basis), blocks);
    const W = asMatrix(blocks.rhs, n, t);
    elementsOf(workspace, W).set(problem.Y.data);
    const { trend: beta, logLikelihoods } = whiten(covariance, factors, W, asMatrix(blocks.shares, p, t));
    solveUpper(workspace, flipped(L), W);
    const coefficients = elementsOf(workspace, W).slice();
    const conditionEstimate = factorisation.condition(norm, blocks.work);
    const trend = { rows: p, cols: t, data: beta };
    // an intercept is the judge's own; any other trend is taken away before
    const judged = p === 0 || isConstant ? problem : withTargets(problem, lessTrend(problem.Y, F, trend));
    const targets = Array.from({ length: t }, (_, q) => q);
    const white = problem.training.noise();
    const added = white ? noise.map((value, i) => value + (white[i] as number)) : noise;
    const yard = yardstickOf(judged, problem.training.diagonal(), added);
    const options = { solver: "cholesky", intercept: isConstant } as const;
    const group = { workspace, problem: judged, blocks, noise: added, yard, lambda: 0, targets, norm, options, progress };
    const intercepts = isConstant ? Array.from(beta) : new Array<number>(t).fill(0);
    const answer = { targets, lambda: 0, coefficients, intercepts, norm, intercept: isConstant };
    const first = judge(judged, yard, answer, remainder(group, answer, "cholesky"));
    const { answer: better, judgement } = refined(group, answer, first, factorisation.solve);
    return {
      coefficients: better.coefficients,
      trend: isConstant ? { ...trend, data: Float64Array.from(better.intercepts) } : trend,
      logLikelihoods,
      conditionEstimate,
      // nothing is proven of a β that is more than an intercept
      judgement: p > 0 && !isConstant ? { ...judgement, errorBound: null } : judgement,
      bytes: bytesOf(sizes),
    };
  });
}

/** Y − Fβ */
function lessTrend(Y: Matrix, F: Matrix, { data: beta }: Matrix): Matrix {
  const { rows, cols: t } = Y;
  const p = F.cols;
  const data = Y.data.slice();
  for (let i = 0; i < rows; i++) {
    for (let q = 0; q < t; q++) {
      for (let k = 0; k < p; k++)
        data[i * t + q] = (data[i * t + q] as number) - (F.data[i * p + k] as number) * (beta[k * t + q] as number);
    }
  }
  return { rows, cols: t, data };
}
