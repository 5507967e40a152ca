import { describeValue, mercerError } from "../errors";
import { isVector, readVector } from "../input";
import { readNumbers } from "../input/vector";
import type { Values } from "../matrix";

/**
 * The share of the y_i that lie in their intervals: lower_i ≤ y_i ≤ upper_i. An end may be ±Infinity.
 *
 * @throws "shape" unless all three are of one length, which is not 0; "argument" for an end that is NaN, and where a lower end is above the upper one
 * @example
 * coverage([1, 2, 3], [0, 0, 0], [2, 2, 2]); // 0.6666666666666666
 */
export function coverage(truth: Values, lower: Values, upper: Values): number {
  const y = readVector(truth, "truth");
  const n = y.length;
  if (n === 0) throw mercerError("shape", "truth is empty; at least one point is needed", { argument: "truth" });
  const [low, high] = [readEnds(lower, "lower", n), readEnds(upper, "upper", n)];
  const row = low.findIndex((end, i) => end > (high[i] as number));
  if (row >= 0) {
    throw mercerError("argument", `lower is above upper at index ${row}: ${low[row]} > ${high[row]}`, { argument: "lower", row });
  }
  return y.filter((value, i) => (low[i] as number) <= value && value <= (high[i] as number)).length / n;
}

/** Numbers of which some may be infinite. */
function readEnds(ends: Values, name: string, n: number): Float64Array {
  const infinite = (value: number): boolean => value === Infinity || value === -Infinity;
  if (!isVector(ends))
    throw mercerError("argument", `${name} must be an array of numbers; it is ${describeValue(ends)}`, { argument: name });
  const numbers = readNumbers(ends, name);
  readVector(
    numbers.map((value) => (infinite(value) ? 0 : value)),
    name,
  );
  if (numbers.length === n) return numbers;
  throw mercerError("shape", `${name} has ${numbers.length} elements, truth has ${n}`, { argument: name });
}
