import type { Values } from "../matrix";
import { normalCdf, normalPdf } from "../normal/distribution";
import { ratio } from "./expected-improvement";
import { type Acquisition, type ImprovementOptions, improvement } from "./forecast";

/**
 * P(f > best) = Φ(γ) for f normal with mean μ and deviation σ: γ = (μ − best)/σ, or (best − μ)/σ to minimise. To be maximised.
 *
 * Where σ = 0 it is 1 for a mean that is better and 0 else, with slopes 0.
 *
 * @throws as `expectedImprovement`
 * @example probabilityOfImprovement(1, 0.5, { best: 1, goal: "maximize" }).value // 0.5
 */
export function probabilityOfImprovement(mean: number, deviation: number, options: ImprovementOptions): Acquisition<number>;
export function probabilityOfImprovement(mean: Values, deviation: Values, options: ImprovementOptions): Acquisition<Float64Array>;
export function probabilityOfImprovement(mean: number | Values, deviation: number | Values, options: ImprovementOptions): Acquisition {
  return improvement("probabilityOfImprovement", mean, deviation, options, ({ gain, deviation: s }) => {
    if (s === 0) return { value: gain > 0 ? 1 : 0, byMean: 0, byDeviation: 0 };
    const gamma = ratio(gain, s);
    const density = normalPdf(gamma);
    if (density === 0) return { value: normalCdf(gamma), byMean: 0, byDeviation: 0 };
    return { value: normalCdf(gamma), byMean: density / s, byDeviation: (-gamma * density) / s };
  });
}
