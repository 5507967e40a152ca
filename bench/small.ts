/** What the bench `small` measures and its table tells. */

/** Points of the model, and features of each. */
export const POINTS = 20;
export const FEATURES = 3;

/** Calls of one run. */
export const CALLS = 4000;

/** Calls that settle a process: the engine has compiled what they use, and compiled it again where it knew better. */
export const SETTLING = 20_000;

/** What a process has done before the calls that are timed: so many of the same calls, none, or all other benches. */
export const STATES = ["settled by 20,000 calls", "first 4,000 calls", "after the whole benchmark"] as const;
export type State = (typeof STATES)[number];

export const SMALL = ["small fit", "small Gram", "small predict", "small predictor"] as const;
export type SmallOperation = (typeof SMALL)[number];

export function isSmall(operation: string): operation is SmallOperation {
  return SMALL.some((name) => name === operation);
}

export function sizeIn(state: State): string {
  return `n = ${POINTS}, d = ${FEATURES}, ${state}`;
}
