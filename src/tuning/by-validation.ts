import type { BoundState } from "../optimise/box";
import { haltonPoints } from "../optimise/halton";
import { log } from "../special/elementary";
import { fromSearch, type Side, toSearch } from "./box";
import type { Found } from "./search";

/** A setting of the parameters, and its score, the larger the better. */
interface Scored {
  readonly x: Float64Array;
  readonly score: number;
}

/** How much is looked for. */
interface Effort {
  readonly starts: number;
  readonly seed: number;
  readonly evaluations: number;
}

/** Steps along one parameter: by factors of 4 at first, and of √2 in the end. */
const FIRST = 2 * log(2);
const LEAST = log(2) / 2;

/**
 * The best of a score without derivatives, as that of held-out predictions is: the present values and points that fill the box, then from the best of them steps along one
 * parameter at a time, which halve where none is better. The same for the same seed.
 *
 * Source: Kolda, Lewis and Torczon, Optimization by direct search, SIAM Review 45 (2003).
 *
 * @param scoreAt the score of parameter values in the order of the sides; null where there is none
 */
export function searchByScore(scoreAt: (values: readonly number[]) => number | null, sides: readonly Side[], effort: Effort): Found {
  const lower = sides.map((side) => toSearch(side, side.lower));
  const upper = sides.map((side) => toSearch(side, side.upper));
  let evaluations = 0;
  let failed = 0;
  const valuesAt = (x: Float64Array): number[] => sides.map((side, i) => fromSearch(side, x[i] as number));
  const ask = (x: Float64Array): Scored | null => {
    evaluations++;
    const score = scoreAt(valuesAt(x));
    if (score === null) failed++;
    return score === null ? null : { x, score };
  };
  const present = Float64Array.from(sides, (side) => toSearch(side, side.value));
  const others = haltonPoints(Math.max(0, effort.starts - 1), sides.length, effort.seed).map((point) =>
    point.map((share, i) => (lower[i] as number) + share * ((upper[i] as number) - (lower[i] as number))),
  );
  let best: Scored = { x: present, score: -Infinity };
  for (const x of [present, ...others]) {
    const found = ask(x);
    if (found && found.score > best.score) best = found;
  }
  let step = FIRST;
  while (step >= LEAST && evaluations < effort.evaluations && best.score > -Infinity) {
    const better = neighbours(best.x, step, lower, upper)
      .map((x) => (evaluations < effort.evaluations ? ask(x) : null))
      .reduce((most: Scored, found) => (found && found.score > most.score ? found : most), best);
    if (better === best) step /= 2;
    best = better;
  }
  if (best.score === -Infinity) return { optima: [], failed, evaluations };
  const converged = step < LEAST;
  const bounds = Array.from(best.x, (x, i): BoundState => (x === lower[i] ? "lower" : x === upper[i] ? "upper" : "free"));
  const optimum = { bounds, converged, stop: converged ? "rounding" : "evaluations", starts: effort.starts } as const;
  return { optima: [{ ...optimum, told: best.score, logPrior: 0, values: valuesAt(best.x) }], failed, evaluations };
}

/** A step up and down along each parameter, within the box. */
function neighbours(x: Float64Array, step: number, lower: readonly number[], upper: readonly number[]): Float64Array[] {
  return [...x].flatMap((value, i) =>
    [-step, step].flatMap((change) => {
      const moved = Math.min(upper[i] as number, Math.max(lower[i] as number, value + change));
      return moved === value ? [] : [x.map((other, k) => (k === i ? moved : other))];
    }),
  );
}
