import { mercerError } from "../errors";
import { readVector } from "../input";
import type { Values } from "../matrix";

/** What came, and the normal forecasts of it. */
interface Forecasts {
  readonly y: Float64Array;
  readonly means: Float64Array;
  /** σ ≥ 0 */
  readonly deviations: Float64Array;
}

/** @throws "shape" unless all three are of one length, which is not 0; "argument" for a negative deviation */
function readForecasts(truth: Values, mean: Values, deviation: Values): Forecasts {
  const y = readVector(truth, "truth");
  const [means, deviations] = [readVector(mean, "mean"), readVector(deviation, "deviation")];
  const n = y.length;
  if (n === 0) throw mercerError("shape", "truth is empty; at least one point is needed", { argument: "truth" });
  for (const [name, { length }] of Object.entries({ mean: means, deviation: deviations })) {
    if (length !== n) throw mercerError("shape", `${name} has ${length} elements, truth has ${n}`, { argument: name });
  }
  const negative = deviations.findIndex((s) => s < 0);
  if (negative < 0) return { y, means, deviations };
  const message = `deviation[${negative}] is ${deviations[negative]}; a deviation is at least 0`;
  throw mercerError("argument", message, { argument: "deviation", row: negative, value: deviations[negative] });
}

/** (y − μ)/σ at every point. @throws as `readForecasts`, "argument" for a deviation of 0 */
export function standardErrors(truth: Values, mean: Values, deviation: Values): Float64Array {
  const { y, means, deviations } = readForecasts(truth, mean, deviation);
  const certain = deviations.indexOf(0);
  if (certain < 0) return y.map((value, i) => (value - (means[i] as number)) / (deviations[i] as number));
  throw mercerError("argument", `deviation[${certain}] is 0; an error has no size beside a forecast without spread`, {
    argument: "deviation",
    row: certain,
    value: 0,
  });
}

/**
 * The mean over the points of a score of a normal forecast: of the error y − μ and σ where σ > 0, of |y − μ| and the index of the point where σ = 0.
 *
 * @throws as `readForecasts`; "not-finite" for a score beyond the numbers
 */
export function meanScore(
  truth: Values,
  mean: Values,
  deviation: Values,
  score: (error: number, deviation: number) => number,
  certain: (error: number, row: number) => number,
): number {
  const { y, means, deviations } = readForecasts(truth, mean, deviation);
  return y.reduce((total, value, row) => {
    const [error, s] = [value - (means[row] as number), deviations[row] as number];
    const sum = total + (s > 0 ? score(error, s) : certain(Math.abs(error), row)) / y.length;
    if (Number.isFinite(sum)) return sum;
    throw mercerError("not-finite", `the score of row ${row} is beyond the numbers: an error of ${error} beside a deviation of ${s}`, {
      argument: "mean",
      row,
    });
  }, 0);
}
