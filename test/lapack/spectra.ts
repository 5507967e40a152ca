import type { Random } from "../support/generator";
import { ROUNDOFF } from "../support/precision";

/** √(0.1/ε) and 0.1/ε: the condition numbers of LAPACK's tests of solvers (TESTING/LIN: dlatb4). */
export const MODERATE = Math.sqrt(0.1 / ROUNDOFF);
export const EXTREME = 0.1 / ROUNDOFF;

/** The condition number of its tests of eigensystems. */
export const SPREAD = 1 / Number.EPSILON;

/** The norms of matrices near underflow and near overflow. */
export const LEAST = (0.25 * 2 ** -1022) / ROUNDOFF;
export const MOST = 1 / LEAST;

/** n values between 1 and 1/κ, the first of them 1. */
export type Spectrum = (n: number, condition: number, source: Random) => Float64Array;

const from = (value: (share: number, i: number, n: number, condition: number) => number): Spectrum => {
  return (n, condition) => Float64Array.from({ length: n }, (_, i) => (n === 1 ? 1 : value(i / (n - 1), i, n, condition)));
};

/** The distributions of LAPACK's generator of matrices (TESTING/MATGEN: dlatm1), and one of two clusters as wide as ε. */
export const SPECTRA: Readonly<Record<string, Spectrum>> = {
  "one large": from((_, i, __, condition) => (i === 0 ? 1 : 1 / condition)),
  "one small": from((_, i, n, condition) => (i < n - 1 ? 1 : 1 / condition)),
  geometric: from((share, _, __, condition) => condition ** -share),
  arithmetic: from((share, _, __, condition) => 1 - share * (1 - 1 / condition)),
  "log-random": (n, condition, source) => Float64Array.from({ length: n }, () => condition ** -source.uniform()),
  "clustered at ε": from((_, i, n, condition) => (1 + (i % 7) * Number.EPSILON) * (i < n / 2 ? 1 : 1 / condition)),
};

export function withSigns(values: Float64Array, source: Random): Float64Array {
  return values.map((value) => (source.uniform() < 0.5 ? -value : value));
}
