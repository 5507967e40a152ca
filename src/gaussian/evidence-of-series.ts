import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import { byParameters, type SeriesGradient, seriesGradient } from "../series/gradient";
import { unsorted } from "../series/order";
import type { Term } from "../series/terms";
import type { Criterion } from "./evidence";
import type { HeldOut } from "./held-out";
import { heldOutOf } from "./held-out";
import type { Observed } from "./precision";
import { factoredSeries, type WhitenedSeries, whitenedSeries } from "./series";

/** log p(y) and its derivatives for a series, in O(n): one pass forth and one back. */
export function evidenceOfSeries(observed: Observed, terms: readonly Term[], written: KernelSpec): Criterion {
  const { n, t } = observed.problem;
  const { solved, found, c, weights } = passes(observed, terms);
  const byNoise = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = -t * (found.inverse[i] as number);
    for (let q = 0; q < c; q++) {
      const a = found.alpha[i * c + q] as number;
      sum += (weights[q] as number) * a * a;
    }
    byNoise[i] = sum / 2;
  }
  const isLogarithm = parametersOf(written).map(({ scale }) => scale === "log");
  return {
    value: solved.logLikelihoods.reduce((sum, value) => sum + value, 0),
    byKernel: byParameters(solved.factor.series, found, { x: solved.factor.x, byNoise }, isLogarithm),
    byNoise: unsorted(byNoise, solved.order),
  };
}

/** Leave-one-out of a series, in O(n). */
export function heldOutOfSeries(observed: Observed, terms: readonly Term[]): HeldOut {
  const { n, t } = observed.problem;
  const { solved, found, c } = passes(observed, terms);
  const alpha = new Float64Array(n * t);
  const omega = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let own = found.inverse[i] as number;
    for (let q = t; q < c; q++) own -= (found.alpha[i * c + q] as number) * (found.alpha[i * c + q] as number);
    omega[i] = own;
    for (let q = 0; q < t; q++) alpha[i * t + q] = found.alpha[i * c + q] as number;
  }
  return heldOutOf(unsorted(alpha, solved.order, t), unsorted(omega, solved.order), t);
}

/** The columns of the targets and, after them, those of the trend, with what they count for in Σ ααᵀ − tΩ. */
interface Passes {
  readonly solved: WhitenedSeries;
  readonly found: SeriesGradient;
  readonly c: number;
  readonly weights: readonly number[];
}

function passes({ problem, noise, F }: Observed, terms: readonly Term[]): Passes {
  const { n, t, Y } = problem;
  const solved = whitenedSeries(factoredSeries(problem, terms, noise, { F, keeps: true }), Y);
  const p = F.cols;
  const c = t + p;
  const W = new Float64Array(n * c);
  for (let i = 0; i < n; i++) {
    for (let q = 0; q < t; q++) W[i * c + q] = solved.W[i * t + q] as number;
    for (let k = 0; k < p; k++) W[i * c + t + k] = (solved.trend as { readonly columns: Float64Array }).columns[i * p + k] as number;
  }
  const weights = Array.from({ length: c }, (_, q) => (q < t ? 1 : t));
  return { solved, found: seriesGradient(solved.factor, { W, weights, t }), c, weights };
}
