import { type Bracket, refine, type Trial } from "./trial-step";

/** What a search for a lower point along a line has come to. */
export interface LineSearch<T extends Trial> {
  /** The lowest point that was found, or null where none is lower than the start. */
  readonly found: T | null;
  /** f at the last trial that had a value, less f at the start; ∞ where none had. */
  readonly change: number;
}

/** The strong Wolfe conditions: the share of the decrease promised by the slope that is enough, and the share of the slope that may be left. */
const DECREASE = 1e-3;
const SLOPE = 0.9;

const TRIALS = 30;

/**
 * A t in (0, most] with f(t) ≤ f(0) + 10⁻³ t f′(0) and |f′(t)| ≤ 0.9 |f′(0)|, tried first at `first`; `most` itself where f still falls there. Where f has
 * no value the search steps back half of the way to the best point so far, and does not go that far again. After 30 trials the best point so far.
 *
 * Source: J. J. Moré and D. J. Thuente, Line search algorithms with guaranteed sufficient decrease, 1994.
 */
export function lineSearch<T extends Trial>(start: T, evaluate: (t: number) => T | null, first: number, most: number): LineSearch<T> {
  const promised = DECREASE * start.slope;
  let bracket: Bracket<T> = { best: start, other: start, isClosed: false };
  let [t, limit] = [Math.min(first, most), most];
  let [width, widthBefore] = [Infinity, Infinity];
  let isFirstStage = true;
  let change = Infinity;
  for (let trial = 0; trial < TRIALS; trial++) {
    const now = evaluate(t);
    if (!now) {
      limit = bracket.best.t + (t - bracket.best.t) / 2;
      t = limit;
      continue;
    }
    change = now.value - start.value;
    const isEnough = change <= t * promised;
    if (isEnough && (Math.abs(now.slope) <= -SLOPE * start.slope || (t === limit && now.slope <= promised))) return { found: now, change };
    if (isEnough && now.slope >= 0) isFirstStage = false;
    // until f has fallen enough the search is for a minimum of f less that line
    const tilt = isFirstStage && !isEnough && now.value <= bracket.best.value ? promised : 0;
    const far = t + 4 * (t - bracket.best.t);
    ({ bracket, t } = refine(bracket, now, tilt, far));
    if (bracket.isClosed) {
      const { best, other } = bracket;
      // a bracket that has not shrunk by a third in two steps is halved
      if (Math.abs(other.t - best.t) >= 0.66 * widthBefore) t = best.t + (other.t - best.t) / 2;
      [widthBefore, width] = [width, Math.abs(other.t - best.t)];
      if (!(t > Math.min(best.t, other.t) && t < Math.max(best.t, other.t))) break;
    }
    t = Math.min(t, limit);
  }
  return { found: bracket.best.value < start.value ? bracket.best : null, change };
}
