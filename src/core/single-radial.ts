import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";

/** As in assembly/single/radial.ts. */
const HEIGHT = 32;
const WIDTH = 64;
const PARTS = 16;

/** Words of an operator. */
const WORDS = 8;

/** Elements of K that are met in one call: between two of them progress is told and abort is heard. */
const CALL = 4e7;

/** As in assembly/single/radial-maps.ts: functions of a distance, 1 at 0. */
export const RADIAL_MAPS = ["gaussian", "matern12", "matern32", "matern52"] as const;

export type RadialMap = (typeof RADIAL_MAPS)[number];

function roundedUp(n: number): number {
  return WIDTH * Math.ceil(n / WIDTH);
}

/** Elements that n points of d features take, packed. */
export function packedLength(n: number, d: number): number {
  return (roundedUp(n) * d) / 2;
}

/** Elements that a product with t vectors works in. */
export function singleRadialWork(n: number, t: number): number {
  return WORDS + roundedUp(n) * t * PARTS + t + (roundedUp(n) * t) / 2;
}

/** Points in the memory of the core, in single precision, and what is between two of them. */
export interface SingleRadial {
  readonly n: number;
  readonly d: number;
  readonly map: RadialMap;
  readonly points: Block;
  /** `singleRadialWork(n, t)` elements for products with t vectors. */
  readonly work: Block;
}

/** Packs the points Y (n × d, row by row). */
export function packSingle({ core }: Workspace, { n, d, points }: SingleRadial, Y: Block): void {
  core.packSingle(n, d, roundedUp(n), Y.address, points.address);
}

function write(workspace: Workspace, { n, d, map, points, work }: SingleRadial, t: number, x: number): void {
  const words = [n, d, RADIAL_MAPS.indexOf(map), points.address, t, x, work.address + 8 * WORDS];
  view(workspace, slice(work, 0, WORDS)).set(words);
}

/** H = KX for t vectors, one after the other in X and H, K_ij = f(‖y_i − y_j‖²); see assembly/single/radial.ts. */
export function singleProduct(workspace: Workspace, K: SingleRadial, t: number, X: Block, H: Block, pause: Pause = ignore): void {
  write(workspace, K, t, X.address);
  const { core, scratch } = workspace;
  const { address } = K.work;
  const rows = Math.ceil(K.n / HEIGHT);
  for (let from = 0; from < rows; ) {
    // so many rows that the triangle grows by the elements of a call
    const height = Math.sqrt(from * from + (2 * CALL) / (HEIGHT * HEIGHT)) - from;
    const to = Math.min(rows, from + PARTS * Math.max(1, Math.floor(height / PARTS)));
    core.singleProduct(address, from, to, scratch);
    pause((to / rows) * (to / rows));
    from = to;
  }
  core.gatherSingle(address, H.address);
}

/** K_ij for every i and one j: what products with unit vectors are, bit for bit. */
export function singleColumn(workspace: Workspace, K: SingleRadial, j: number, column: Block): void {
  write(workspace, K, 1, 0);
  workspace.core.singleColumn(K.work.address, j, column.address, workspace.scratch);
}
