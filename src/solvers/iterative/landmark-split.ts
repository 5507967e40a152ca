import { solveUpper } from "../../core/factors";
import { contract } from "../../core/gram";
import { asMatrix, flipped, type MatrixView } from "../../core/matrix-view";
import { gatherRows } from "../../core/products";
import type { Plan } from "../../gram/plan";
import { planOf, sideOf, withProgram } from "../../gram/run";
import { UNIT_ROUNDOFF } from "../../kernels/rounding";
import type { Problem } from "../../problem/problem";
import { rowsOf } from "../../problem/support";
import type { Side } from "../../program/side";
import type { Split, Yardstick } from "../../proof/error-bar";
import { type Block, slice, view, type Workspace, withMoreBlocks } from "../../wasm/memory";

/** The landmarks T of a problem, and the triangle L that F has in their rows: K_TT ≈ LLᵀ. */
export interface Landmarks {
  readonly pivots: Int32Array;
  readonly L: MatrixView;
  readonly side: Side;
  readonly plan: Plan;
}

/** L is copied into `triangle`, k × k. */
export function landmarksOf(workspace: Workspace, problem: Problem, pivots: Int32Array, F: MatrixView, triangle: Block): Landmarks {
  const side = sideOf(rowsOf(problem.X, Array.from(pivots)));
  const plan = planOf({ kernel: problem.kernel, rows: problem.side, columns: side, training: false });
  return { pivots, L: gatherRows(workspace, F, pivots, triangle), side, plan };
}

/**
 * The split r = Kβ + rest with β = L⁻ᵀw on the landmarks alone: `rest` becomes r − Kβ. What it rests on are values of K, not F, so that nothing that went into
 * F or w can make it wrong.
 *
 * @param w k numbers, which are overwritten
 */
export function splitByLandmarks(
  workspace: Workspace,
  { side: all }: Problem,
  { roots, rounding }: Yardstick,
  { pivots, L, side, plan }: Landmarks,
  { w, rest }: Readonly<Record<"w" | "rest", Block>>,
  residual: Float64Array,
): Split {
  const [n, k] = [residual.length, pivots.length];
  if (k === 0) {
    view(workspace, rest).set(residual);
    return { norm: 0, rounding: 0 };
  }
  solveUpper(workspace, flipped(L), asMatrix(w, k));
  withMoreBlocks(workspace, { program: plan.length }, ({ program }) => {
    withProgram(workspace, program, plan, { rows: all, columns: side }, (placed) => {
      contract(workspace, placed, n, k, 1, slice(w, 0, k), rest);
    });
  });
  const [beta, product] = [view(workspace, w), view(workspace, rest)];
  let [square, reach] = [0, 0];
  for (let j = 0; j < k; j++) {
    const p = pivots[j] as number;
    square += (beta[j] as number) * (product[p] as number);
    reach += Math.abs(beta[j] as number) * (roots[p] as number);
  }
  for (let i = 0; i < n; i++) product[i] = (residual[i] as number) - (product[i] as number);
  // a sum of 32 terms in eight lanes for each tile, the tiles; and the difference
  const off = ((14 + k / 32) * UNIT_ROUNDOFF + rounding) * reach;
  return { norm: Math.sqrt(Math.max(0, square) + (off + k * UNIT_ROUNDOFF * reach) * reach), rounding: off };
}
