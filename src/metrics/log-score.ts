import { mercerError } from "../errors";
import type { Values } from "../matrix";
import { normalLogPdf } from "../normal/distribution";
import { log } from "../special/elementary";
import { meanScore } from "./forecasts";

/**
 * −log of the density of normal forecasts N(μ, σ²) at what came, the mean over the points: ½ log 2π + log σ + (y − μ)²/(2σ²); less is better.
 *
 * @throws "shape" unless all three are of one length, which is not 0; "argument" for a deviation that is not above 0; "not-finite" where the mean is beyond the numbers
 * @example logScore([0], [0], [1]) // 0.9189385332046728
 */
export function logScore(truth: Values, mean: Values, deviation: Values): number {
  const score = (error: number, s: number): number => log(s) - normalLogPdf(error / s);
  return meanScore(truth, mean, deviation, score, (_, row) => {
    const message = `deviation[${row}] is 0; a forecast without spread has no density`;
    throw mercerError("argument", message, { argument: "deviation", row, value: 0 });
  });
}
