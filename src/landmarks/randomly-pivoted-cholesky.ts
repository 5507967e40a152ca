import { solvePacked } from "../core/factors";
import { asMatrix, flipped, type MatrixView, partOf } from "../core/matrix-view";
import { gatherRows, gemm, rowSquares } from "../core/products";
import { acceptPivots, candidateSizes } from "../core/random-pivots";
import { sumOf } from "../matrix/vectors";
import { uniform } from "../random/uniform";
import { type Blocks, view, type Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { columnsOf, type LandmarkPoints } from "./columns";

/** What is to be chosen. */
export interface PivotOptions {
  /** A whole number; the same seed chooses the same points. */
  readonly seed: number;
  /** No more points than this. */
  readonly limit: number;
  /** It ends where the trace of K − FFᵀ is no larger. */
  readonly enough: number;
}

/** Landmarks and the Nyström approximation of K by them. */
export interface RandomPivots {
  /** Rows of X in the order in which they were eliminated; row p_k of F is row k of a lower triangle, to roundoff. */
  readonly pivots: Int32Array;
  /** tr(K − FFᵀ) */
  readonly trace: number;
}

/** Fewest and most candidates that are drawn at once. */
const FEWEST = 32;
const MOST = 256;

/** Multiplications between two pauses. */
const PATIENCE = 3e8;

/** How many candidates are drawn at once for a limit: a matter of the limit alone, so that results are. */
function candidatesFor(limit: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.ceil(limit / 10)));
}

/** Elements of the blocks that `randomlyPivotedCholesky` works in. */
export function pivotSizes(n: number, limit: number) {
  const b = candidatesFor(limit);
  return { F: n * limit, remaining: n, squares: n, gathered: b * limit, L: b * b, ...candidateSizes(b) };
}

/**
 * F with K − FFᵀ positive semi-definite to roundoff, for the K of all points, white noise left out, which is never made: in each round `candidatesFor(limit)`
 * points are drawn with a probability in proportion to what is left of their diagonal elements, and those that pass a rejection are eliminated
 * together. F is n × limit by rows, row stride `limit`; columns from the rank on are not written.
 *
 * The bits depend on the points, the kernel, the seed and the limit alone, not on threads. Costs (k + 1)n elements of K and 2nk² multiplications.
 *
 * Source: Y. Chen, E. N. Epperly, J. A. Tropp, R. J. Webber, Randomly pivoted Cholesky, arXiv 2207.06503; in blocks: arXiv 2410.03969.
 *
 * @param diagonal k(x_i, x_i), white noise left out
 */
export function randomlyPivotedCholesky(
  workspace: Workspace,
  points: LandmarkPoints,
  diagonal: Float64Array,
  { seed, limit, enough }: PivotOptions,
  blocks: Blocks<ReturnType<typeof pivotSizes>>,
  pause: Pause,
): RandomPivots {
  const n = diagonal.length;
  const next = uniform(seed);
  const F = asMatrix(blocks.F, n, limit);
  const pivots: number[] = [];
  view(workspace, blocks.remaining).set(diagonal);
  let trace = sumOf(diagonal);
  while (trace > enough && trace > 0 && pivots.length < limit) {
    const candidates = draw(view(workspace, blocks.remaining), trace, candidatesFor(limit), next);
    const chosen = choose(workspace, points, F, pivots.length, candidates, next, blocks).slice(0, limit - pivots.length);
    if (chosen.length === 0) break;
    eliminate(workspace, points, F, pivots.length, chosen, blocks, pause);
    pivots.push(...chosen);
    trace = update(workspace, F, pivots, chosen.length, blocks);
    pause(pivots.length / limit);
  }
  return { pivots: Int32Array.from(pivots), trace };
}

type Work = Blocks<ReturnType<typeof pivotSizes>>;

/** So many indices, i with probability d_i/τ: the inverse of the running sums. */
function draw(rest: Float64Array, trace: number, count: number, next: () => number): number[] {
  const sums = new Float64Array(rest.length);
  let total = 0;
  for (let i = 0; i < rest.length; i++) {
    total += rest[i] as number;
    sums[i] = total;
  }
  return Array.from({ length: count }, () => firstAbove(sums, next() * Math.min(total, trace)));
}

/** The first index whose running sum is above a number: an element of 0 is never drawn. */
function firstAbove(sums: Float64Array, wanted: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The candidates that are accepted, in the order in which they were drawn; L (their Cholesky factor) stands in its block, as many rows as they are. */
function choose(
  workspace: Workspace,
  points: LandmarkPoints,
  F: MatrixView,
  rank: number,
  candidates: readonly number[],
  next: () => number,
  blocks: Work,
): number[] {
  const b = candidates.length;
  const H = asMatrix(blocks.H, b, b);
  // H = K_SS − F_S F_Sᵀ
  columnsOf(workspace, points, candidates, candidates, H);
  if (rank > 0) {
    const copy = gatherRows(workspace, partOf(F, 0, 0, F.rows, rank), candidates, blocks.gathered);
    gemm(workspace, copy, flipped(copy), H, -1);
  }
  const [h, left, uniforms] = [view(workspace, blocks.H), view(workspace, blocks.left), view(workspace, blocks.uniforms)];
  for (let j = 0; j < b; j++) {
    left[j] = h[j * b + j] as number;
    uniforms[j] = next();
  }
  const count = acceptPivots(workspace, b, blocks);
  const accepted = view(workspace, blocks.accepted).subarray(0, count);
  const [factor, L] = [view(workspace, blocks.H), view(workspace, blocks.L)];
  accepted.forEach((row, r) => {
    for (let c = 0; c <= r; c++) L[r * b + c] = factor[row * b + (accepted[c] as number)] as number;
  });
  return Array.from(accepted, (j) => candidates[j] as number);
}

/** The columns of F of the chosen points: (K_T − F F_Tᵀ) L⁻ᵀ. */
function eliminate(
  workspace: Workspace,
  points: LandmarkPoints,
  F: MatrixView,
  rank: number,
  chosen: readonly number[],
  { gathered, L: factor }: Work,
  pause: Pause,
): void {
  const [n, m] = [F.rows, chosen.length];
  columnsOf(workspace, points, null, chosen, partOf(F, 0, rank, n, m));
  const copy = rank > 0 ? gatherRows(workspace, partOf(F, 0, 0, n, rank), chosen, gathered) : null;
  const L = partOf(asMatrix(factor, candidatesFor(F.cols), candidatesFor(F.cols)), 0, 0, m, m);
  const rows = Math.max(256, Math.floor(PATIENCE / (m * (rank + m))));
  for (let i = 0; i < n; i += rows) {
    const part = Math.min(rows, n - i);
    const added = partOf(F, i, rank, part, m);
    if (copy) gemm(workspace, partOf(F, i, 0, part, rank), flipped(copy), added, -1);
    solvePacked(workspace, L, flipped(added));
    pause((rank + (m * (i + part)) / n) / F.cols);
  }
}

/** What is left of the diagonal after the last columns, nothing of the points eliminated; returns its sum. */
function update(workspace: Workspace, F: MatrixView, pivots: readonly number[], added: number, { remaining, squares }: Work): number {
  rowSquares(workspace, partOf(F, 0, pivots.length - added, F.rows, added), squares);
  const [left, taken] = [view(workspace, remaining), view(workspace, squares)];
  for (let i = 0; i < left.length; i++) left[i] = Math.max(0, (left[i] as number) - (taken[i] as number));
  for (const p of pivots) left[p] = 0;
  return sumOf(left);
}
