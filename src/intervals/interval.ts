/** Where a new observation is expected; an end may be infinite. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Rounding units that coverage · (n + 1) may be above a whole number that it stands for: 0.9 is not nine tenths. */
const ROUNDING = 4;

/** r = ⌈coverage · (n + 1)⌉, the rank of the score up to which a new one conforms. */
export function rankOf(coverage: number, n: number): number {
  const rank = coverage * (n + 1);
  return Math.ceil(rank - ROUNDING * Number.EPSILON * rank);
}
