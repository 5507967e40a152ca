import { type Block, type Blocks, i32, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import { asMatrix, backwards, flipped, type MatrixView, OPERAND_BYTES, operands, partOf, upended } from "./matrix-view";
import type { Operator } from "./operator";

/*
 * The outermost loop of a factorisation, over block columns of KC, stands here and nowhere else: the core does one block column and returns, so that
 * between two of them progress can be told and the work be aborted. Rows of what is factored are contiguous, any distance apart.
 */

/** A = L Lᵀ on and below the diagonal, above it A stays. Returns n, or the index of the first pivot that was not positive. */
export function cholesky({ core, scratch }: Workspace, A: MatrixView, pause: Pause = ignore): number {
  const n = A.rows;
  const width = core.KC.value;
  for (let j = 0; j < n; j += width) {
    const columns = Math.min(width, n - j);
    const reached = core.choleskyColumns(n, j, columns, A.address, A.rs, A.cs, scratch);
    if (reached < j + columns) return reached;
    pause(1 - ((n - reached) / n) ** 3);
  }
  return n;
}

/** P A = L U in place; `pivots` receives the exchanges of rows. Returns n, or the index of the first pivot that was 0. */
export function lu({ core, scratch }: Workspace, A: MatrixView, pivots: Block<"i32">, pause: Pause = ignore): number {
  const n = A.rows;
  const width = core.KC.value;
  let nonzero = n;
  for (let j = 0; j < n; j += width) {
    const columns = Math.min(width, n - j);
    const reached = core.luColumns(n, j, columns, A.address, A.rs, A.cs, pivots.address, scratch);
    if (reached < j + columns) nonzero = Math.min(nonzero, reached);
    pause(1 - ((n - j - columns) / n) ** 3);
  }
  return nonzero;
}

/** X ← L⁻ᵀ L⁻¹ X, X being n × t. */
export function solveCholesky(workspace: Workspace, L: MatrixView, X: MatrixView): void {
  solveLower(workspace, L, X);
  solveUpper(workspace, flipped(L), X);
}

/** X ← A⁻¹ X from P A = L U. */
export function solveLu(workspace: Workspace, LU: MatrixView, pivots: Block<"i32">, X: MatrixView): void {
  exchangeRows(workspace, pivots, X);
  solveLower(workspace, LU, X, true);
  solveUpper(workspace, LU, X);
}

/** X ← A⁻ᵀ X from P A = L U. */
export function solveLuTransposed(workspace: Workspace, LU: MatrixView, pivots: Block<"i32">, X: MatrixView): void {
  solveLower(workspace, flipped(LU), X);
  solveUpper(workspace, flipped(LU), X, true);
  workspace.core.undoExchanges(X.rows, X.cols, X.address, X.rs, X.cs, pivots.address);
}

function exchangeRows({ core }: Workspace, pivots: Block<"i32">, X: MatrixView): void {
  core.exchangeRows(X.rows, X.cols, X.address, X.rs, X.cs, pivots.address);
}

/** X ← L⁻¹ X for X (n × t); the diagonal of L is taken for ones where it is `unit`. */
export function solveLower(workspace: Workspace, L: MatrixView, X: MatrixView, unit = false): void {
  if (X.cols === 1) workspace.core.trsv(X.rows, unit, L.address, L.rs, L.cs, X.address, X.rs);
  else solvePacked(workspace, L, X, unit);
}

/** X ← U⁻¹ X: forward substitution seen from the last elements. */
export function solveUpper(workspace: Workspace, U: MatrixView, X: MatrixView, unit = false): void {
  solveLower(workspace, backwards(U), upended(X), unit);
}

/** X ← L⁻¹ X with the bits of many columns, however few they are. */
export function solvePacked(workspace: Workspace, L: MatrixView, X: MatrixView, unit = false): void {
  const at = operands(workspace, L, flipped(X));
  workspace.core.trsm(unit, at, at + OPERAND_BYTES, workspace.scratch);
}

/** P G Pᵀ = L D Lᵀ: L below the diagonal of G, D's diagonal on it, what stands beside D's diagonal, and the exchanges of rows. */
interface LdlFactors {
  readonly G: Block;
  readonly beside: Block;
  readonly pivots: Block<"i32">;
}

/** What a factorisation by LDLᵀ needs for an n × n matrix. */
export function ldlSizes(n: number) {
  return { G: n * n, beside: n, pivots: i32(n), work: 2 * LDL_COLUMNS * n };
}

/** Columns of LDLᵀ done in one call: wide enough for the products, narrow enough for the columns done one at a time. */
const LDL_COLUMNS = 64;

/** P G Pᵀ = L D Lᵀ in place, below the diagonal of G (n × n); see assembly/factor/ldl.ts. */
export function ldl({ core, scratch }: Workspace, n: number, { G, beside, pivots, work }: LdlFactors & { readonly work: Block }): void {
  for (let j = 0; j < n; ) j = core.ldlColumns(n, j, LDL_COLUMNS, G.address, beside.address, pivots.address, work.address, scratch);
}

/** X ← A⁻¹ X from P A Pᵀ = L D Lᵀ, X being n × t, its rows one after the other. */
export function solveLdl(workspace: Workspace, { G, beside, pivots }: LdlFactors, X: MatrixView): void {
  const { core } = workspace;
  const { rows: n, cols: t } = X;
  const L = asMatrix(G, n, n);
  exchangeRows(workspace, pivots, X);
  solveLower(workspace, L, X, true);
  core.divideByBlocks(n, t, G.address, beside.address, X.address);
  solveUpper(workspace, flipped(L), X, true);
  core.undoExchanges(n, t, X.address, X.rs, X.cs, pivots.address);
}

/** Rows of a triangle that the core inverts in one call. */
const INVERTED = 512;

/** Multiplications of a triangular system done in one call, and the rows that it has at least. */
const SOLVED = 2 ** 29;
const SOLVED_ROWS = 64;

/** (A⁻¹)_ii from L, which is overwritten by its inverse. */
export function inverseDiagonal(workspace: Workspace, L: MatrixView, diagonal: Pick<Block, "address">, pause: Pause = ignore): void {
  const n = L.rows;
  let done = 0;
  invertLower(workspace, L, (flops) => {
    done += flops;
    pause(Math.min(1, (3 * done) / Math.max(1, n ** 3)));
  });
  workspace.core.columnSquares(n, L.address, L.rs, L.cs, diagonal.address);
  pause(1);
}

/** L ← L⁻¹ by the halves of assembly/factor/inverse.ts, for the same bits, with rests in between; what is above the diagonal stays. */
export function invertLower(workspace: Workspace, L: MatrixView, report: (flops: number) => void): void {
  const { core, scratch } = workspace;
  const n = L.rows;
  if (n <= INVERTED) {
    core.invertLower(n, L.address, L.rs, L.cs, scratch);
    report(n ** 3 / 3);
    return;
  }
  const top = (n >> 1) & ~3;
  const rest = n - top;
  const [L11, L21, L22] = [partOf(L, 0, 0, top, top), partOf(L, top, 0, rest, top), partOf(L, top, top, rest, rest)];
  core.negate(rest, top, L21.address, L.rs, L.cs);
  // X ← L₂₂⁻¹ X, then X ← X L₁₁⁻¹: Xᵀ with L₁₁ᵀ seen backwards
  inRows(top, rest, (from, m) => {
    solvePacked(workspace, L22, partOf(L21, 0, from, rest, m));
    report(m * rest * rest);
  });
  inRows(rest, top, (from, m) => {
    solvePacked(workspace, backwards(flipped(L11)), upended(flipped(partOf(L21, from, 0, m, top))));
    report(m * top * top);
  });
  invertLower(workspace, L11, report);
  invertLower(workspace, L22, report);
}

/** The rows of a triangular system of n unknowns in parts that take little time; each row is solved for by itself. */
function inRows(rows: number, n: number, solve: (from: number, rows: number) => void): void {
  const step = Math.max(SOLVED_ROWS, SOLVED_ROWS * Math.floor(SOLVED / (n * n * SOLVED_ROWS)));
  for (let from = 0; from < rows; from += step) solve(from, Math.min(step, rows - from));
}

/** What a low-rank factorisation of an n × n matrix by at most `limit` steps needs; `v` has a column of it. */
export function pivotedCholeskySizes(n: number, limit: number) {
  return { L: n * limit, pivots: i32(limit), traces: limit + 1, rest: n, v: n };
}

/**
 * A ≈ L Lᵀ with diagonal pivoting, at most `limit` steps, until no remaining diagonal element exceeds the tolerance: A is asked for its diagonal and for the
 * columns of the pivots, and is never stored; see assembly/factor/pivoted-cholesky.ts. traces[k] is that of A − L Lᵀ after k steps. Returns their number.
 */
export function pivotedCholesky(
  workspace: Workspace,
  A: Operator,
  limit: number,
  tolerance: number,
  { L, pivots, traces, rest, v: column }: Blocks<ReturnType<typeof pivotedCholeskySizes>>,
): number {
  const { core } = workspace;
  view(workspace, L).fill(0);
  A.diagonal(rest);
  for (let k = 0; ; k++) {
    view(workspace, traces)[k] = core.remainingTrace(A.n, rest.address);
    const p = k < limit ? core.nextPivot(A.n, tolerance, rest.address) : -1;
    if (p < 0) return k;
    A.columns([p], column);
    view(workspace, pivots)[k] = p;
    core.eliminate(A.n, limit, k, p, column.address, L.address, rest.address);
  }
}
