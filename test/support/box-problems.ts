import type { Matrix } from "../../src/entries/index";
import { at, build, gaussSolve, times } from "./dense";

/** Minimise ½ βᵀKβ − yᵀβ + ε Σ|β_i| for lower ≤ β ≤ upper, Σβ = 0 unless `alone`. */
export interface BoxProblem {
  readonly K: Matrix;
  readonly y: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly epsilon: number;
  readonly alone: boolean;
}

export function objectiveOf({ K, y, epsilon }: BoxProblem, beta: ArrayLike<number>): number {
  const product = times(K, beta);
  return Array.from(beta).reduce((sum, b, i) => sum + b * ((product[i] as number) / 2 - (y[i] as number)) + epsilon * Math.abs(b), 0);
}

type State = "lower" | "zero" | "upper" | "negative" | "positive";
const STATES: readonly State[] = ["lower", "zero", "upper", "negative", "positive"];

/**
 * The least value by trying every face of the box and its kinks: where each β_i is fixed to a bound or to 0, or free with a given sign, the
 * stationary point solves a linear system. Needs a positive definite K.
 */
export function leastOverFaces(problem: BoxProblem): { readonly value: number; readonly beta: readonly number[] } {
  const n = problem.y.length;
  let best = { value: Infinity, beta: [] as readonly number[] };
  for (let code = 0; code < STATES.length ** n; code++) {
    const states = Array.from({ length: n }, (_, i) => STATES[Math.floor(code / STATES.length ** i) % STATES.length] as State);
    const beta = stationaryPoint(problem, states);
    if (!beta.every((b, i) => isFeasible(problem, b, i))) continue;
    if (!problem.alone && Math.abs(beta.reduce((a, b) => a + b, 0)) > 1e-12) continue;
    const value = objectiveOf(problem, beta);
    if (value < best.value) best = { value, beta };
  }
  return best;
}

function isFeasible({ lower, upper }: BoxProblem, b: number, i: number): boolean {
  return b >= (lower[i] as number) && b <= (upper[i] as number);
}

function stationaryPoint({ K, y, lower, upper, epsilon, alone }: BoxProblem, states: readonly State[]): number[] {
  const beta = states.map((state, i) => ({ lower: lower[i] as number, upper: upper[i] as number })[state as "lower"] ?? 0);
  const free = states.flatMap((state, i) => (state === "negative" || state === "positive" ? [i] : []));
  if (free.length === 0) return beta;
  const m = free.length + (alone ? 0 : 1);
  const system = build(m, m, (r, c) => {
    if (r < free.length && c < free.length) return at(K, free[r] as number, free[c] as number);
    return r === c ? 0 : 1;
  });
  const fixed = times(K, beta);
  const rhs = free.map((i) => (y[i] as number) - (fixed[i] as number) - (states[i] === "positive" ? epsilon : -epsilon));
  if (!alone) rhs.push(-beta.reduce((a, b) => a + b, 0));
  const solution = gaussSolve(system, rhs);
  free.forEach((i, r) => {
    beta[i] = solution[r] as number;
  });
  const consistent = free.every((i) => (states[i] === "positive" ? (beta[i] as number) >= 0 : (beta[i] as number) <= 0));
  return consistent ? beta : [Number.NaN];
}
