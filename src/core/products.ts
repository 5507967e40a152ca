import type { Block, Workspace } from "../wasm/memory";
import { flipped, type MatrixView, partOf } from "./matrix-view";

/** One strict triangle of the square A becomes the mirror image of the other, `from`. */
export function mirror({ core }: Workspace, { rows, address, rs, cs }: MatrixView, from: "upper" | "lower" = "upper"): void {
  if (from === "upper") core.mirror(rows, address, rs, cs);
  else core.mirror(rows, address, cs, rs);
}

/** Y += A·X for the symmetric A (n × n) known by its strict upper triangle and its diagonal; the rows of X and Y (n × t) are contiguous, one after the other. */
export function symm({ core, scratch }: Workspace, A: MatrixView, diagonal: Block, X: MatrixView, Y: MatrixView): void {
  core.symm(A.rows, X.cols, A.address, A.rs, A.cs, diagonal.address, X.address, Y.address, scratch);
}

/** Y += A·X, A being m × n, X n × t and Y m × t. */
export function multiply(workspace: Workspace, A: MatrixView, X: MatrixView, Y: MatrixView): void {
  if (X.cols === 1) workspace.core.gemv(A.rows, A.cols, 1, A.address, A.rs, A.cs, X.address, X.rs, Y.address, Y.rs);
  else gemm(workspace, A, X, Y);
}

/** C += A·B for A (m × k) and B (k × n). */
export function gemm({ core, scratch }: Workspace, A: MatrixView, B: MatrixView, C: MatrixView): void {
  core.gemm(A.rows, B.cols, A.cols, 1, A.address, A.rs, A.cs, B.address, B.rs, B.cs, C.address, C.rs, C.cs, scratch);
}

/** The lower triangle of C += factor·A·Aᵀ, A being n × k. */
export function syrk({ core, scratch }: Workspace, A: MatrixView, C: MatrixView, factor = 1): void {
  core.syrk(A.rows, A.cols, factor, A.address, A.rs, A.cs, C.address, C.rs, C.cs, scratch);
}

/** Rows of A whose products are summed before they are added to the whole, which keeps the roundings of a sum few. */
const ROWS = 64;

/** Roundings of an element of `addTransposed`. */
export function roundingsOf(rows: number): number {
  return ROWS + Math.ceil(rows / ROWS);
}

/** Y += Aᵀ·X by blocks of rows, A being m × n, X m × t and Y n × t. */
export function addTransposed(workspace: Workspace, A: MatrixView, X: MatrixView, Y: MatrixView): void {
  for (let i = 0; i < A.rows; i += ROWS) {
    const rows = Math.min(ROWS, A.rows - i);
    gemm(workspace, flipped(partOf(A, i, 0, rows, A.cols)), partOf(X, i, 0, rows, X.cols), Y);
  }
}

/** a_ij ← r_i a_ij c_j in the square A or its lower triangle; r is one number for all rows or has one for each, c is 1 for null. */
export function scaleElements(
  { core }: Workspace,
  A: MatrixView,
  part: "whole" | "lower",
  r: number | Float64Array,
  c: Block | null = null,
): void {
  for (let i = 0; i < A.rows; i++) {
    const factor = typeof r === "number" ? r : (r[i] as number);
    core.hadamard(part === "whole" ? A.cols : i + 1, factor, partOf(A, i, 0, 1, A.cols).address, c?.address ?? 0);
  }
}

/** x_k ← f x_k y_k */
export function multiplyElements({ core }: Workspace, x: Block, y: Block, f = 1): void {
  core.hadamard(x.length, f, x.address, y.address);
}

/** Y ← Y − Z − A·X, summed in twice the digits; A is m × n, X n × t, and Y and Z are m × t. */
export function subtractDoubled({ core }: Workspace, A: MatrixView, X: MatrixView, Z: MatrixView, Y: MatrixView): void {
  for (let q = 0; q < 8 * X.cols; q += 8) {
    core.subtractDoubled(A.rows, A.cols, A.address, A.rs, A.cs, X.address + q, X.rs, Z.address + q, Y.address + q, Y.rs);
  }
}

/** y ← y − A·x in twice the digits for the symmetric A (n × n) known by its strict upper triangle and its diagonal; `work` has room for n numbers. */
export function subtractSymmetricDoubled({ core }: Workspace, A: MatrixView, diagonal: Block, x: Block, y: Block, work: Block): void {
  core.subtractSymmetricDoubled(A.rows, A.address, A.rs, diagonal.address, x.address, y.address, work.address);
}

/** max_i s_i Σ_j |a_ij| s_j, the rows of A being contiguous. */
export function infinityNorm({ core }: Workspace, A: MatrixView, scale: Block | null = null): number {
  return core.infinityNorm(A.rows, A.cols, A.address, A.rs, scale?.address ?? 0);
}

/** Σ_j a²_ij for every row of A, whose elements are contiguous. */
export function rowSquares({ core }: Workspace, A: MatrixView, squares: Block): void {
  core.rowSquares(A.rows, A.cols, A.address, A.rs, squares.address);
}
