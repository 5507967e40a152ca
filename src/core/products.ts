import { type Block, view, type Workspace } from "../wasm/memory";
import { asMatrix, flipped, type MatrixView, OPERAND_BYTES, operands, partOf } from "./matrix-view";

/** One strict triangle of the square A becomes the mirror image of the other, `from`. */
export function mirror({ core }: Workspace, { rows, address, rs, cs }: MatrixView, from: Half = "upper"): void {
  if (from === "upper") core.mirror(rows, address, rs, cs);
  else core.mirror(rows, address, cs, rs);
}

/** K (n × n) and a copy of its diagonal: what is above the diagonal outlives Cholesky, so K can be had back without a second matrix. */
export interface KeptGram {
  readonly K: Block;
  readonly diagonal: Block;
}

/** Keeps the diagonal of K apart. */
export function keepDiagonal(workspace: Workspace, n: number, { K, diagonal }: KeptGram): void {
  const gram = view(workspace, K);
  const kept = view(workspace, diagonal);
  for (let i = 0; i < n; i++) kept[i] = gram[i * n + i] as number;
}

/** Which side of the diagonal of a symmetric matrix still has its elements. */
export type Half = "upper" | "lower";

/** K as it was before Cholesky, from what is above its diagonal, or below it, and the diagonal kept; after LU it has been assembled anew. */
export function restore(workspace: Workspace, n: number, { K, diagonal }: KeptGram, half: Half = "upper"): void {
  mirror(workspace, asMatrix(K, n, n), half);
  const gram = view(workspace, K);
  view(workspace, diagonal).forEach((value, i) => {
    gram[i * n + i] = value;
  });
}

/** Y += A·X for the symmetric A (n × n) known by its strict upper triangle and its diagonal; the rows of X and Y (n × t) are contiguous, one after the other. */
export function symm(workspace: Workspace, A: MatrixView, diagonal: Block, X: MatrixView, Y: MatrixView): void {
  const at = operands(workspace, A, X, Y);
  workspace.core.symm(at, diagonal.address, at + OPERAND_BYTES, at + 2 * OPERAND_BYTES, workspace.scratch);
}

/** Y += alpha·A·X, A being m × n, X n × t and Y m × t; for one column without packing. */
export function multiply(workspace: Workspace, A: MatrixView, X: MatrixView, Y: MatrixView, alpha = 1): void {
  const at = operands(workspace, A, X, Y);
  workspace.core.multiply(alpha, at, at + OPERAND_BYTES, at + 2 * OPERAND_BYTES, workspace.scratch);
}

/** C += alpha·A·B for A (m × k) and B (k × n). */
export function gemm(workspace: Workspace, A: MatrixView, B: MatrixView, C: MatrixView, alpha = 1): void {
  const at = operands(workspace, A, B, C);
  workspace.core.gemm(alpha, at, at + OPERAND_BYTES, at + 2 * OPERAND_BYTES, workspace.scratch);
}

/** The lower triangle of C += alpha·A·Aᵀ, A being n × k. */
export function syrk(workspace: Workspace, A: MatrixView, C: MatrixView, alpha = 1): void {
  const at = operands(workspace, A, C);
  workspace.core.syrk(alpha, at, at + OPERAND_BYTES, workspace.scratch);
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
  c: Pick<Block, "address"> | null = null,
): void {
  for (let i = 0; i < A.rows; i++) {
    const factor = typeof r === "number" ? r : (r[i] as number);
    core.hadamard(part === "whole" ? A.cols : i + 1, factor, partOf(A, i, 0, 1, A.cols).address, c?.address ?? 0);
  }
}

/** The rows of A asked for, whose elements are contiguous, below each other in a block of their own. */
export function gatherRows(workspace: Workspace, A: MatrixView, rows: ArrayLike<number>, gathered: Block): MatrixView {
  const [numbers, to] = [new Float64Array(workspace.core.memory.buffer), gathered.address / 8];
  for (let r = 0; r < rows.length; r++) {
    const from = A.address / 8 + (rows[r] as number) * A.rs;
    numbers.copyWithin(to + r * A.cols, from, from + A.cols);
  }
  return asMatrix(gathered, rows.length, A.cols);
}

/** The rows of A, whose elements are contiguous, over √d_i, in a block of their own. */
export function scaleRows(workspace: Workspace, A: MatrixView, d: Float64Array, scaled: Block): MatrixView {
  const copy = asMatrix(scaled, A.rows, A.cols);
  const [numbers, from, to] = [new Float64Array(workspace.core.memory.buffer), A.address / 8, scaled.address / 8];
  for (let i = 0; i < A.rows; i++) {
    numbers.copyWithin(to + i * A.cols, from + i * A.rs, from + i * A.rs + A.cols);
    workspace.core.hadamard(A.cols, 1 / Math.sqrt(d[i] as number), partOf(copy, i, 0, 1, A.cols).address, 0);
  }
  return copy;
}

/** x_k ← f x_k y_k */
export function multiplyElements({ core }: Workspace, x: Block, y: Block, f = 1): void {
  core.hadamard(x.length, f, x.address, y.address);
}

/** Y ← Y − Z − A·X, summed in twice the digits; A is m × n, X n × t, and Y and Z, whose strides are the same, are m × t. */
export function subtractDoubled(workspace: Workspace, A: MatrixView, X: MatrixView, Z: MatrixView, Y: MatrixView): void {
  const at = operands(workspace, A, X, Z, Y);
  workspace.core.subtractDoubled(at, at + OPERAND_BYTES, at + 2 * OPERAND_BYTES, at + 3 * OPERAND_BYTES);
}

/** y ← y − A·x in twice the digits for the symmetric A (n × n) known by one of its strict triangles and its diagonal; `work` has room for n numbers. */
export function subtractSymmetricDoubled(
  { core }: Workspace,
  A: MatrixView,
  diagonal: Block,
  [x, y]: readonly [x: Block, y: Block],
  work: Block,
  half: Half = "upper",
): void {
  core.subtractSymmetricDoubled(A.rows, A.address, A.rs, half === "lower", diagonal.address, x.address, y.address, work.address);
}

/** max_i s_i Σ_j |a_ij| s_j, the rows of A being contiguous. */
export function infinityNorm({ core }: Workspace, A: MatrixView, scale: Pick<Block, "address"> | null = null): number {
  return core.infinityNorm(A.rows, A.cols, A.address, A.rs, scale?.address ?? 0);
}

/** The same bits for the symmetric A (n × n) known by its lower triangle; `sums` has room for n numbers. */
export function symmetricNorm({ core }: Workspace, A: MatrixView, sums: Pick<Block, "address">): number {
  return core.symmetricNorm(A.rows, A.address, A.rs, sums.address);
}

/** Σ_j a²_ij for every row of A, whose elements are contiguous. */
export function rowSquares({ core }: Workspace, A: MatrixView, squares: Pick<Block, "address">): void {
  core.rowSquares(A.rows, A.cols, A.address, A.rs, squares.address);
}
