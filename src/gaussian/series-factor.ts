import type { Breakdown } from "../dense/factors";
import { columnOf, type Matrix } from "../matrix";
import { LOG_TWO_PI, sumOfLogs } from "../matrix/logarithm";
import { largestMagnitude } from "../matrix/magnitude";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { factorSeries, type SeriesFactor } from "../series/factor";
import { type Order, orderOf, sorted } from "../series/order";
import { isPair, measurePair } from "../series/pair";
import { seriesOf, withNoise } from "../series/series";
import { unwhitenSeries, whitenSeries } from "../series/solve";
import { SeriesSums } from "../series/sums";
import { powerOf, type Term } from "../series/terms";
import { notPositiveDefinite } from "./breakdown";
import type { StructuredFactor } from "./structured-factor";

/** Points of one feature in order, with the noise and the white noise of the kernel. */
function inOrder(points: KernelPoints, terms: readonly Term[], noise: Float64Array) {
  const series = seriesOf(terms);
  const given = points.X.data;
  const order = orderOf(given);
  const x = sorted(given, order);
  return { series, order, x, noise: withNoise(series, x, sorted(noise, order)) };
}

function brokenDown(points: KernelPoints, noise: Float64Array, order: Order, { pivot, value }: Breakdown): Error {
  const norm = points.n * largestMagnitude(points.training.diagonal());
  return notPositiveDefinite(points, noise, norm, { value, pivot: order?.[pivot] ?? pivot });
}

/**
 * log p(y) of targets without a trend, n × t, in one pass for each that keeps nothing; null for a series of which there is no such pass.
 *
 * @throws "not-positive-definite"
 */
export function seriesLikelihoods(
  points: KernelPoints,
  terms: readonly Term[],
  noise: Float64Array,
  { rows: n, cols: t, data }: Matrix,
  progress: Watch,
): readonly number[] | null {
  const laid = inOrder(points, terms, noise);
  if (!isPair(laid.series)) return null;
  const Y = sorted(data, laid.order, t);
  return Array.from({ length: t }, (_, q) => {
    const found = measurePair(laid, t === 1 ? Y : columnOf(Y, t, q), progress.during("factor"));
    if ("pivot" in found) throw brokenDown(points, noise, laid.order, found);
    return -0.5 * (found.square + found.logDeterminant + n * LOG_TWO_PI);
  });
}

/** K + N of points of one feature by the Kalman filter, in O(n). @param keeps whether variances and derivatives will be asked for */
export function seriesFactor(
  points: KernelPoints,
  terms: readonly Term[],
  noise: Float64Array,
  keeps: boolean,
  progress: Watch,
): StructuredFactor {
  const { series, order, x, noise: total } = inOrder(points, terms, noise);
  const found = factorSeries(series, x, total, keeps, progress);
  if ("pivot" in found) throw brokenDown(points, noise, order, found);
  const factor = found as SeriesFactor & { readonly seen: Float64Array };
  const { m } = series;
  return {
    order,
    noise: total,
    logDeterminant: sumOfLogs(factor.S),
    norm: () => normOf(factor),
    reason: `X has one feature, and the kernel a state of ${m} ${m === 1 ? "number" : "numbers"}: a Kalman filter, exact`,
    numbers: m + terms.length + 3,
    whiten: (C, c) => whitenSeries(factor, C, c),
    unwhiten: (W, c) => unwhitenSeries(factor, W, c),
    times: (alpha, t) => timesSeries(factor, alpha, t),
    found: { kind: "stateSpace", factor },
  };
}

/** Σ_j α_j k(x_j, x_i) at every point. */
function timesSeries({ series, x }: SeriesFactor, alpha: Float64Array, t: number): Float64Array {
  const sums = new SeriesSums(series, x, alpha, t);
  const product = new Float64Array(alpha.length);
  for (let i = 0; i < x.length; i++) sums.write(x[i] as number, product, i * t);
  return product;
}

/** ‖G‖ in the ∞-norm where no element is negative, else its largest diagonal element, which is no more. */
function normOf(factor: SeriesFactor): number {
  const { series, x, noise } = factor;
  const isPositive = series.terms.every(({ degree }, b) => degree === 0 && (series.coefficients[b] as number) >= 0);
  const sums = isPositive
    ? timesSeries(factor, new Float64Array(x.length).fill(1), 1)
    : x.map((value) =>
        series.terms.reduce((sum, { degree }, b) => sum + (series.coefficients[b] as number) * powerOf(value, 2 * degree), 0),
      );
  return sums.reduce((most, sum, i) => Math.max(most, sum + (noise[i] as number)), 0);
}
