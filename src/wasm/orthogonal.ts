import { type Block, slice, view, type Workspace } from "./memory";

/** A P = Q R of a matrix of n columns, followed by t more that have become Qᵀ times what they were. */
export interface PivotedQr {
  /** Column `order[k]` of A is column k of A P. */
  readonly order: Int32Array;
  /** |r_kk|, which do not increase but for rounding. */
  readonly diagonal: Float64Array;
  /** The first r rows of the t columns become R⁻¹ (or R⁻ᵀ) times themselves, R being the leading r × r triangle. */
  solve(r: number, transposed: boolean): void;
  /** X ← Q X, or Qᵀ X, for X (m × t), of the first r reflections. */
  apply(r: number, X: Block, transposed?: boolean): void;
}

/** Elements of work area. */
export function qrWork(m: number, n: number, t: number): number {
  return 3 * Math.min(m, n) + 2 * n + t;
}

/** Factors the first n columns of A, m × (n + t), in place. */
export function pivotedQr(workspace: Workspace, m: number, n: number, t: number, A: Block, work: Block): PivotedQr {
  const { core, scratch } = workspace;
  const steps = Math.min(m, n);
  const ld = n + t;
  const reflectors = work.address;
  const pivots = slice(work, 2 * steps, 0).address;
  const rest = slice(work, 3 * steps, 0).address;
  core.pivotedQr(m, n, t, A.address, ld, pivots, reflectors, rest);
  const order = Int32Array.from({ length: n }, (_, j) => j);
  new Int32Array(core.memory.buffer, pivots, steps).forEach((p, k) => {
    [order[k], order[p]] = [order[p] as number, order[k] as number];
  });
  const values = view(workspace, A);
  return {
    order,
    diagonal: Float64Array.from({ length: steps }, (_, k) => Math.abs(values[k * (ld + 1)] as number)),
    solve(r, transposed) {
      if (r === 0 || t === 0) return;
      const X = A.address + 8 * n;
      const last = 8 * (r - 1);
      if (transposed) core.trsm(t, r, false, A.address, 1, ld, X, 1, ld, scratch);
      else core.trsm(t, r, false, A.address + last * (ld + 1), -ld, -1, X + last * ld, 1, -ld, scratch);
    },
    apply(r, X, transposed = false) {
      core.applyQ(m, r, steps, X.length / m, transposed, A.address, ld, reflectors, X.address, rest);
    },
  };
}
