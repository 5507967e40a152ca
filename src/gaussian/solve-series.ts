import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import type { Problem } from "../problem/problem";
import type { SeriesFactor } from "../series/factor";
import { sorted, unsorted } from "../series/order";
import { unwhitenSeries } from "../series/solve";
import { SeriesSums } from "../series/sums";
import { powerOf, type Term } from "../series/terms";
import { factoredSeries, type WhitenedSeries, whitenedSeries } from "./series";

/** What the points and targets of a structured problem come to. */
export interface StructuredSolution {
  /** α = G⁻¹(y − Fβ), n × t */
  readonly coefficients: Float64Array;
  /** β, p × t */
  readonly trend: Matrix;
  readonly logLikelihoods: readonly number[];
  readonly backwardError: number;
  /** Σ w (h − y)², one per target */
  readonly losses: readonly number[];
  readonly bytes: number;
  /** How many numbers the state has, or what else tells the size. */
  readonly reason: string;
}

/** α, β and the likelihood by a Kalman filter and one pass back; what is left of y is measured on the sums Σ α_i k(x_i, ·). */
export function solveSeries(problem: Problem, noise: Float64Array, F: Matrix, terms: readonly Term[]): StructuredSolution {
  const { n, t } = problem;
  const solved = whitenedSeries(factoredSeries(problem, terms, noise, { F, keeps: false }), problem.Y);
  const { order, factor, beta, logLikelihoods, W } = solved;
  unwhitenSeries(factor, W, t);
  const { m } = factor.series;
  return {
    coefficients: unsorted(W, order, t),
    trend: { rows: F.cols, cols: t, data: beta },
    logLikelihoods,
    ...remainsOf(problem, solved, { ...F, data: sorted(F.data, order, F.cols) }),
    bytes: 8 * n * (m + 2 * m * t + terms.length + 3 + 2 * F.cols + t),
    reason: `X has one feature, and the kernel a state of ${m} ${m === 1 ? "number" : "numbers"}: a Kalman filter, exact`,
  };
}

/** ‖y − Fβ − Gα‖/(‖G‖‖α‖ + ‖y‖), the worst of the targets, and Σ w (y − Fβ − Kα)² without the white noise. */
function remainsOf(
  { n, t, Y, weights, centres }: Problem,
  { order, factor, W, beta }: WhitenedSeries,
  F: Matrix,
): Pick<StructuredSolution, "backwardError" | "losses"> {
  const p = F.cols;
  const sums = new SeriesSums(factor.series, factor.x, W, t);
  const y = sorted(Y.data, order, t);
  const w = weights && sorted(weights, order);
  const row = new Float64Array(t);
  const losses = new Array<number>(t).fill(0);
  const missed = new Float64Array(t);
  const most = new Float64Array(t);
  for (let i = 0; i < n; i++) {
    sums.write(factor.x[i] as number, row, 0);
    for (let q = 0; q < t; q++) {
      let left = (y[i * t + q] as number) - (row[q] as number);
      for (let k = 0; k < p; k++) left -= (F.data[i * p + k] as number) * (beta[k * t + q] as number);
      losses[q] = (losses[q] as number) + (w?.[i] ?? 1) * left * left;
      missed[q] = Math.max(missed[q] as number, Math.abs(left - (factor.noise[i] as number) * (W[i * t + q] as number)));
      most[q] = Math.max(most[q] as number, Math.abs((y[i * t + q] as number) + (centres?.[q] ?? 0)));
    }
  }
  const norm = normOf(factor);
  let backwardError = 0;
  for (let q = 0; q < t; q++) {
    const size = norm * largestMagnitude(W.filter((_, at) => at % t === q)) + (most[q] as number);
    if ((missed[q] as number) > 0) backwardError = Math.max(backwardError, (missed[q] as number) / size);
  }
  return { backwardError, losses };
}

/** ‖G‖ in the ∞-norm where no element is negative, else its largest diagonal element, which is no more. */
function normOf({ series, x, noise }: SeriesFactor): number {
  const isStationary = series.terms.every(({ degree }, b) => degree === 0 && (series.coefficients[b] as number) >= 0);
  const ones = new Float64Array(x.length).fill(1);
  const sums = isStationary ? new SeriesSums(series, x, ones, 1) : null;
  const row = new Float64Array(1);
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    if (sums) sums.write(x[i] as number, row, 0);
    else row[0] = varianceAt(series, x[i] as number);
    most = Math.max(most, (row[0] as number) + (noise[i] as number));
  }
  return most;
}

/** k(x, x) */
function varianceAt({ terms, coefficients }: SeriesFactor["series"], x: number): number {
  return terms.reduce((sum, { degree }, b) => sum + (coefficients[b] as number) * powerOf(x, 2 * degree), 0);
}
