import { cholesky, lu, solveCholesky, solveLu, solveLuTransposed } from "../core/factors";
import { asMatrix, diagonalIn, type MatrixView, partOf } from "../core/matrix-view";
import { type Block, view, type Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { inverseNorm } from "./condition";

/** A factored matrix G, n × n, in the block that held G. */
export interface Factorisation {
  readonly solver: "cholesky" | "lu";
  /** X ← G⁻¹X, X being n × t. */
  solve(t: number, X: Block): void;
  /** Estimate of ‖G‖‖G⁻¹‖ in the ∞-norm, ‖G‖ being given; `work` has room for n numbers. */
  condition(norm: number, work: Block): number;
}

/** Where a factorisation stopped: the first pivot that was not positive (Cholesky) or was 0 (LU). */
export interface Breakdown {
  readonly pivot: number;
  readonly value: number;
}

/** G = L Lᵀ below the diagonal; what is above it stays. */
export function factorCholesky(workspace: Workspace, G: MatrixView, pause?: Pause): Factorisation | Breakdown {
  const pivot = cholesky(workspace, G, pause);
  if (pivot < G.rows) return breakdownAt(workspace, G, pivot);
  return byCholesky(workspace, G);
}

/** Where Cholesky of G stopped. */
export function breakdownAt(workspace: Workspace, G: MatrixView, pivot: number): Breakdown {
  return { pivot, value: diagonalIn(workspace, partOf(G, pivot, pivot, 1, 1))[0] as number };
}

/** The factorisation whose L is on and below the diagonal of G. */
export function byCholesky(workspace: Workspace, G: MatrixView): Factorisation {
  const n = G.rows;
  const solve = (t: number, X: Block): void => solveCholesky(workspace, G, asMatrix(X, n, t));
  return {
    solver: "cholesky",
    solve,
    condition: (norm, work) =>
      estimate(
        norm,
        view(workspace, work),
        () => solve(1, work),
        () => solve(1, work),
      ),
  };
}

/** P G = L U over all of G; its condition is that of the ∞-norm, ‖G⁻¹‖∞ = ‖G⁻ᵀ‖₁. `pivots` has room for n numbers. */
export function factorLu(workspace: Workspace, G: MatrixView, pivots: Block<"i32">, pause?: Pause): Factorisation | Breakdown {
  const n = G.rows;
  const pivot = lu(workspace, G, pivots, pause);
  if (pivot < n) return { pivot, value: 0 };
  return {
    solver: "lu",
    solve: (t, X) => solveLu(workspace, G, pivots, asMatrix(X, n, t)),
    condition: (norm, work) =>
      estimate(
        norm,
        view(workspace, work),
        () => solveLuTransposed(workspace, G, pivots, asMatrix(work, n)),
        () => solveLu(workspace, G, pivots, asMatrix(work, n)),
      ),
  };
}

export function brokeDown(outcome: Factorisation | Breakdown): outcome is Breakdown {
  return "pivot" in outcome;
}

/** ‖A‖‖A⁻¹‖₁ by a few solves in place of x, n numbers; Infinity where it is none. */
export function estimate(norm: number, x: Float64Array, solve: () => void, solveTransposed: () => void): number {
  if (x.length === 0) return 1;
  const condition = norm * inverseNorm(x, solve, solveTransposed);
  return Number.isFinite(condition) ? condition : Infinity;
}
