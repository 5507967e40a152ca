import { type Blocks, i32, slice, type Workspace } from "../wasm/memory";
import { type MatrixView, OPERAND_BYTES, operands } from "./matrix-view";

/** Reflections applied to the eigenvectors together. */
export const REFLECTIONS = 64;

/** Up to so many rows are diagonalised by rotations, without being divided. */
export const LEAF = 32;

/** Rotations kept before they are applied, as numbers. */
const ROTATIONS = (2 * LEAF + 2) * 24;

/** What the eigensystem of a symmetric n × n matrix takes beside it. */
export function eigenSizes(n: number) {
  return {
    ...{ beside: n, tau: n, reduction: 9 * n, diagonal: n, order: i32(n), rotations: ROTATIONS, W: n * strideOf(n) + 8 },
    // a merge as assembly/factor/merge.ts lays it out; afterwards the reflections
    work: Math.max(8 + 6 * (n + 8) + 2 * n * n, REFLECTIONS * (REFLECTIONS + 2 * n)),
  };
}

export type EigenBlocks = Blocks<ReturnType<typeof eigenSizes>>;

/** A row of W is a whole and odd number of cache lines, so that the lines of a column spread over the cache. */
export function strideOf(n: number): number {
  return 8 * (Math.ceil(n / 8) | 1);
}

/** Whether A is its own transpose, bit for bit but for the signs of zeros; the rows of A are one after the other. */
export function isSymmetric({ core }: Workspace, A: MatrixView): boolean {
  return Boolean(core.isSymmetric(A.rows, A.address, A.rs));
}

/** Divides A by the power of two next to the largest element of its lower triangle, and returns it; leaves A alone and returns ∞ or NaN where an element is so. */
export function scaleToUnit({ core }: Workspace, A: MatrixView): number {
  return core.scaleToUnit(A.rows, A.address, A.rs);
}

/** Rows `from` down to `to` of A = Q T Qᵀ, T tridiagonal; see assembly/factor/tridiagonal.ts. The rows of A are one after the other. */
export function tridiagonalise({ core }: Workspace, A: MatrixView, from: number, to: number, blocks: EigenBlocks): void {
  core.tridiagonalise(A.rows, from, to, A.address, blocks.beside.address, blocks.tau.address, blocks.reduction.address);
}

/** A part of T that an eigensystem is found of: n rows from `from` on, their eigenvectors in W from (from, from) on. */
export interface Range {
  readonly from: number;
  readonly n: number;
}

/** The eigensystem of a few rows of T, the rows of W being those of the identity. Returns n, or how many values were found. */
export function rotateLeaf(
  { core }: Workspace,
  { from, n }: Range,
  W: MatrixView,
  { diagonal, beside, order, rotations }: EigenBlocks,
): number {
  const d = slice(diagonal, from, n).address;
  const found = core.tridiagonalEigen(n, d, slice(beside, from, n).address, W.address, W.rs, rotations.address, rotations.length);
  core.sortRows(n, d, slice(order, from, n).address);
  return found;
}

/**
 * The eigenvalues of two halves of T, the first with n₁ rows, that `tear` is put back between, and what its eigenvectors are products of. Returns how many
 * products there are to be made.
 */
export function merge(
  { core, scratch }: Workspace,
  { from, n }: Range,
  n1: number,
  tear: number,
  W: MatrixView,
  blocks: EigenBlocks,
): number {
  const d = slice(blocks.diagonal, from, n).address;
  const order = slice(blocks.order, from, n).address;
  const { address } = blocks.work;
  const k = core.deflate(n, n1, tear, d, W.address, W.rs, order, address);
  core.combine(d, order, address, scratch);
  return k;
}

/** Rows `from` to `to` of the products of a merge, into W. Returns the multiplications and additions made. */
export function multiplyGathered({ core, scratch }: Workspace, from: number, to: number, W: MatrixView, { work }: EigenBlocks): number {
  return core.multiplyGathered(from, to, W.address, W.rs, work.address, scratch);
}

/** W ← W H_from … H_(to−1), the reflections that `tridiagonalise` left in A. */
export function reflectRows(
  workspace: Workspace,
  A: MatrixView,
  from: number,
  to: number,
  W: MatrixView,
  { tau, work }: EigenBlocks,
): void {
  const at = operands(workspace, A, W);
  workspace.core.reflectRows(from, to, at, tau.address, at + OPERAND_BYTES, work.address, workspace.scratch);
}

/** Column j of A becomes row order[j] of W. */
export function writeColumns({ core }: Workspace, { order }: EigenBlocks, W: MatrixView, A: MatrixView): void {
  core.writeColumns(A.rows, order.address, W.address, W.rs, A.address, A.rs);
}
