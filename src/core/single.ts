import { KC } from "../../assembly/gram/program";
import { type Block, slice, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import { type Program, refuse } from "./gram";
import type { MatrixView } from "./matrix-view";

/** U, the upper triangular factor of an n × n matrix in single precision, by block rows of KC rows, the last of them lower: where each lies. */
export interface SingleFactor {
  readonly n: number;
  /** The byte address of U, or of the K above whose diagonal it lies. */
  readonly address: number;
  readonly alone: boolean;
  /** The byte address of element (i, i), i being the first row of a block, and how many elements the rows of the block are apart. */
  at(i: number): { readonly address: number; readonly ld: number };
}

const WIDTH = 4;

/** U above the diagonal of K (n × n, rows one after the other): element (i, j) at f32 index 2n·i + n + j. */
export function factorAbove(K: MatrixView): SingleFactor {
  const n = K.rows;
  return { n, address: K.address, alone: false, at: (i) => ({ address: K.address + 8 * n * i + WIDTH * (n + i), ld: 2 * n }) };
}

/** U alone, block row after block row, each without what is left of its diagonal block. */
export function factorAlone(n: number, U: Block): SingleFactor {
  return { n, address: U.address, alone: true, at: (i) => ({ address: U.address + WIDTH * elementsBefore(i, n), ld: n - i }) };
}

/** Float64 numbers whose room U alone takes, 2n² bytes and a little. */
export function singleFactorLength(n: number): number {
  const last = Math.max(0, Math.ceil(n / KC) - 1) * KC;
  return Math.ceil((elementsBefore(last, n) + (n - last) * (n - last)) / 2);
}

/** Elements of the block rows above row i. */
function elementsBefore(i: number, n: number): number {
  const blocks = i / KC;
  return KC * (blocks * n - (KC * blocks * (blocks - 1)) / 2);
}

/** What is on and above the diagonal of the symmetric K, times `scale`, rounded to single precision in its place; see assembly/single/convert.ts. */
export function halve({ core }: Workspace, K: MatrixView, scale: number): void {
  core.singleUpper(K.rows, K.address, scale);
}

/** U ← (K + diag(ridge))·scale on and above the diagonal, in single precision, by tiles. */
export function roundTiles(
  { core }: Workspace,
  { words }: Program,
  { n, at }: SingleFactor,
  scale: number,
  ridge: Block,
  pause: Pause = ignore,
): void {
  for (let i = 0; i < n; i += KC) {
    const end = Math.min(n, i + KC);
    const { address, ld } = at(i);
    refuse(core.singleGram(words, i, end, n, address, ld, scale, ridge.address), n);
    const rest = (n - end) / n;
    pause(1 - rest * rest);
  }
}

/** G = UᵀU in the place of G. Returns n, or the index of the first pivot that was not positive. */
export function singleCholesky({ core, scratch }: Workspace, { n, address, alone }: SingleFactor, pause: Pause = ignore): number {
  let positive = core.singleCholesky(n, address, alone, scratch);
  for (let j = 0; ; j += KC) {
    const rows = Math.min(KC, n - j);
    if (positive < rows) return j + positive;
    if (j + rows === n) break;
    positive = core.singleCholeskyStep(n, address, alone, j, scratch);
    const rest = (n - j - rows) / n;
    pause(1 - rest * rest * rest);
  }
  pause(1);
  return n;
}

/** x ← scale·(UᵀU)⁻¹x, solved in single precision; `work` has room for n/2 numbers. */
export function solveSingle({ core }: Workspace, { n, at }: SingleFactor, scale: number, x: Block, work: Block): void {
  const y = work.address;
  const size = core.singleVector(n, x.address, y);
  if (size === 0) return;
  for (let i = 0; i < n; i += KC) {
    const { address, ld } = at(i);
    core.singleForward(Math.min(KC, n - i), n - i, address, ld, y + WIDTH * i);
  }
  for (let i = KC * Math.floor((n - 1) / KC); i >= 0; i -= KC) {
    const { address, ld } = at(i);
    core.singleBackward(Math.min(KC, n - i), n - i, address, ld, y + WIDTH * i);
  }
  core.doubleVector(n, size * scale, y, x.address);
}

/** Strips of a product that threads share; fewer points have one. */
const STRIPS = 4;
const MANY = 512;

function stripsOf(n: number): number {
  return n < MANY ? 1 : STRIPS;
}

/** Numbers that `symmetricVector` works in. */
function symmetricVectorWork(n: number): number {
  return n * (stripsOf(n) - 1);
}

/** h = A·x for the symmetric A (n × n, rows one after the other) known by its strict lower triangle and its diagonal; x and h do not overlap. */
export function symmetricVector({ core }: Workspace, A: MatrixView, diagonal: Block, x: Block, h: Block, work: Block): void {
  core.symmetricVector(A.rows, A.address, diagonal.address, x.address, h.address, stripsOf(A.rows), work.address);
}

/** Room for what a solve in single precision, and a product, work in. */
export function singleWork(n: number): number {
  return Math.ceil(n / 2) + symmetricVectorWork(n);
}

/** The two parts of it. */
export function singleWorkParts(n: number, work: Block): { readonly vector: Block; readonly product: Block } {
  const half = Math.ceil(n / 2);
  return { vector: slice(work, 0, half), product: slice(work, half, symmetricVectorWork(n)) };
}
