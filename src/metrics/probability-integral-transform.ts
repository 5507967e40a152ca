import { mercerError } from "../errors";
import { readNumber, readOptions, readVector } from "../input";
import type { Values } from "../matrix";
import { allocate } from "../matrix/numbers";
import { studentCdf } from "../normal/student";
import { standardErrors } from "./forecasts";

/**
 * u_i = F((y_i − μ_i)/σ_i), the probability that forecasts gave to what is below what came: even between 0 and 1 where forecasts are right, crowded at both ends where they are too sure, in the middle where they are
 * too cautious, at one end where they are biased. F is the normal distribution, or Student's with `degrees` of freedom.
 *
 * Source: Gneiting, Balabdaoui and Raftery, Journal of the Royal Statistical Society B 69 (2007).
 *
 * @throws "shape" unless all three are of one length, which is not 0; "argument" for a deviation, or degrees, that are not above 0
 * @example pit([0, 3], [0, 0], [1, 1]) // Float64Array [0.5, 0.99865…]
 */
export function pit(truth: Values, mean: Values, deviation: Values, options: { degrees?: number } = {}): Float64Array {
  const { degrees = Infinity } = readOptions(options, "pit", { degrees: true });
  return standardErrors(truth, mean, deviation).map((z) => studentCdf(z, degrees));
}

/**
 * The share of the u_i in each of `bins` equal parts of [0, 1], 10 unless given; 1/bins each is ideal, give or take √(1/(bins n)).
 *
 * @throws "argument" for a u_i that is not between 0 and 1; "shape" for none; "memory" for more bins than there is room for
 * @example pitHistogram([0.1, 0.4, 0.6, 0.9], { bins: 2 }) // [0.5, 0.5]
 */
export function pitHistogram(values: Values, options: { bins?: number } = {}): Float64Array {
  const { bins = 10 } = readOptions(options, "pitHistogram", { bins: true });
  const count = readNumber(bins, "bins", { minimum: 1, integer: true });
  const u = readShares(values);
  const shares = allocate(count, 1, "the histogram");
  for (const value of u) {
    const bin = Math.min(count - 1, Math.floor(value * count));
    shares[bin] = (shares[bin] as number) + 1;
  }
  return shares.map((inside) => inside / u.length);
}

/**
 * The share of the points that lie in the middle interval of each level, |2u − 1| ≤ level: the levels themselves where forecasts are right, less where they are too sure.
 *
 * @param levels between 0 and 1
 * @throws "argument" for a u_i, or a level, that is not between 0 and 1; "shape" for no u_i
 * @example coverageCurve([0.1, 0.4, 0.6, 0.9], [0.5, 1]) // [0.5, 1]
 */
export function coverageCurve(values: Values, levels: Values): Float64Array {
  const u = readShares(values);
  const wanted = readVector(levels, "levels");
  requireShares(wanted, "levels");
  return wanted.map((level) => u.filter((value) => Math.abs(2 * value - 1) <= level).length / u.length);
}

function readShares(values: Values): Float64Array {
  const u = readVector(values, "values");
  if (u.length === 0) throw mercerError("shape", "values is empty; at least one point is needed", { argument: "values" });
  requireShares(u, "values");
  return u;
}

function requireShares(u: Float64Array, name: string): void {
  const row = u.findIndex((value) => !(value >= 0 && value <= 1));
  if (row < 0) return;
  throw mercerError("argument", `${name}[${row}] is ${u[row]}; it must be between 0 and 1`, { argument: name, row, value: u[row] });
}
