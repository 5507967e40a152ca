import { asMatrix, elementsOf } from "../core/matrix-view";
import type { Matrix } from "../matrix";
import { LOG_TWO_PI, sumOfLogs } from "../matrix/logarithm";
import { largestMagnitude } from "../matrix/magnitude";
import type { KernelPoints } from "../problem/points";
import { factorSeries, type SeriesFactor } from "../series/factor";
import { type Order, orderOf, sorted } from "../series/order";
import { addNoise, seriesOf } from "../series/series";
import { unwhitenSeries, whitenSeries } from "../series/solve";
import type { Term } from "../series/terms";
import { withBlocks } from "../wasm/memory";
import { notPositiveDefinite } from "./breakdown";
import { type TrendFactors, trendFactorsIn, trendSizes } from "./trend-factors";

/** The points of a series in order, and the factor of their covariance G = K + N; with what of it is asked for. */
export interface FactoredSeries {
  readonly order: Order;
  readonly factor: SeriesFactor & { readonly before: Float64Array };
  /** The basis of the trend, D^(−½)L⁻¹F = Q R Pᵀ D⁻¹; null where there is none. */
  readonly trend: (TrendFactors & { readonly columns: Float64Array }) | null;
}

/** The same with the targets: W = D^(−½)L⁻¹(Y − Fβ), in order. */
export interface WhitenedSeries extends FactoredSeries {
  readonly W: Float64Array;
  /** β, p × t */
  readonly beta: Float64Array;
  readonly logLikelihoods: readonly number[];
}

/** What a series is factored for: covariances of the state, for variances and derivatives; a trend of n × p. */
interface Asked {
  readonly F: Matrix;
  readonly keeps: boolean;
}

/**
 * K + N of points of one feature, factored by the Kalman filter in O(n).
 *
 * @param noise a variance per point, the white noise of the kernel not counted
 * @throws "not-positive-definite" with the row at which the variance of an observation given those before it is 0 or below
 */
export function factoredSeries(points: KernelPoints, terms: readonly Term[], noise: Float64Array, { F, keeps }: Asked): FactoredSeries {
  const series = seriesOf(terms);
  const given = points.X.data;
  const order = orderOf(given);
  const x = sorted(given, order);
  const total = sorted(noise, order);
  addNoise(series, x, total);
  const factor = factorSeries(series, x, total, keeps);
  if ("pivot" in factor) {
    const norm = points.n * largestMagnitude(points.training.diagonal());
    throw notPositiveDefinite(points, noise, norm, { ...factor, pivot: order?.[factor.pivot] ?? factor.pivot });
  }
  const trend = F.cols === 0 ? null : factoredTrend(factor, { ...F, data: sorted(F.data, order, F.cols) });
  return { order, factor: factor as FactoredSeries["factor"], trend };
}

/** β, the likelihood and W of targets, as `whiten` of a dense covariance finds them. */
export function whitenedSeries({ order, factor, trend }: FactoredSeries, { rows: n, cols: t, data }: Matrix): WhitenedSeries {
  const W = sorted(data, order, t);
  whitenSeries(factor, W, t);
  const p = trend?.p ?? 0;
  const shares = new Float64Array(p * t);
  const columns = trend?.columns ?? new Float64Array(0);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < p; k++) {
      for (let q = 0; q < t; q++)
        shares[k * t + q] = (shares[k * t + q] as number) + (columns[i * p + k] as number) * (W[i * t + q] as number);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < p; k++) {
      for (let q = 0; q < t; q++) W[i * t + q] = (W[i * t + q] as number) - (columns[i * p + k] as number) * (shares[k * t + q] as number);
    }
  }
  const determinants = sumOfLogs(factor.S) + (trend?.logDeterminant ?? 0) + (n - p) * LOG_TWO_PI;
  const squares = new Float64Array(t);
  for (let at = 0; at < W.length; at++) squares[at % t] = (squares[at % t] as number) + (W[at] as number) * (W[at] as number);
  const logLikelihoods = Array.from(squares, (square) => -0.5 * (square + determinants));
  return { order, factor, trend, W, beta: trend?.coefficients(shares, t) ?? new Float64Array(0), logLikelihoods };
}

/** G⁻¹F in the basis that makes FᵀG⁻¹F the identity, in order, n × p: what is taken from G⁻¹ is its square. */
export function trendShares({ factor, trend }: FactoredSeries): Float64Array {
  if (!trend) return new Float64Array(0);
  const shares = trend.columns.slice();
  unwhitenSeries(factor, shares, trend.p);
  return shares;
}

function factoredTrend(factor: SeriesFactor, F: Matrix): FactoredSeries["trend"] {
  const { rows: n, cols: p } = F;
  return withBlocks(trendSizes(n, p), (blocks, workspace) => {
    const whiten = (basis: Parameters<typeof elementsOf>[1]): void => {
      const columns = elementsOf(workspace, basis).slice();
      whitenSeries(factor, columns, p);
      elementsOf(workspace, basis).set(columns);
    };
    const found = trendFactorsIn(workspace, F, whiten, blocks) as TrendFactors;
    return { ...found, columns: elementsOf(workspace, asMatrix(blocks.orthonormal, n, p)).slice() };
  });
}
