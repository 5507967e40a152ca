import type { Problem } from "../../problem/problem";
import { groupTargets } from "../ridge/parts";

/** The targets that share a λ: G = K + R, R = diag(λ/w_i + noise_i). */
export interface RidgeGroup {
  readonly lambda: number;
  readonly ridge: Float64Array;
  readonly targets: readonly number[];
  /** Its columns are those from here on: the targets, and with an intercept one of ones. */
  readonly first: number;
}

/** A system G x = c that is iterated on; c is a target, or all ones for an intercept (`target` null). */
export interface Column {
  readonly group: number;
  readonly target: number | null;
}

export interface Columns {
  readonly groups: readonly RidgeGroup[];
  readonly columns: readonly Column[];
  readonly intercept: boolean;
}

/** The systems of all targets; K is without white noise, which is part of R. */
export function columnsOf(problem: Problem, lambdas: Float64Array, intercept: boolean, noise: Float64Array | null): Columns {
  const { n, weights } = problem;
  const columns: Column[] = [];
  const groups = groupTargets(lambdas).map(([lambda, targets], group): RidgeGroup => {
    const first = columns.length;
    for (const target of targets) columns.push({ group, target });
    if (intercept) columns.push({ group, target: null });
    const ridge = Float64Array.from({ length: n }, (_, i) => lambda / (weights?.[i] ?? 1) + (noise?.[i] ?? 0));
    return { lambda, ridge, targets, first };
  });
  return { groups, columns, intercept };
}

/** The column of ones that goes with a column; −1 without intercept. */
export function onesOf({ groups, columns, intercept }: Columns, c: number): number {
  if (!intercept) return -1;
  const { first, targets } = groups[(columns[c] as Column).group] as RidgeGroup;
  return first + targets.length;
}
