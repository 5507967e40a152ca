import { type Block, view, type Workspace } from "../wasm/memory";

/** Columns of a tile: numbers of points are rounded up to a multiple of it. */
const WIDTH = 64;

/** Words of an operator. */
const OPERATOR = 8;

const STRIP = 256;
const MOST_STRIPS = 16;

/** In how many strips of rows K is made, a power of two: as many whoever works, so that the bits of a product are the same. */
function stripsOf(n: number): number {
  return Math.min(MOST_STRIPS, 1 << (31 - Math.clz32(Math.max(1, n / STRIP))));
}

function roundedUp(n: number): number {
  return WIDTH * Math.ceil(n / WIDTH);
}

/** Room for the points, and for products with t vectors. */
export function singleGaussianSizes(n: number, d: number, t: number) {
  const width = roundedUp(n);
  return { points: (width * d) / 2, work: OPERATOR + (width * t) / 2 + t + width * t * stripsOf(n) };
}

export type SingleGaussianBlocks = Readonly<Record<"points" | "work", Block>>;

/** Packs the points Y (n × d, row by row), in single precision, and writes what the core is to know of them. */
export function packSingle(workspace: Workspace, n: number, d: number, Y: Block, { points, work }: SingleGaussianBlocks): void {
  workspace.core.packSingle(n, d, roundedUp(n), Y.address, points.address);
  view(workspace, work).set([n, d, points.address, stripsOf(n), work.address + 8 * OPERATOR]);
}

/** H = KX for t vectors, one after the other in X and H, K_ij = 2^−‖y_i − y_j‖²; see assembly/single/gaussian.ts. */
export function singleGaussian({ core, scratch }: Workspace, t: number, X: Block, H: Block, { work }: SingleGaussianBlocks): void {
  core.singleGaussian(work.address, t, X.address, H.address, scratch);
}

/** K_ij for every i and one j: what products with unit vectors are, bit for bit. */
export function singleGaussianColumn({ core }: Workspace, j: number, column: Block, { work }: SingleGaussianBlocks): void {
  core.singleGaussianColumn(work.address, j, column.address);
}
