import { type MercerError, mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { type Block, view, type Workspace } from "./memory";

/** Called between the parts of long work with the share that is done; it may throw to end it. */
export type Pause = (share: number) => void;

/** The core's exports as calls on blocks: the only place where a number is an address. Matrices in blocks are row-major and contiguous. */

/** Points in the order the micro-kernel reads them: panels of 4 points, feature by feature, the last panel filled up with zeros. */
export function writePacked(panels: Float64Array, { rows, cols, data }: Matrix): void {
  panels.fill(0);
  for (let i = 0; i < rows; i++) {
    const panel = (i & ~3) * cols + (i & 3);
    for (let k = 0; k < cols; k++) panels[panel + 4 * k] = data[i * cols + k] as number;
  }
}

/** Elements that n packed points of d features take. */
export function packedLength(n: number, d: number): number {
  return 4 * Math.ceil(n / 4) * d;
}

/** A kernel's program with its points in memory: byte addresses of its words and of the tiles it works in. */
export interface Program {
  readonly words: number;
  readonly tiles: number;
}

/** Rows of tiles assembled in one call: often enough for progress, seldom enough not to count. */
const GRAM_ROWS = 1024;

/** K_ij = k(x_i, x_j), symmetric bit for bit, n × n. Blocks of rows are computed one after the other, `pause` in between. */
export function gramSymmetric(workspace: Workspace, { words, tiles }: Program, n: number, K: Block, pause: Pause = ignore): void {
  for (let row = 0; row < n; row += GRAM_ROWS) {
    const end = Math.min(n, row + GRAM_ROWS);
    refuse(workspace.core.gramSymmetric(words, row, end, n, K.address, n, tiles), n);
    pause((end / n) ** 2);
  }
}

/** K_ij = k(x_i, z_j), m × n. */
export function gramRectangular(workspace: Workspace, { words, tiles }: Program, m: number, n: number, K: Block): void {
  refuse(workspace.core.gramRectangular(words, m, n, K.address, n, tiles), n);
}

/** k(x_i, x_i) */
export function gramDiagonal(workspace: Workspace, { words, tiles }: Program, n: number, diagonal: Block): void {
  refuse(workspace.core.gramDiagonal(words, n, diagonal.address, tiles), n);
}

/** H = K·A for K (m × n) never stored; A is n × t. */
export function contract(workspace: Workspace, { words, tiles }: Program, m: number, n: number, t: number, A: Block, H: Block): void {
  refuse(workspace.core.contract(words, m, n, t, A.address, H.address, tiles, workspace.scratch), n);
}

function refuse(position: number, n: number): void {
  if (position >= 0) throw overflow(Math.floor(position / n), position % n);
}

function overflow(row: number, column: number): MercerError {
  return mercerError(
    "not-finite",
    `the kernel overflows at the pair (${row}, ${column}); scale the features down, for instance with standardize`,
    {
      row,
      column,
    },
  );
}

/**
 * A = L Lᵀ on and below the diagonal, above it A stays. Returns n, or the index of the first pivot that was not positive.
 */
export function cholesky(workspace: Workspace, n: number, A: Block, pause: Pause = ignore): number {
  const { core, scratch } = workspace;
  const width = core.KC.value;
  for (let j = 0; j < n; j += width) {
    const columns = Math.min(width, n - j);
    const reached = core.choleskyColumns(n, j, columns, A.address, n, 1, scratch);
    if (reached < j + columns) return reached;
    pause(1 - ((n - reached) / n) ** 3);
  }
  return n;
}

/** P A = L U in place. Returns n, or the index of the first pivot that was 0. */
export function lu(workspace: Workspace, n: number, A: Block, pivots: Block, pause: Pause = ignore): number {
  const { core, scratch } = workspace;
  const width = core.KC.value;
  let nonzero = n;
  for (let j = 0; j < n; j += width) {
    const columns = Math.min(width, n - j);
    const reached = core.luColumns(n, j, columns, A.address, n, 1, pivots.address, scratch);
    if (reached < j + columns) nonzero = Math.min(nonzero, reached);
    pause(1 - ((n - j - columns) / n) ** 3);
  }
  return nonzero;
}

function ignore(): void {}

/** X ← L⁻ᵀ L⁻¹ X, X being n × t. */
export function solveCholesky(workspace: Workspace, n: number, t: number, L: Block, X: Block): void {
  solveLower(workspace, n, t, false, L, X);
  solveUpper(workspace, n, t, { address: L.address, rs: 1, cs: n }, X);
}

/** X ← A⁻¹ X from P A = L U. */
export function solveLu(workspace: Workspace, n: number, t: number, LU: Block, pivots: Block, X: Block): void {
  workspace.core.exchangeRows(n, t, X.address, t, 1, pivots.address);
  solveLower(workspace, n, t, true, LU, X);
  solveUpper(workspace, n, t, { address: LU.address, rs: n, cs: 1 }, X);
}

/** x ← A⁻ᵀ x from P A = L U, one right-hand side. */
export function solveLuTransposed(workspace: Workspace, n: number, LU: Block, pivots: Block, x: Block): void {
  const { core } = workspace;
  const last = LU.address + 8 * (n * n - 1);
  core.trsv(n, false, LU.address, 1, n, x.address, 1);
  core.trsv(n, true, last, -1, -n, x.address + 8 * (n - 1), -1);
  const exchanges = new Int32Array(core.memory.buffer, pivots.address, n);
  const values = view(workspace, x);
  for (let i = n - 1; i >= 0; i--) {
    const p = exchanges[i] as number;
    [values[i], values[p]] = [values[p] as number, values[i] as number];
  }
}

/** X ← L⁻¹ X */
function solveLower(workspace: Workspace, n: number, t: number, unit: boolean, L: Block, X: Block): void {
  const { core, scratch } = workspace;
  if (t === 1) core.trsv(n, unit, L.address, n, 1, X.address, 1);
  else core.trsm(t, n, unit, L.address, n, 1, X.address, 1, t, scratch);
}

/** X ← U⁻¹ X: forward substitution seen from the last elements, with strides negated. */
function solveUpper(workspace: Workspace, n: number, t: number, U: { address: number; rs: number; cs: number }, X: Block): void {
  const { core, scratch } = workspace;
  const last = U.address + 8 * (n - 1) * (U.rs + U.cs);
  const lastRow = X.address + 8 * (n - 1) * t;
  if (t === 1) core.trsv(n, false, last, -U.rs, -U.cs, lastRow, -1);
  else core.trsm(t, n, false, last, -U.rs, -U.cs, lastRow, 1, -t, scratch);
}

/** (A⁻¹)_ii from L, which is overwritten by its inverse. */
export function inverseDiagonal(workspace: Workspace, n: number, L: Block, diagonal: Block): void {
  workspace.core.inverseDiagonal(n, L.address, n, 1, diagonal.address, workspace.scratch);
}

/** One strict triangle of A (n × n) becomes the mirror image of the other, `from`. */
export function mirror(workspace: Workspace, n: number, A: Block, from: "upper" | "lower" = "upper"): void {
  if (from === "upper") workspace.core.mirror(n, A.address, n, 1);
  else workspace.core.mirror(n, A.address, 1, n);
}

/** Y += A·X for the symmetric A (n × n) known by its strict upper triangle and its diagonal; X, Y are n × t. */
export function symm(workspace: Workspace, n: number, t: number, A: Block, diagonal: Block, X: Block, Y: Block): void {
  workspace.core.symm(n, t, A.address, n, 1, diagonal.address, X.address, Y.address, workspace.scratch);
}

/** Y += A·X, A being n × n, X and Y n × t. */
export function multiply(workspace: Workspace, n: number, t: number, A: Block, X: Block, Y: Block): void {
  if (t === 1) workspace.core.gemv(n, n, 1, A.address, n, 1, X.address, 1, Y.address, 1);
  else gemm(workspace, n, t, n, A, X, Y);
}

/** C += A·B for A (m × k) and B (k × n). */
export function gemm(workspace: Workspace, m: number, n: number, k: number, A: Block, B: Block, C: Block): void {
  workspace.core.gemm(m, n, k, 1, A.address, k, 1, B.address, n, 1, C.address, n, 1, workspace.scratch);
}

/** The lower triangle of C += A·Aᵀ, A being n × k. */
export function syrk(workspace: Workspace, n: number, k: number, A: Block, C: Block): void {
  workspace.core.syrk(n, k, 1, A.address, k, 1, C.address, n, 1, workspace.scratch);
}

/** max_i s_i Σ_j |a_ij| s_j */
export function infinityNorm(workspace: Workspace, n: number, A: Block, scale: Block | null = null): number {
  return workspace.core.infinityNorm(n, n, A.address, n, scale?.address ?? 0);
}

/** How a run of descent ended. */
export type Ending = "done" | "converged" | "not-finite";

/** Up to `steps` steps of gradient descent on the stored K; see assembly/iterate/gradient-descent.ts. */
export function descend(
  workspace: Workspace,
  n: number,
  t: number,
  blocks: Readonly<Record<"K" | "y" | "alpha" | "h" | "g" | "previous" | "losses", Block>> & { readonly weights: Block | null },
  run: { readonly steps: number; readonly step: number; readonly lambda: number; readonly euclidean: boolean; readonly tolerance: number },
): { readonly taken: number; readonly ending: Ending } {
  const { core, scratch } = workspace;
  const outcome = core.descend(
    n,
    t,
    blocks.K.address,
    blocks.y.address,
    blocks.weights?.address ?? 0,
    blocks.alpha.address,
    blocks.h.address,
    blocks.g.address,
    blocks.previous.address,
    blocks.losses.address,
    run.steps,
    run.step,
    run.lambda,
    run.euclidean,
    run.tolerance,
    scratch,
  );
  return { taken: outcome >> 2, ending: (["done", "converged", "not-finite"] as const)[outcome & 3] as Ending };
}

/** The Lanczos tridiagonal of SKS, S = diag(scale); returns how many of its rows were made. */
export function lanczos(
  workspace: Workspace,
  n: number,
  rows: number,
  K: Block,
  scale: Block | null,
  work: Readonly<Record<"v" | "previous" | "w" | "scaled" | "diagonal" | "beside", Block>>,
): number {
  const { v, previous, w, scaled, diagonal, beside } = work;
  return workspace.core.lanczos(
    n,
    rows,
    K.address,
    scale?.address ?? 0,
    v.address,
    previous.address,
    w.address,
    scaled.address,
    diagonal.address,
    beside.address,
  );
}
