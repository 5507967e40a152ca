import { type Block, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";

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

/** X ← L⁻ᵀ L⁻¹ X, X being n × t. */
export function solveCholesky(workspace: Workspace, n: number, t: number, L: Block, X: Block): void {
  solveLower(workspace, n, t, false, { address: L.address, rs: n, cs: 1 }, X.address);
  solveUpper(workspace, n, t, { address: L.address, rs: 1, cs: n }, X.address);
}

/** X ← A⁻¹ X from P A = L U. */
export function solveLu(workspace: Workspace, n: number, t: number, LU: Block, pivots: Block, X: Block): void {
  const triangles = { address: LU.address, rs: n, cs: 1 };
  workspace.core.exchangeRows(n, t, X.address, t, 1, pivots.address);
  solveLower(workspace, n, t, true, triangles, X.address);
  solveUpper(workspace, n, t, triangles, X.address);
}

/** x ← A⁻ᵀ x from P A = L U, one right-hand side. */
export function solveLuTransposed(workspace: Workspace, n: number, LU: Block, pivots: Block, x: Block): void {
  const { core } = workspace;
  const last = LU.address + 8 * (n * n - 1);
  core.trsv(n, false, LU.address, 1, n, x.address, 1);
  core.trsv(n, true, last, -1, -n, x.address + 8 * (n - 1), -1);
  undoExchanges(new Int32Array(core.memory.buffer, pivots.address, n), 1, view(workspace, x));
}

/** A triangle of a matrix: element (i, j) lies at address + 8(i·rs + j·cs). */
export interface Triangle {
  readonly address: number;
  readonly rs: number;
  readonly cs: number;
}

/** X ← L⁻¹ X for X (n × t), its rows `ld` apart. */
export function solveLower(workspace: Workspace, n: number, t: number, unit: boolean, L: Triangle, X: number, ld = t): void {
  const { core, scratch } = workspace;
  if (t === 1) core.trsv(n, unit, L.address, L.rs, L.cs, X, ld);
  else core.trsm(t, n, unit, L.address, L.rs, L.cs, X, 1, ld, scratch);
}

/** X ← U⁻¹ X: forward substitution seen from the last elements, with strides negated. */
export function solveUpper(workspace: Workspace, n: number, t: number, { address, rs, cs }: Triangle, X: number, unit = false): void {
  const last = { address: address + 8 * (n - 1) * (rs + cs), rs: -rs, cs: -cs };
  solveLower(workspace, n, t, unit, last, X + 8 * (n - 1) * t, -t);
}

/** What a factorisation by LDLᵀ needs for an n × n matrix. */
export function ldlSizes(n: number) {
  return { G: n * n, beside: n, pivots: Math.ceil(n / 2), work: 2 * LDL_COLUMNS * n };
}

/** Columns of LDLᵀ done in one call: wide enough for the products, narrow enough for the columns done one at a time. */
const LDL_COLUMNS = 64;

/** P G Pᵀ = L D Lᵀ in place, below the diagonal of G; see assembly/factor/ldl.ts. */
export function ldl(workspace: Workspace, n: number, blocks: Readonly<Record<keyof ReturnType<typeof ldlSizes>, Block>>): void {
  const { G, beside, pivots, work } = blocks;
  for (let j = 0; j < n; ) {
    j = workspace.core.ldlColumns(n, j, LDL_COLUMNS, G.address, beside.address, pivots.address, work.address, workspace.scratch);
  }
}

/** X ← A⁻¹ X from P A Pᵀ = L D Lᵀ, X being n × t. */
export function solveLdl(
  workspace: Workspace,
  n: number,
  t: number,
  { G, beside, pivots, X }: Readonly<Record<"G" | "beside" | "pivots" | "X", Block>>,
): void {
  const { core } = workspace;
  core.exchangeRows(n, t, X.address, t, 1, pivots.address);
  solveLower(workspace, n, t, true, { address: G.address, rs: n, cs: 1 }, X.address);
  solveBlocks(view(workspace, G), view(workspace, beside), n, t, view(workspace, X));
  solveUpper(workspace, n, t, { address: G.address, rs: 1, cs: n }, X.address, true);
  undoExchanges(new Int32Array(core.memory.buffer, pivots.address, n), t, view(workspace, X));
}

/** X ← D⁻¹ X; a block of two is divided by the element beside its diagonal first, which is the largest. */
function solveBlocks(G: Float64Array, beside: Float64Array, n: number, t: number, X: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const d = G[k * (n + 1)] as number;
    const e = beside[k] as number;
    if (e === 0) {
      for (let q = k * t; q < (k + 1) * t; q++) X[q] = (X[q] as number) / d;
      continue;
    }
    const [first, second] = [d / e, (G[(k + 1) * (n + 1)] as number) / e];
    for (let q = k * t; q < (k + 1) * t; q++) {
      const [x, y] = [(X[q] as number) / e, (X[q + t] as number) / e];
      X[q] = (second * x - y) / (first * second - 1);
      X[q + t] = (first * y - x) / (first * second - 1);
    }
    k++;
  }
}

