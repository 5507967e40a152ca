import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { byParameters, seriesGradient } from "../series/gradient";
import { orderOf, sorted, unsorted } from "../series/order";
import { drawSeries } from "../series/prior";
import { unwhitenSeries } from "../series/solve";
import { SeriesSums } from "../series/sums";
import { SeriesVariance } from "../series/variance";
import type { FoundSeries } from "./structured-factor";
import type { Derivatives, Drawn, Known, WhitenedColumns } from "./structured-process";

/** `derivativesOf` of a series. */
export function seriesDerivatives({ factor }: FoundSeries, columns: WhitenedColumns, written: KernelSpec): Derivatives {
  const { series, x } = factor;
  const gradient = seriesGradient(factor, columns);
  const isLogarithm = parametersOf(written).map(({ scale }) => scale === "log");
  return { ...gradient, byKernel: (byNoise) => byParameters(series, gradient, { x, byNoise }, isLogarithm) };
}

/** `knownBy` of a series. */
export function knownInSeries({ factor }: FoundSeries, columns: Float64Array, p: number): Known {
  const variance = new SeriesVariance(factor);
  const inBasis = columns.slice();
  unwhitenSeries(factor, inBasis, p);
  const sums = p > 0 ? new SeriesSums(factor.series, factor.x, inBasis, p) : null;
  return (z) => {
    const shares = new Float64Array(z.rows * p);
    for (let i = 0; i < z.rows; i++) sums?.write(z.data[i] as number, shares, i * p);
    return { variance: Float64Array.from({ length: z.rows }, (_, i) => variance.at(z.data[i] as number)), shares };
  };
}

/** `covarianceBy` of a series. */
export function covarianceInSeries({ factor }: FoundSeries, z: Matrix): Float64Array {
  return new SeriesVariance(factor).covariance(z.data);
}

/** The points and the rows of Z in one series. */
export function drawnInSeries({ factor }: FoundSeries, z: Matrix, c: number, next: () => number): Drawn {
  const { series, x } = factor;
  const n = x.length;
  const all = new Float64Array(n + z.rows);
  all.set(x);
  all.set(z.data, n);
  const order = orderOf(all);
  const functions = unsorted(drawSeries(series, sorted(all, order), c, next), order, c);
  return {
    atPoints: functions.subarray(0, n * c),
    atRows: functions.subarray(n * c),
    sums(alpha) {
      const sums = new SeriesSums(series, x, alpha, c);
      const found = new Float64Array(z.rows * c);
      for (let i = 0; i < z.rows; i++) sums.write(z.data[i] as number, found, i * c);
      return found;
    },
  };
}
