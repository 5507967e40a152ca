import type { Values } from "../matrix";
import { normalPdf } from "../normal/distribution";
import { erf } from "../special/error-function";
import { meanScore } from "./forecasts";

/** 1/√π */
const INVERSE_ROOT_PI = 0.5641895835477563;

/**
 * The continuous ranked probability score ∫ (F(t) − [t ≥ y])² dt of normal forecasts N(μ, σ²), the mean over the points: in units of y, the absolute error
 * where σ = 0; less is better.
 *
 *     σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π),  z = (y − μ)/σ
 *
 * Source: T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, 2007, (21).
 *
 * @throws "shape" unless all three are of one length, which is not 0; "argument" for a deviation below 0; "not-finite" where the mean is beyond the numbers
 * @example crps([0], [0], [1]) // 0.23369497725510913
 */
export function crps(truth: Values, mean: Values, deviation: Values): number {
  const score = (error: number, s: number): number => {
    const z = error / s;
    return error * erf(z * Math.SQRT1_2) + s * (2 * normalPdf(z) - INVERSE_ROOT_PI);
  };
  return meanScore(truth, mean, deviation, score, (error) => error);
}
