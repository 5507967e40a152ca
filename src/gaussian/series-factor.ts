import { sumOfLogs } from "../matrix/logarithm";
import { largestMagnitude } from "../matrix/magnitude";
import type { KernelPoints } from "../problem/points";
import { factorSeries, type SeriesFactor } from "../series/factor";
import { orderOf, sorted } from "../series/order";
import { seriesOf, withNoise } from "../series/series";
import { unwhitenSeries, whitenSeries } from "../series/solve";
import { SeriesSums } from "../series/sums";
import { powerOf, type Term } from "../series/terms";
import { notPositiveDefinite } from "./breakdown";
import type { StructuredFactor } from "./structured-factor";

/** K + N of points of one feature by the Kalman filter, in O(n). @param keeps whether variances and derivatives will be asked for */
export function seriesFactor(points: KernelPoints, terms: readonly Term[], noise: Float64Array, keeps: boolean): StructuredFactor {
  const series = seriesOf(terms);
  const given = points.X.data;
  const order = orderOf(given);
  const x = sorted(given, order);
  const total = withNoise(series, x, sorted(noise, order));
  const found = factorSeries(series, x, total, keeps);
  if ("pivot" in found) {
    const norm = points.n * largestMagnitude(points.training.diagonal());
    throw notPositiveDefinite(points, noise, norm, { ...found, pivot: order?.[found.pivot] ?? found.pivot });
  }
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
