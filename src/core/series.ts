import type { Block, Workspace } from "../wasm/memory";

/** Numbers kept of a point: S, two gains, and the three of the covariance after it. */
export const KEPT = 6;

/** Where `filterPair` works, for up to n points. */
export function pairSizes(n: number) {
  return { x: n + 2, noise: n, y: n, state: 11, moves: 6 * (n + 1), kept: KEPT * n };
}

/** The filter of a state of two numbers over n points, see assembly/series/pair.ts; how many passed. */
export function filterPair(
  { core }: Workspace,
  n: number,
  { x, noise, y, state, moves, kept }: Readonly<Record<keyof ReturnType<typeof pairSizes>, Block>>,
  { observes, keeps }: { readonly observes: boolean; readonly keeps: boolean },
): number {
  return core.filterPair(n, x.address, noise.address, observes ? y.address : 0, state.address, moves.address, keeps ? kept.address : 0);
}
