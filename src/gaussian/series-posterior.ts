import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import { type Matrix, rowOf } from "../matrix";
import { kernelPoints } from "../problem/points";
import { SeriesSums } from "../series/sums";
import type { Term } from "../series/terms";
import { SeriesVariance } from "../series/variance";
import type { Process } from "./posterior";
import { factoredSeries, trendShares } from "./series";

/** The variances of the function at rows of z, as computed, of a process on a series: O(n) once, O(log n) for each row. */
export function seriesPosterior({ kernel, points, noise, trend }: Process, terms: readonly Term[]): (z: Matrix) => Float64Array {
  const training = kernelPoints(kernel, points, {});
  const { n, side } = training;
  const F = trendBasis(trend, points, (row) => side.pointAt(row));
  const atPoints = typeof noise === "number" ? new Float64Array(n).fill(noise) : noise;
  const solved = factoredSeries(training, terms, atPoints, { F, keeps: true });
  const { factor, trend: factors } = solved;
  const variance = new SeriesVariance(factor);
  const p = F.cols;
  const shares = factors && new SeriesSums(factor.series, factor.x, trendShares(solved), p);
  return (z) => {
    const values = Float64Array.from({ length: z.rows }, (_, i) => variance.at(z.data[i] as number));
    if (!factors || !shares) return values;
    const whitened = factors.whitened(trendBasis(trend, z, (row) => seenPoint(rowOf(z, row))));
    const known = new Float64Array(p);
    return values.map((value, i) => {
      shares.write(z.data[i] as number, known, 0);
      return known.reduce(
        (sum, share, k) => sum + ((whitened[i * p + k] as number) - share) * ((whitened[i * p + k] as number) - share),
        value,
      );
    });
  };
}
