/** What a model or its report says, and what the data say of it. */
export interface Claim {
  readonly claim: ClaimName;
  /** Null for what was not checked, the reason beside it. */
  readonly holds: boolean | null;
  /** What the model or its report says; null where it says it by being what it is. */
  readonly told: Value;
  /** What the data say: the same number anew, or how much is amiss. */
  readonly found: Value;
  /** How far the two may be apart by rounding, or how much may be amiss. */
  readonly bound?: Value;
  /** What is amiss, or why it was not checked. */
  readonly reason?: string;
}

export type Value = number | string | null | readonly (number | null)[];

export type ClaimName =
  | "size"
  | "scaling"
  | "points"
  | "digest"
  | "classes"
  | "trainingLoss"
  | "lambda"
  | "equations"
  | "backwardError"
  | "errorBound"
  | "logMarginalLikelihood"
  | "gap"
  | "rank"
  | "conditionEstimate"
  | "nullComponent"
  | "iterations"
  | "step"
  | "diverging"
  | "record"
  | "bytes";

/** What the data cannot tell, or not at a price that is fair. */
export function unchecked(claim: ClaimName, told: Value, reason: string): Claim {
  return { claim, holds: null, told, found: null, reason };
}

/** Numbers that must be what was told, each to within its bound; unchecked where that is beyond the numbers. */
export function compared(claim: ClaimName, told: readonly number[], found: readonly number[], bound: readonly number[]): Claim {
  if (bound.some((most) => !(most < Infinity)))
    return unchecked(claim, told, "how far apart rounding may bring them is beyond the numbers");
  const holds = told.length === found.length && told.every((value, q) => isWithin(value, found[q] as number, bound[q] as number));
  return { claim, holds, told, found, bound };
}

/** |a − b| ≤ bound, and ∞ is ∞. */
function isWithin(a: number, b: number, bound: number): boolean {
  return a === b || Math.abs(a - b) <= bound;
}
