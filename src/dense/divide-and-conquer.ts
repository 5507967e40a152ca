import {
  type EigenBlocks,
  LEAF,
  merge,
  multiplyGathered,
  REFLECTIONS,
  reflectRows,
  rotateLeaf,
  scaleToUnit,
  strideOf,
  tridiagonalise,
  writeColumns,
} from "../core/eigen";
import { asMatrix, diagonalIn, type MatrixView, partOf } from "../core/matrix-view";
import { type MercerError, mercerError } from "../errors";
import { type Block, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";

/** Rows reduced in one call: often enough for progress. */
const ROWS = 64;

/** Rows multiplied in one call. */
const PRODUCT_ROWS = 512;

/** Shares of the work that the phases take, for the progress. */
const REDUCED = 0.4;
const CONQUERED = 0.7;

/**
 * The eigenvalues of the symmetric A (n × n, its lower triangle alone is read), ascending, into `values`, and orthonormal eigenvectors in place of
 * A, column j belonging to value j. Returns n, or how many eigenvalues were found when one did not converge.
 *
 * A is scaled by a power of two first, so that squares neither overflow nor vanish.
 *
 *     A = Q T Qᵀ,  T = Z Λ Zᵀ,  V = Q Z
 *
 * T comes from reflections, its eigensystem by halves, and the rows of W are those of Zᵀ first, then of Vᵀ.
 *
 * @throws "not-finite" where an element of A is no number
 */
export function eigh(workspace: Workspace, A: MatrixView, values: Block, blocks: EigenBlocks, pause: Pause = ignore): number {
  const n = A.rows;
  if (n === 0) return 0;
  const W = asMatrix(blocks.W, n, n, strideOf(n));
  const unit = scaleToUnit(workspace, A);
  if (!(unit < Infinity)) throw beyondNumbers();
  for (let row = n - 1; row >= 1; row -= ROWS) {
    tridiagonalise(workspace, A, row, Math.max(1, row - ROWS + 1), blocks);
    pause(REDUCED * (1 - cube(row / n)));
  }
  view(workspace, blocks.diagonal).set(diagonalIn(workspace, A));
  view(workspace, blocks.W).fill(0);
  const told = (done: number): void => pause(REDUCED + (CONQUERED - REDUCED) * Math.min(1, done / (4 * cube(n))));
  const found = conquer({ workspace, W, blocks, report: told }, 0, n, 0);
  if (found < n) return found;
  for (let from = 1; from < n; from += REFLECTIONS) {
    const to = Math.min(n, from + REFLECTIONS);
    reflectRows(workspace, A, from, to, W, blocks);
    pause(CONQUERED + (1 - CONQUERED) * (to / n) * (to / n));
  }
  const unsorted = view(workspace, blocks.diagonal);
  view(workspace, values).set(Array.from(view(workspace, blocks.order), (i) => (unsorted[i] as number) * unit));
  writeColumns(workspace, blocks, W, A);
  pause(1);
  return n;
}

function beyondNumbers(): MercerError {
  const message = "elements of the matrix are beyond the largest number, 1.8e308; divide K, or what multiplies it, by a power of two";
  return mercerError("not-finite", message, { argument: "K" });
}

interface Conquest {
  readonly workspace: Workspace;
  readonly W: MatrixView;
  readonly blocks: EigenBlocks;
  /** Is told how many flops have been done. */
  readonly report: (done: number) => void;
}

/**
 * Eigenvalues and eigenvectors, the rows of W, of the n rows of T from `from` on: by halves, which a merge puts together, down to leaves. Afterwards `order`
 * has the rows by ascending value, counted from `from`. Returns n, or how many values were found.
 *
 * @param before flops done before
 */
function conquer(task: Conquest, from: number, n: number, before: number): number {
  const { workspace, blocks, report } = task;
  const W = partOf(task.W, from, from, n, n);
  if (n <= LEAF) {
    const numbers = view(workspace, blocks.W);
    for (let i = from; i < from + n; i++) numbers[i * (W.rs + 1)] = 1;
    return rotateLeaf(workspace, { from, n }, W, blocks);
  }
  // a multiple of 8, as the strips of a leaf want it
  const n1 = 8 * Math.ceil(n / 16);
  const n2 = n - n1;
  const tear = tearApart(workspace, blocks, from + n1);
  let done = before;
  for (const [start, size] of [
    [from, n1],
    [from + n1, n2],
  ] as const) {
    const found = conquer(task, start, size, done);
    if (found < size) return start - from + found;
    done += (4 * cube(size)) / 3;
  }
  const k = merge(workspace, { from, n }, n1, tear, W, blocks);
  for (let i = 0; i < k; i += PRODUCT_ROWS) {
    done += multiplyGathered(workspace, i, Math.min(k, i + PRODUCT_ROWS), W, blocks);
    report(done);
  }
  return n;
}

/** Takes the element of T beside rows `at` − 1 and `at` from both their diagonal elements, and returns it. */
function tearApart(workspace: Workspace, { beside, diagonal }: EigenBlocks, at: number): number {
  const tear = view(workspace, beside)[at - 1] as number;
  const facing = view(workspace, diagonal);
  for (const i of [at - 1, at]) facing[i] = (facing[i] as number) - Math.abs(tear);
  return tear;
}

function cube(x: number): number {
  return x * x * x;
}
