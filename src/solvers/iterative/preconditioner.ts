import { cholesky, solvePacked } from "../../core/factors";
import { asColumns, asMatrix, backwards, flipped, type MatrixView, partOf, upended } from "../../core/matrix-view";
import { gemm, scaleRows, syrk } from "../../core/products";
import { mercerError } from "../../errors";
import { type Block, slice, view, type Workspace } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";

/** P₀ = FFᵀ + R for one ridge: with S = I + FᵀR⁻¹F = LLᵀ, P₀⁻¹r = R⁻¹(r − Fw) for w = S⁻¹FᵀR⁻¹r. */
export interface LowRankRidge {
  /** n × k */
  readonly F: MatrixView;
  /** k × k */
  readonly L: MatrixView;
  readonly ridge: Float64Array;
}

/** Multiplications between two pauses. */
const PATIENCE = 3e8;

/** S and its factor in `S`; `rows` has room for 64 rows of F. */
export function lowRankRidge(
  workspace: Workspace,
  F: MatrixView,
  ridge: Float64Array,
  { S, rows }: Readonly<Record<"S" | "rows", Block>>,
  pause: Pause,
): LowRankRidge {
  const { rows: n, cols: k } = F;
  const L = asMatrix(S, k, k);
  const sums = view(workspace, slice(S, 0, k * k)).fill(0);
  for (let j = 0; j < k; j++) sums[j * (k + 1)] = 1;
  const same = ridge.every((value) => value === ridge[0]);
  const height = same ? Math.max(64, Math.floor(PATIENCE / (k * k))) : Math.floor(rows.length / Math.max(1, k));
  for (let i = 0; i < n && k > 0; i += height) {
    const m = Math.min(height, n - i);
    const part = partOf(F, i, 0, m, k);
    if (same) syrk(workspace, flipped(part), L, 1 / (ridge[0] as number));
    else syrk(workspace, flipped(scaleRows(workspace, part, ridge.subarray(i, i + m), rows)), L);
    pause((i + m) / n);
  }
  if (cholesky(workspace, L) < k)
    throw mercerError("not-finite", "the preconditioner overflows: lambda is too small for this kernel; use a larger one");
  return { F, L, ridge };
}

/**
 * Of t residuals, one after the other in `residuals`, w (k × t, one after the other) and what it leaves, r − Fw, into `rest`: the split r = Fw + rest of
 * least ‖w‖² + ‖R^(−½) rest‖², which is rᵀP₀⁻¹r.
 */
export function splitResiduals(
  workspace: Workspace,
  { F, L, ridge }: LowRankRidge,
  t: number,
  { residuals, w, rest }: Readonly<Record<"residuals" | "w" | "rest", Block>>,
): void {
  const { rows: n, cols: k } = F;
  const [from, to] = [view(workspace, residuals), view(workspace, rest)];
  if (k === 0) {
    to.set(from.subarray(0, n * t));
    return;
  }
  for (let at = 0; at < n * t; at++) to[at] = (from[at] as number) / (ridge[at % n] as number);
  const [W, Rest] = [asColumns(w, k, t), asColumns(rest, n, t)];
  view(workspace, slice(w, 0, k * t)).fill(0);
  // packed however few they are, so that the bits of one do not depend on the others
  gemm(workspace, flipped(F), Rest, W);
  solvePacked(workspace, L, W);
  solvePacked(workspace, backwards(flipped(L)), upended(W));
  view(workspace, rest).set(view(workspace, slice(residuals, 0, n * t)));
  gemm(workspace, F, W, Rest, -1);
}
