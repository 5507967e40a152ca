import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import { byParameters, seriesGradient } from "../series/gradient";
import { unwhitenSeries } from "../series/solve";
import { SeriesSums } from "../series/sums";
import { SeriesVariance } from "../series/variance";
import type { FoundSeries } from "./structured-factor";
import type { Derivatives, Known, WhitenedColumns } from "./structured-process";

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
