import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { coreWith, pairwise } from "../wasm/parts";

/** A problem of n points on the stored K, as assembly/iterate/smo.ts has it in memory. */
export interface Pairs {
  readonly n: number;
  readonly K: Block;
  readonly pairs: Block;
  readonly epsilon: number;
  /** The box of β in units of C: −fall to rise. */
  readonly fall: number;
  readonly rise: number;
  /** Whether there is no Σβ = 0. */
  readonly alone: boolean;
}

/** Where β stands; see judgePairs. */
export interface Standing {
  readonly magnitude: number;
  readonly violation: number;
  readonly b: number;
  readonly gap: number;
  readonly primal: number;
  readonly loss: number;
}

export function pairsSize(n: number): number {
  return 24 * Math.ceil(n / 2) + 6;
}

/** One of the vectors. */
export function vectorOf({ n, pairs }: Pairs, which: "y" | "weights" | "noise" | "beta" | "h"): Block {
  return slice(pairs, (14 + 2 * ["y", "weights", "noise", "beta", "h"].indexOf(which)) * Math.ceil(n / 2), n);
}

/** β = 0 in the boxes that y and the weights leave it. */
export function startPairs(workspace: Workspace, { n, K, pairs, fall, rise }: Pairs, lambda: number, hinge: boolean): void {
  coreWith(workspace.core, pairwise).startPairs(n, K.address, pairs.address, lambda, hinge, fall, rise);
}

export function judgePairs(workspace: Workspace, { n, K, pairs, epsilon, alone, fall, rise }: Pairs): Standing {
  const magnitude = coreWith(workspace.core, pairwise).judgePairs(n, K.address, pairs.address, epsilon, alone, fall, rise);
  const results = view(workspace, pairs).subarray(24 * Math.ceil(n / 2)) as unknown as readonly [number, number, number, number, number];
  const [violation, b, gap, primal, loss] = results;
  return { magnitude, violation, b, gap, primal, loss };
}

/** At most `limit` steps until the violation is no more than the tolerance; returns how many. */
export function minimizePairs(workspace: Workspace, { n, K, pairs, epsilon, alone }: Pairs, tolerance: number, limit: number): number {
  return coreWith(workspace.core, pairwise).minimizePairs(n, K.address, pairs.address, epsilon, alone, tolerance, limit);
}
