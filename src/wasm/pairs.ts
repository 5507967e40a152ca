import { type Block, view, type Workspace } from "./memory";

/** Elements of the blocks of a problem of n points; see assembly/iterate/pairs.ts. */
export function pairSizes(n: number) {
  const lines = Math.ceil(n / 2);
  return { slopes: 8 * lines, boxes: 6 * lines, pairs: 6 };
}

export type PairBlocks = Readonly<Record<keyof ReturnType<typeof pairSizes> | "K", Block>>;

/** Where the numbers of point i lie: of f, rise, fall and K_ii in `slopes`, of β, lower and upper in `boxes`, 2 elements apart. */
export function placesOf(i: number): { readonly slope: number; readonly box: number } {
  return { slope: 8 * (i >> 1) + (i & 1), box: 6 * (i >> 1) + (i & 1) };
}

/** At most `limit` steps until `rising` exceeds `falling` by no more than the tolerance; returns how many. */
export function minimizePairs(
  workspace: Workspace,
  n: number,
  { K, slopes, boxes, pairs }: PairBlocks,
  epsilon: number,
  alone: boolean,
  tolerance: number,
  limit: number,
): { readonly taken: number; readonly rising: number; readonly falling: number } {
  const { core } = workspace;
  const taken = core.minimizePairs(n, K.address, slopes.address, boxes.address, epsilon, alone, tolerance, limit, pairs.address);
  const [rising, falling] = view(workspace, pairs).subarray(4) as unknown as readonly [number, number];
  return { taken, rising, falling };
}
