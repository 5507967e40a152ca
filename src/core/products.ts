import type { Block, Workspace } from "../wasm/memory";

/** One strict triangle of A (n × n) becomes the mirror image of the other, `from`. */
export function mirror(workspace: Workspace, n: number, A: Block, from: "upper" | "lower" = "upper"): void {
  if (from === "upper") workspace.core.mirror(n, A.address, n, 1);
  else workspace.core.mirror(n, A.address, 1, n);
}

/** Y += A·X for the symmetric A (n × n) known by its strict upper triangle and its diagonal; X, Y are n × t. */
export function symm(workspace: Workspace, n: number, t: number, A: Block, diagonal: Block, X: Block, Y: Block): void {
  workspace.core.symm(n, t, A.address, n, 1, diagonal.address, X.address, Y.address, workspace.scratch);
}

/** Y += A·X, A being n × k, X k × t and Y n × t. */
export function multiply(workspace: Workspace, n: number, t: number, A: Block, X: Block, Y: Block, k: number = n): void {
  if (t === 1) workspace.core.gemv(n, k, 1, A.address, k, 1, X.address, 1, Y.address, 1);
  else gemm(workspace, n, t, k, A, X, Y);
}

/** C += A·B for A (m × k) and B (k × n). */
export function gemm(workspace: Workspace, m: number, n: number, k: number, A: Block, B: Block, C: Block): void {
  workspace.core.gemm(m, n, k, 1, A.address, k, 1, B.address, n, 1, C.address, n, 1, workspace.scratch);
}

/** The lower triangle of C += A·Aᵀ, A being n × k. */
export function syrk(workspace: Workspace, n: number, k: number, A: Block, C: Block): void {
  workspace.core.syrk(n, k, 1, A.address, k, 1, C.address, n, 1, workspace.scratch);
}

/** Rows of A whose products are summed before they are added to the whole, which keeps the roundings of a sum few. */
const ROWS = 64;

/** Roundings of an element of `addTransposed`. */
export function roundingsOf(rows: number): number {
  return ROWS + Math.ceil(rows / ROWS);
}

/** Y += Aᵀ·X by blocks of rows, A being m × n, X m × t and Y n × t. */
export function addTransposed({ core, scratch }: Workspace, m: number, n: number, t: number, A: Block, X: Block, Y: Block): void {
  for (let i = 0; i < m; i += ROWS) {
    const rows = Math.min(ROWS, m - i);
    core.gemm(n, t, rows, 1, A.address + 8 * i * n, 1, n, X.address + 8 * i * t, t, 1, Y.address, t, 1, scratch);
  }
}

/** a_ij ← r_i a_ij c_j in A (n × n) or its lower triangle; r is one number for all rows or has one for each, c is 1 for null. */
export function scaleElements(
  { core }: Workspace,
  n: number,
  A: Block,
  part: "whole" | "lower",
  r: number | Float64Array,
  c: Block | null = null,
): void {
  for (let i = 0; i < n; i++) {
    const factor = typeof r === "number" ? r : (r[i] as number);
    core.hadamard(part === "whole" ? n : i + 1, factor, A.address + 8 * i * n, c?.address ?? 0);
  }
}

/** Y ← Y − Z − A·X, or with Aᵀ, summed in twice the digits; A is m × n, X n × t and Y, Z m × t (m and n exchanged for Aᵀ). */
export function subtractDoubled(
  { core }: Workspace,
  m: number,
  n: number,
  t: number,
  A: Block,
  transposed: boolean,
  X: Block,
  Z: Block,
  Y: Block,
): void {
  const [rows, cols, rs, cs] = transposed ? [n, m, 1, n] : [m, n, n, 1];
  for (let q = 0; q < 8 * t; q += 8) core.subtractDoubled(rows, cols, A.address, rs, cs, X.address + q, t, Z.address + q, Y.address + q, t);
}

/** y ← y − A·x in twice the digits for the symmetric A (n × n) known by its strict upper triangle and its diagonal; `work` has room for n numbers. */
export function subtractSymmetricDoubled({ core }: Workspace, n: number, A: Block, diagonal: Block, x: Block, y: Block, work: Block): void {
  core.subtractSymmetricDoubled(n, A.address, n, diagonal.address, x.address, y.address, work.address);
}

/** max_i s_i Σ_j |a_ij| s_j */
export function infinityNorm(workspace: Workspace, n: number, A: Block, scale: Block | null = null): number {
  return workspace.core.infinityNorm(n, n, A.address, n, scale?.address ?? 0);
}
