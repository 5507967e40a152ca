import { asMatrix, elementsOf } from "../core/matrix-view";
import type { Matrix } from "../matrix";
import { LOG_TWO_PI } from "../matrix/logarithm";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { sorted } from "../series/order";
import { withBlocks } from "../wasm/memory";
import { seriesLikelihoods } from "./series-factor";
import type { Structure } from "./structure";
import { type StructuredFactor, structuredFactor } from "./structured-factor";
import { type TrendFactors, trendFactorsIn, trendSizes } from "./trend-factors";

/** The factor of a covariance and the basis of a trend, whitened by it. */
export interface Structured {
  readonly factor: StructuredFactor;
  /** G^(−½)F = Q R Pᵀ D⁻¹ with the columns of Q, n × p; null where there is no trend. */
  readonly trend: (TrendFactors & { readonly columns: Float64Array }) | null;
}

/** The same with the targets: W = G^(−½)(Y − Fβ), in the order of the factor. */
export interface WhitenedTargets extends Structured {
  readonly W: Float64Array;
  /** β, p × t */
  readonly beta: Float64Array;
  readonly logLikelihoods: readonly number[];
  /** ‖W‖², one per target; log p(y) = −½(‖W‖² + determinants). */
  readonly squares: Float64Array;
  readonly determinants: number;
}

/** What is to be factored: points with their structure and noise, the white noise of the kernel not counted, and the basis of a trend. */
export interface Parts {
  readonly points: KernelPoints;
  readonly structure: Structure;
  readonly noise: Float64Array;
  readonly F: Matrix;
}

/** @param keeps whether variances and derivatives will be asked for @throws as `structuredFactor` and `trendFactorsIn` */
export function structured({ points, structure, noise, F }: Parts, keeps: boolean, progress: Watch): Structured {
  const factor = structuredFactor(points, structure, noise, keeps, progress);
  const trend = F.cols === 0 ? null : factoredTrend(factor, { ...F, data: sorted(F.data, factor.order, F.cols) });
  return { factor, trend };
}

/** β, the likelihood and W of targets, in the order of the points unless they are in that of the factor, as `whiten` of a dense covariance finds them. */
export function whitenedTargets({ factor, trend }: Structured, { rows: n, cols: t, data }: Matrix, isInOrder = false): WhitenedTargets {
  const W = factor.order && !isInOrder ? sorted(data, factor.order, t) : data.slice();
  factor.whiten(W, t);
  const p = trend?.p ?? 0;
  const shares = new Float64Array(p * t);
  const columns = trend?.columns ?? new Float64Array(0);
  for (let i = 0; i < n && p > 0; i++) {
    for (let k = 0; k < p; k++) {
      for (let q = 0; q < t; q++)
        shares[k * t + q] = (shares[k * t + q] as number) + (columns[i * p + k] as number) * (W[i * t + q] as number);
    }
  }
  for (let i = 0; i < n && p > 0; i++) {
    for (let k = 0; k < p; k++) {
      for (let q = 0; q < t; q++) W[i * t + q] = (W[i * t + q] as number) - (columns[i * p + k] as number) * (shares[k * t + q] as number);
    }
  }
  const determinants = factor.logDeterminant + (trend?.logDeterminant ?? 0) + (n - p) * LOG_TWO_PI;
  const squares = new Float64Array(t);
  for (let at = 0; at < W.length; ) {
    for (let q = 0; q < t; q++, at++) squares[q] = (squares[q] as number) + (W[at] as number) * (W[at] as number);
  }
  const logLikelihoods = Array.from(squares, (square) => -0.5 * (square + determinants));
  return { factor, trend, W, beta: trend?.coefficients(shares, t) ?? new Float64Array(0), logLikelihoods, squares, determinants };
}

/** log p(y), one per target. */
export function structuredLikelihoods(parts: Parts, Y: Matrix, progress: Watch): readonly number[] {
  const { points, structure, noise, F } = parts;
  const found = structure.kind === "stateSpace" && F.cols === 0 ? seriesLikelihoods(points, structure.terms, noise, Y, progress) : null;
  return found ?? whitenedTargets(structured(parts, false, progress), Y).logLikelihoods;
}

function factoredTrend(factor: StructuredFactor, F: Matrix): Structured["trend"] {
  const { rows: n, cols: p } = F;
  return withBlocks(trendSizes(n, p), (blocks, workspace) => {
    const whiten = (basis: Parameters<typeof elementsOf>[1]): void => {
      const columns = elementsOf(workspace, basis).slice();
      factor.whiten(columns, p);
      elementsOf(workspace, basis).set(columns);
    };
    const found = trendFactorsIn(workspace, F, whiten, blocks) as TrendFactors;
    return { ...found, columns: elementsOf(workspace, asMatrix(blocks.orthonormal, n, p)).slice() };
  });
}
