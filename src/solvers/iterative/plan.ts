import { triangleLength } from "../../core/triangle";
import type { Problem } from "../../problem/problem";

/** How to iterate, and until when. */
export interface IterativePlan {
  /** What is to be proven: no prediction is off by more, in deviations of y. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Chooses the landmarks. */
  readonly seed: number;
  /** Landmarks at most; "auto" as many as pay. */
  readonly rank: "auto" | number;
  /** Whether the lower triangle of K is kept, or its tiles are made anew in every product: the same bits, unless directions come from tiles in single precision, from 4,096 points on; "auto" keeps it up to 1 GiB. */
  readonly storage: "auto" | "triangle" | "tiles";
}

export const ITERATIVE_DEFAULTS: IterativePlan = { tolerance: 1e-3, maxIterations: 500, seed: 0, rank: "auto", storage: "auto" };

/** Bytes that the landmarks' columns may take, and those of a triangle that is kept unasked. */
const BUDGET = 2 ** 30;

/** What is left of the trace, in units of the least ridge, from which on another landmark saves little. */
const ENOUGH = 30;

/** Multiplications that an element of K is worth, beside one and a half for each feature. */
const ELEMENT = 30;

/** The same where neighbours do what more landmarks would. */
const BESIDE_NEIGHBOURS = 10;

/** How many landmarks at most, and what trace is left when they are enough. The cost of k of them, 3nk² multiplications, is that of some products with K. */
export function landmarkLimits(
  { n, X }: Problem,
  { rank }: IterativePlan,
  leastRidge: number,
  neighbours: boolean,
): { readonly limit: number; readonly enough: number } {
  if (rank !== "auto") return { limit: Math.min(n, rank), enough: 0 };
  const worth = Math.ceil(Math.sqrt(neighbours ? BESIDE_NEIGHBOURS * n : (ELEMENT + X.cols) * n));
  return { limit: Math.max(1, Math.min(n, worth, Math.floor(BUDGET / (8 * n)))), enough: ENOUGH * leastRidge };
}

/** Numbers of the triangle, if it is kept. */
export function keptLength(n: number, { storage }: IterativePlan): number {
  const length = triangleLength(n);
  return storage === "triangle" || (storage === "auto" && 8 * length <= BUDGET) ? length : 0;
}
