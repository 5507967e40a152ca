import { TILE } from "../../assembly/gram/program";
import { type Block, slice, view, type Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { type Program, refuse } from "./gram";

/** As in assembly/gram/triangle.ts. */
const PARTS = 16;
const GROUP = 16;

/** Words of an operator. */
const WORDS = 8;

/** Elements of K that are met in one call: between two of them progress is told and abort is heard. */
const CALL = 2e7;

/** A symmetric K, met by the tiles on and below its diagonal: kept in a block, or made anew each time. */
export interface TriangleSource {
  readonly program: Program;
  readonly kept: Block | null;
  /** Whether the tiles are in the block; the first product fills it. */
  filled: boolean;
}

/** Elements that a product with t vectors works in. */
export function triangleWork(n: number, t: number): number {
  return WORDS + PARTS * (n * t + (4 * t + 1) * TILE);
}

/** Elements of the tiles on and below the diagonal. */
export function triangleLength(n: number): number {
  const rows = Math.ceil(n / TILE);
  return ((rows * (rows + 1)) / 2) * TILE * TILE;
}

/** Roundings, in units of u, that an element of a product goes through at most. */
export function triangleRoundings(n: number): number {
  const [groups, tiles] = [Math.ceil(n / (TILE * GROUP)), Math.ceil(n / (TILE * PARTS))];
  // a group on two lanes, the groups, the lanes; a column of a tile, the tiles of a part; the parts; the products
  return (GROUP * TILE) / 2 + groups + TILE / 4 + 3 + tiles + PARTS + 8;
}

/** H = KX for t vectors, one after the other in X and H; `work` has `triangleWork(n, t)` elements. */
export function triangleProduct(
  workspace: Workspace,
  n: number,
  t: number,
  source: TriangleSource,
  { X, H, work }: Readonly<Record<"X" | "H" | "work", Block>>,
  pause: Pause,
): void {
  const { program, kept, filled } = source;
  view(workspace, slice(work, 0, WORDS)).set([
    n,
    t,
    program.words,
    kept?.address ?? 0,
    Number(filled),
    X.address,
    work.address + 8 * WORDS,
  ]);
  const rows = Math.ceil(n / TILE);
  for (let from = 0; from < rows; ) {
    // so many rows that the triangle grows by the elements of a call
    const height = Math.sqrt(from * from + (2 * CALL) / (TILE * TILE)) - from;
    const to = Math.min(rows, from + PARTS * Math.max(1, Math.floor(height / PARTS)));
    refuse(workspace.core.triangleProduct(work.address, from, to), n);
    pause((to / rows) * (to / rows));
    from = to;
  }
  source.filled = kept !== null;
  workspace.core.gatherParts(work.address, H.address);
}
