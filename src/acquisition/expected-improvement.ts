import type { Values } from "../matrix";
import { normalCdf, normalLogPdf, normalPdf } from "../normal/distribution";
import { log } from "../special/elementary";
import { type Acquisition, type Gain, type ImprovementOptions, improvement } from "./forecast";
import { inverseMills, tailRatio } from "./mills-ratio";

/**
 * E max(f − best, 0) = dΦ(γ) + σφ(γ) for f normal with mean μ and deviation σ: d = μ − best and γ = d/σ, or d = best − μ to minimise. To be maximised.
 * However small it is, it has 14 digits, but for the rounding of γ, which changes it by γ²·2⁻⁵² of itself, and underflow.
 *
 * Where σ = 0 it is max(d, 0); its slopes at d = σ = 0 are those along d = 0.
 *
 * @throws "argument" unless deviations are at least 0 and the options are given; "shape" for vectors of two lengths; "not-finite" where μ − best, the value or a slope is beyond the numbers
 * @example expectedImprovement(1, 0.5, { best: 1, goal: "maximize" }).value // 0.19947114020071635
 */
export function expectedImprovement(mean: number, deviation: number, options: ImprovementOptions): Acquisition<number>;
export function expectedImprovement(mean: Values, deviation: Values, options: ImprovementOptions): Acquisition<Float64Array>;
export function expectedImprovement(mean: number | Values, deviation: number | Values, options: ImprovementOptions): Acquisition {
  return improvement("expectedImprovement", mean, deviation, options, ({ gain, deviation: s }) => {
    const gamma = ratio(gain, s);
    const [share, density] = [normalCdf(gamma), normalPdf(gamma)];
    const value = gamma < TAIL ? s * density * tailRatio(-gamma) : gain * share + s * density;
    return { value, byMean: share, byDeviation: density };
  });
}

/**
 * log E max(f − best, 0), with the slopes of the logarithm: they do not vanish where the improvement itself is 0 in floating point, so that a search finds
 * its way from there. At most 10⁻¹⁴ max(1, |value|) from the true value. To be maximised.
 *
 * −∞ with slopes 0 where σ = 0 and nothing is gained, or the logarithm is beyond the numbers. Source: S. Ament, S. Daulton, D. Eriksson, M. Balandat and E. Bakshy, Unexpected improvements to
 * expected improvement for Bayesian optimization, 2023.
 *
 * @throws as `expectedImprovement`
 * @example logExpectedImprovement(0, 1, { best: 100, goal: "maximize" }).value < -5000 // true, where expectedImprovement is 0
 */
export function logExpectedImprovement(mean: number, deviation: number, options: ImprovementOptions): Acquisition<number>;
export function logExpectedImprovement(mean: Values, deviation: Values, options: ImprovementOptions): Acquisition<Float64Array>;
export function logExpectedImprovement(mean: number | Values, deviation: number | Values, options: ImprovementOptions): Acquisition {
  return improvement("logExpectedImprovement", mean, deviation, options, logImprovement);
}

function logImprovement({ gain, deviation: s }: Gain): Acquisition<number> {
  const gamma = ratio(gain, s);
  if (gamma >= TAIL) {
    const [share, density] = [normalCdf(gamma), normalPdf(gamma)];
    const value = gain * share + s * density;
    if (s > 0 && !(value >= LEAST_NORMAL && value < Infinity)) return inDeviations(gamma, s);
    return value > 0 ? { value: log(value), byMean: share / value, byDeviation: density / value } : NO_HOPE;
  }
  const tail = tailRatio(-gamma);
  const value = normalLogPdf(gamma) + log(s) + log(tail);
  if (value === -Infinity) return NO_HOPE;
  return { value, byMean: 1 / (inverseMills(-gamma) * tail * s), byDeviation: 1 / (tail * s) };
}

/** The improvement by its multiple of σ, where it is beyond the numbers, or has lost digits, and its logarithm is a number. */
function inDeviations(gamma: number, s: number): Acquisition<number> {
  const [share, density] = [normalCdf(gamma), normalPdf(gamma)];
  const multiple = gamma * share + density;
  return { value: log(s) + log(multiple), byMean: share / multiple / s, byDeviation: density / multiple / s };
}

const LEAST_NORMAL = 2 ** -1022;

/** Below this γ the two terms of dΦ + σφ have nearly the same size. */
const TAIL = -2;

const NO_HOPE: Acquisition<number> = { value: -Infinity, byMean: 0, byDeviation: 0 };

/** γ, whose sign alone counts where σ = 0. */
export function ratio(gain: number, deviation: number): number {
  return gain === 0 ? 0 : gain / deviation;
}
