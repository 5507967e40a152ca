import { mercerError } from "../errors";
import { isVector, type OptionNames, readChoice, readNumber, readOptions, readVector } from "../input";
import type { Values } from "../matrix";

/** The value of a point for the search, and its derivatives by the mean and the deviation that a model foretells there: for numbers one, for vectors many. */
export interface Acquisition<T extends number | Float64Array = number | Float64Array> {
  readonly value: T;
  readonly byMean: T;
  readonly byDeviation: T;
}

export interface ImprovementOptions {
  /** The best value of f so far. */
  best: number;
  /** What is better. */
  goal: "maximize" | "minimize";
}

const IMPROVEMENT: OptionNames<ImprovementOptions> = { best: true, goal: true };

/** By how much the mean is better than the best, negative where it is worse, and the deviation σ ≥ 0. */
export interface Gain {
  readonly gain: number;
  readonly deviation: number;
}

/** An acquisition function of one point as one of numbers or vectors; `formula` has its derivative by the gain for that by the mean. */
export function improvement(
  of: string,
  mean: number | Values,
  deviation: number | Values,
  options: ImprovementOptions,
  formula: (gain: Gain) => Acquisition<number>,
): Acquisition {
  const { best, goal } = readOptions(options, of, IMPROVEMENT);
  const sign = readChoice(goal, "goal", ["maximize", "minimize"]) === "maximize" ? 1 : -1;
  const target = readNumber(best, "best");
  return acquisitionOf(mean, deviation, (m, s) => {
    const gain = sign * (m - target);
    if (!Number.isFinite(gain)) throw beyond(m, target);
    const { value, byMean, byDeviation } = formula({ gain, deviation: s });
    return { value, byMean: sign * byMean, byDeviation };
  });
}

function beyond(mean: number, best: number): Error {
  return mercerError("not-finite", `the difference of a mean of ${mean} and the best, ${best}, is beyond the numbers`, {
    argument: "mean",
  });
}

/**
 * The same function at every point.
 *
 * @throws "argument" unless deviations are at least 0 and both are numbers or both vectors, "shape" for vectors of two lengths; "not-finite" where the
 * value or a slope is beyond the numbers; −∞ with slopes 0 is told, the logarithm of nothing
 */
export function acquisitionOf(
  mean: number | Values,
  deviation: number | Values,
  formula: (mean: number, deviation: number) => Acquisition<number>,
): Acquisition {
  const told = (m: number, s: number): Acquisition<number> => requireNumbers(formula(m, s), m, s);
  if (!isVector(mean)) return told(readNumber(mean, "mean"), readDeviation(deviation, "deviation"));
  const [means, spreads] = [readVector(mean, "mean"), readVector(deviation as Values, "deviation")];
  if (means.length !== spreads.length) {
    const message = `deviation has ${spreads.length} elements, mean has ${means.length}`;
    throw mercerError("shape", message, { argument: "deviation" });
  }
  const deviations = spreads.map((s, row) => readDeviation(s, `deviation[${row}]`));
  const points = Array.from(means, (m, i) => told(m, deviations[i] as number));
  const listed = (part: keyof Acquisition): Float64Array => Float64Array.from(points, (point) => point[part]);
  return { value: listed("value"), byMean: listed("byMean"), byDeviation: listed("byDeviation") };
}

/** A deviation; −0 is none, as 0. */
function readDeviation(value: unknown, name: string): number {
  return readNumber(value, name, { minimum: 0 }) + 0;
}

function requireNumbers(found: Acquisition<number>, mean: number, deviation: number): Acquisition<number> {
  const { value, byMean, byDeviation } = found;
  const isTold = Number.isFinite(value) || (value === -Infinity && byMean === 0 && byDeviation === 0);
  if (isTold && Number.isFinite(byMean) && Number.isFinite(byDeviation)) return found;
  const message = `the ${isTold ? "slope" : "value"} at a mean of ${mean} and a deviation of ${deviation} is beyond the numbers; give both in other units`;
  throw mercerError("not-finite", message, { argument: "deviation" });
}
