import { isMercerError, type MercerErrorOf, mercerError } from "../errors";
import type { Block, Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import type { MatrixView } from "./matrix-view";

/** A kernel's program with its points in memory. */
export interface Program {
  /** Byte address of its words. */
  readonly words: number;
}

/** Rows of tiles assembled in one call: often enough for progress, seldom enough not to count. */
const GRAM_ROWS = 1024;

/** K_ij = k(x_i, x_j), symmetric bit for bit, n × n. Blocks of rows are computed one after the other, `pause` in between. */
export function gramSymmetric(workspace: Workspace, { words }: Program, n: number, K: Block, pause: Pause = ignore): void {
  for (let row = 0; row < n; row += GRAM_ROWS) {
    const end = Math.min(n, row + GRAM_ROWS);
    refuse(workspace.core.gramSymmetric(words, row, end, n, K.address, n), n);
    pause((end / n) ** 2);
  }
}

/** K_ij = k(x_i, z_j), m × n. */
export function gramRectangular(workspace: Workspace, { words }: Program, m: number, n: number, K: Block): void {
  refuse(workspace.core.gramRectangular(words, m, n, K.address, n), n);
}

/** The same into a part of a matrix, whose rows are contiguous. */
export function gramInto(workspace: Workspace, { words }: Program, { address, rows, cols, rs }: MatrixView): void {
  refuse(workspace.core.gramRectangular(words, rows, cols, address, rs), cols);
}

/** k(x_i, x_i) */
export function gramDiagonal(workspace: Workspace, { words }: Program, n: number, diagonal: Block): void {
  refuse(workspace.core.gramDiagonal(words, n, diagonal.address), n);
}

/** H = K·A for K (m × n) never stored; A is n × t. */
export function contract(workspace: Workspace, { words }: Program, m: number, n: number, t: number, A: Block, H: Block): void {
  refuse(workspace.core.contract(words, m, n, t, A.address, H.address, workspace.scratch), n);
}

/** Throws for the position of an element that a check of the program refused. */
export function refuse(position: number, n: number): void {
  if (!(position >= 0)) return;
  const [row, column] = [Math.floor(position / n), position % n];
  const message = `the kernel overflows at the pair (${row}, ${column}); scale the features down, for instance with standardize`;
  throw mercerError("not-finite", message, { row, column, overflow: true });
}

/** Whether an error is that of a kernel value beyond the numbers. */
export function isOverflow(error: unknown): error is MercerErrorOf<"not-finite"> {
  return isMercerError(error) && error.code === "not-finite" && error.overflow === true;
}
