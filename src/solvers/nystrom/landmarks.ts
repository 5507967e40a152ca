import { diagonalOf, sideOf } from "../../gram/run";
import type { ResolvedKernel } from "../../kernels/resolve";
import { pivotSizes, randomlyPivotedCholesky } from "../../landmarks/randomly-pivoted-cholesky";
import type { Matrix } from "../../matrix";
import { largest } from "../../matrix/vectors";
import { rowsOf } from "../../problem/support";
import { shuffled } from "../../random/shuffle";
import { withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import { DEPENDENT } from "./whitening";

/** Landmarks are chosen among at most so many rows for each. */
const CANDIDATES = 8;

/**
 * Landmarks among the rows of X by randomly pivoted Cholesky: a row with a probability in proportion to what those before it leave of its k(x, x). Fewer than asked for where
 * nothing is left. Of more rows than eight times the landmarks a random part is looked at.
 */
export function chooseLandmarks(kernel: ResolvedKernel, X: Matrix, count: number, seed: number, pause: Pause): Matrix {
  const candidates = X.rows <= CANDIDATES * count ? X : rowsOf(X, ascending(shuffled(seed, X.rows).slice(0, CANDIDATES * count)));
  if (candidates.rows <= count) return candidates;
  const side = sideOf(candidates);
  const diagonal = diagonalOf({ kernel, rows: side, columns: side, training: false });
  const options = { seed, limit: count, enough: DEPENDENT * Math.max(0, largest(diagonal)) };
  const { pivots } = withBlocks(pivotSizes(candidates.rows, count), (blocks, workspace) =>
    randomlyPivotedCholesky(workspace, { kernel, X: candidates, side }, diagonal, options, blocks, pause),
  );
  return rowsOf(candidates, ascending(Array.from(pivots)));
}

function ascending(rows: number[]): number[] {
  return rows.sort((a, b) => a - b);
}
