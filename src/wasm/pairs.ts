import { type Block, view, type Workspace } from "./memory";

/** What assembly/iterate/pairs.ts has in memory, in its order. */
export interface Pairs extends Readonly<Record<Exclude<keyof ReturnType<typeof pairSizes>, "results">, Block>> {
  readonly n: number;
  readonly K: Block;
  readonly epsilon: number;
  /** Whether there is no Σβ = 0. */
  readonly alone: boolean;
}

/** Elements of the blocks of a problem of n points. */
export function pairSizes(n: number) {
  const even = n + (n % 2);
  return {
    words: 14,
    diagonal: even,
    beta: even,
    lower: even,
    upper: even,
    f: even,
    rise: even,
    fall: even,
    work: 4,
  };
}

/** At most `limit` steps until no slope exceeds the tolerance; returns how many, and the largest slope that is left. */
export function minimizePairs(
  workspace: Workspace,
  pairs: Pairs,
  tolerance: number,
  limit: number,
): { readonly taken: number; readonly violation: number } {
  const { n, K, diagonal, beta, lower, upper, f, rise, fall, epsilon, alone, work, words } = pairs;
  const addresses = [K, diagonal, beta, lower, upper, f, rise, fall].map(({ address }) => address);
  view(workspace, words).set([n, ...addresses, epsilon, Number(alone), tolerance, 0, work.address]);
  const taken = workspace.core.minimizePairs(words.address, limit);
  return { taken, violation: view(workspace, words)[12] as number };
}
