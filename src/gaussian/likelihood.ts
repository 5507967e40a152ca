import { solveLower } from "../core/factors";
import { elementsOf, type MatrixView } from "../core/matrix-view";
import { gemm } from "../core/products";
import { columnOf } from "../matrix";
import { LOG_TWO_PI } from "../matrix/logarithm";
import { sumOfSquares } from "../matrix/magnitude";
import type { Covariance } from "./covariance";
import { sharesOf, type TrendFactors } from "./trend-factors";

/** y seen by the covariance and the trend. */
export interface Whitened {
  /** β, p × t */
  readonly trend: Float64Array;
  /** One per target. */
  readonly logLikelihoods: readonly number[];
}

/**
 * Y becomes L⁻¹(Y − Fβ), with β = (FᵀG⁻¹F)⁻¹FᵀG⁻¹y, in place; its squares are (y − Fβ)ᵀG⁻¹(y − Fβ) and make the likelihood
 *
 *     log p(y) = −½ (‖L⁻¹(y − Fβ)‖² + log det G + log det FᵀG⁻¹F − log det FᵀF + (n − p) log 2π),
 *
 * with a trend the restricted one, of what no β changes.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2.30 and 2.7; Harville, JASA 72 (1977), for the restricted one.
 *
 * @param shares room for p × t
 */
export function whiten(covariance: Covariance, factors: TrendFactors | null, Y: MatrixView, shares: MatrixView): Whitened {
  const { workspace, L, logDeterminant } = covariance;
  const { rows: n, cols: t } = Y;
  solveLower(workspace, L, Y);
  const trend = factors ? withoutTrend(covariance, factors, Y, shares) : new Float64Array(0);
  const determinants = logDeterminant + (factors?.logDeterminant ?? 0) + (n - (factors?.p ?? 0)) * LOG_TWO_PI;
  const values = elementsOf(workspace, Y);
  const logLikelihoods = Array.from({ length: t }, (_, q) => -0.5 * (squaresOf(columnOf(values, t, q)) + determinants));
  return { trend, logLikelihoods };
}

/** ‖x‖²; of numbers that were beyond all numbers on the way it is so, too. */
function squaresOf(x: Float64Array): number {
  const squares = sumOfSquares(x);
  return Number.isNaN(squares) ? Infinity : squares;
}

/** W ← W − QQᵀW; returns β. */
function withoutTrend({ workspace }: Covariance, factors: TrendFactors, W: MatrixView, shares: MatrixView): Float64Array {
  const values = sharesOf(workspace, factors, W, shares);
  const beta = factors.coefficients(values, W.cols);
  for (let at = 0; at < values.length; at++) values[at] = -(values[at] as number);
  gemm(workspace, factors.Q, shares, W);
  return beta;
}
