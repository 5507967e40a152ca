import { type OptionNames, readNumber, readOptions } from "../input";
import type { Values } from "../matrix";
import { type Acquisition, acquisitionOf } from "./forecast";

export interface ConfidenceBoundOptions {
  /** κ, the deviations between the mean and the bound; 2 unless given. */
  width?: number;
}

const CONFIDENCE_BOUND: OptionNames<ConfidenceBoundOptions> = { width: true };

/**
 * μ + κσ: where f is to be maximised, so is this.
 *
 * @throws "argument" unless deviations and κ are at least 0; "shape" for vectors of two lengths; "not-finite" for a bound beyond the numbers
 * @example upperConfidenceBound(1, 0.5).value // 2
 */
export function upperConfidenceBound(mean: number, deviation: number, options?: ConfidenceBoundOptions): Acquisition<number>;
export function upperConfidenceBound(mean: Values, deviation: Values, options?: ConfidenceBoundOptions): Acquisition<Float64Array>;
export function upperConfidenceBound(mean: number | Values, deviation: number | Values, options: ConfidenceBoundOptions = {}): Acquisition {
  return bound("upperConfidenceBound", mean, deviation, options, 1);
}

/**
 * μ − κσ: where f is to be minimised, so is this.
 *
 * @throws as `upperConfidenceBound`
 * @example lowerConfidenceBound(1, 0.5).value // 0
 */
export function lowerConfidenceBound(mean: number, deviation: number, options?: ConfidenceBoundOptions): Acquisition<number>;
export function lowerConfidenceBound(mean: Values, deviation: Values, options?: ConfidenceBoundOptions): Acquisition<Float64Array>;
export function lowerConfidenceBound(mean: number | Values, deviation: number | Values, options: ConfidenceBoundOptions = {}): Acquisition {
  return bound("lowerConfidenceBound", mean, deviation, options, -1);
}

function bound(of: string, mean: number | Values, deviation: number | Values, options: ConfidenceBoundOptions, sign: number): Acquisition {
  const { width = 2 } = readOptions(options, of, CONFIDENCE_BOUND);
  const kappa = sign * readNumber(width, "width", { minimum: 0 });
  return acquisitionOf(mean, deviation, (m, s) => ({ value: m + kappa * s, byMean: 1, byDeviation: kappa }));
}
