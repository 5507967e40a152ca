import { mercerError } from "../errors";
import { readVector } from "../input";
import type { Values } from "../matrix";

/** The mean over the points of a score of a normal forecast: of the error y − μ and σ where σ > 0, of |y − μ| and the index of the point where σ = 0. */
export function meanScore(
  truth: Values,
  mean: Values,
  deviation: Values,
  score: (error: number, deviation: number) => number,
  certain: (error: number, row: number) => number,
): number {
  const y = readVector(truth, "truth");
  const [means, deviations] = [readVector(mean, "mean"), readVector(deviation, "deviation")];
  const n = y.length;
  if (n === 0) throw mercerError("shape", "truth is empty; at least one point is needed", { argument: "truth" });
  for (const [name, { length }] of Object.entries({ mean: means, deviation: deviations })) {
    if (length !== n) throw mercerError("shape", `${name} has ${length} elements, truth has ${n}`, { argument: name });
  }
  const negative = deviations.findIndex((s) => s < 0);
  if (negative >= 0) {
    const message = `deviation[${negative}] is ${deviations[negative]}; a deviation is at least 0`;
    throw mercerError("argument", message, { argument: "deviation", row: negative, value: deviations[negative] });
  }
  return y.reduce((total, value, row) => {
    const [error, s] = [value - (means[row] as number), deviations[row] as number];
    return total + (s > 0 ? score(error, s) : certain(Math.abs(error), row)) / n;
  }, 0);
}