/** Takes exchanges of rows of X back, the last first. */
function undoExchanges(exchanges: Int32Array, t: number, X: Float64Array): void {
  for (let i = exchanges.length - 1; i >= 0; i--) {
    const p = exchanges[i] as number;
    for (let q = 0; q < t; q++) [X[i * t + q], X[p * t + q]] = [X[p * t + q] as number, X[i * t + q] as number];
  }
}

/** Rows of a triangle that the core inverts in one call. */
const INVERTED = 512;

/** Multiplications of a triangular system done in one call, and the rows that it has at least. */
const SOLVED = 2 ** 29;
const SOLVED_ROWS = 64;

/** (A⁻¹)_ii from L, which is overwritten by its inverse. */
export function inverseDiagonal(workspace: Workspace, n: number, L: Block, diagonal: Block, pause: Pause = ignore): void {
  const { core, scratch } = workspace;
  if (n <= INVERTED) {
    core.inverseDiagonal(n, L.address, n, 1, diagonal.address, scratch);
    pause(1);
    return;
  }
  let done = 0;
  invertLower(workspace, n, n, L.address, diagonal, (flops) => {
    done += flops;
    pause(Math.min(1, (3 * done) / n ** 3));
  });
  const inverse = view(workspace, L);
  const sums = view(workspace, diagonal).fill(0);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const value = inverse[k * n + i] as number;
      sums[i] = (sums[i] as number) + value * value;
    }
  }
  pause(1);
}

/** L ← L⁻¹ by the halves of assembly/factor/inverse.ts, for the same bits, with rests in between; the rows of L are `ld` apart. */
function invertLower(workspace: Workspace, n: number, ld: number, L: number, diagonal: Block, report: (flops: number) => void): void {
  const { core, scratch } = workspace;
  if (n <= INVERTED) {
    core.inverseDiagonal(n, L, ld, 1, diagonal.address, scratch);
    report(n ** 3 / 3);
    return;
  }
  const top = (n >> 1) & ~3;
  const rest = n - top;
  const beside = L + 8 * top * ld;
  const second = beside + 8 * top;
  const numbers = new Float64Array(core.memory.buffer, beside, (rest - 1) * ld + top);
  for (let i = 0; i < rest; i++) for (let j = i * ld; j < i * ld + top; j++) numbers[j] = -(numbers[j] as number);
  // X ← L₂₂⁻¹ X, then X ← X L₁₁⁻¹: Xᵀ seen backwards
  inRows(top, rest, (from, m) => {
    core.trsm(m, rest, false, second, ld, 1, beside + 8 * from, 1, ld, scratch);
    report(m * rest * rest);
  });
  const last = top - 1;
  inRows(rest, top, (from, m) => {
    core.trsm(m, top, false, L + 8 * last * (ld + 1), -1, -ld, beside + 8 * (from * ld + last), ld, -1, scratch);
    report(m * top * top);
  });
  invertLower(workspace, top, ld, L, diagonal, report);
  invertLower(workspace, rest, ld, second, diagonal, report);
}

/** The rows of a triangular system of n unknowns in parts that take little time; each row is solved for by itself. */
function inRows(rows: number, n: number, solve: (from: number, rows: number) => void): void {
  const step = Math.max(SOLVED_ROWS, SOLVED_ROWS * Math.floor(SOLVED / (n * n * SOLVED_ROWS)));
  for (let from = 0; from < rows; from += step) solve(from, Math.min(step, rows - from));
}

/**
 * A ≈ L Lᵀ with diagonal pivoting, at most `limit` steps; see assembly/factor/pivoted-cholesky.ts. Returns their number; `pivots` has room for `limit`
 * 32-bit numbers, `traces` for limit + 1, `rest` for n.
 */
export function pivotedCholesky(
  workspace: Workspace,
  n: number,
  limit: number,
  tolerance: number,
  blocks: Readonly<Record<"A" | "L" | "pivots" | "traces" | "rest", Block>>,
): number {
  const { A, L, pivots, traces, rest } = blocks;
  return workspace.core.pivotedCholesky(n, limit, tolerance, A.address, L.address, pivots.address, traces.address, rest.address);
}
