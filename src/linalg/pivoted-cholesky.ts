import { mercerError } from "../errors";
import { readMatrix, readNumber, readOptions } from "../input";
import type { Matrix, MatrixLike } from "../matrix";
import { asymmetryOf } from "../solvers/symmetry";
import { pivotedCholesky as factor } from "../wasm/factors";
import { view, withBlocks } from "../wasm/memory";

/** A ≈ L Lᵀ */
export interface PivotedCholesky {
  /** n × rank, its rows in the order of A's. */
  readonly L: Matrix;
  /** The rows eliminated, in order. */
  readonly pivots: Int32Array;
  /** trace(A − L_k L_kᵀ) after k = 0 … rank steps: for a positive semi-definite A a bound of ‖A − L_k L_kᵀ‖₂. */
  readonly residualTrace: Float64Array;
  /** Number of steps: the numerical rank, or the rank asked for. */
  readonly rank: number;
}

/**
 * Cholesky with diagonal pivoting of a symmetric positive semi-definite matrix: the largest remaining diagonal element first, ties to the lowest index.
 * Costs n·rank² multiplications.
 *
 * @param options.rank stop after so many steps; n unless given
 * @param options.tolerance stop when no remaining diagonal element exceeds it; n·2⁻⁵³·max a_ii unless given, as LAPACK's pstrf
 * @throws "shape" when A is not square, "asymmetric" where it is not symmetric, "not-positive-definite" for a diagonal element below 0
 */
export function pivotedCholesky(A: MatrixLike, options: { rank?: number; tolerance?: number } = {}): PivotedCholesky {
  const a = readMatrix(A, "A");
  const n = a.rows;
  if (n !== a.cols) throw mercerError("shape", `A is ${n} × ${a.cols}; a square matrix is needed`, { argument: "A" });
  const difference = asymmetryOf(a);
  if (difference) {
    const { row, column, value } = difference;
    throw mercerError("asymmetric", `A differs from its transpose by ${value} at (${row}, ${column}); symmetrise it first`, {
      ...difference,
    });
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a.data[i * (n + 1)] as number);
  const pivot = diagonal.findIndex((value) => value < 0);
  if (pivot >= 0) {
    const value = diagonal[pivot] as number;
    throw mercerError("not-positive-definite", `A is not positive semi-definite: its diagonal element ${pivot} is ${value}`, {
      pivot,
      value,
    });
  }
  const { rank = n, tolerance = n * 2 ** -53 * diagonal.reduce((largest, value) => Math.max(largest, value), 0) } = readOptions(
    options,
    "options",
  );
  const limit = Math.min(n, readNumber(rank, "rank", { minimum: 0, integer: true }));
  readNumber(tolerance, "tolerance", { minimum: 0 });
  const sizes = { A: n * n, L: n * limit, pivots: Math.ceil(limit / 2), traces: limit + 1, rest: n };
  return withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.A).set(a.data);
    const steps = factor(workspace, n, limit, tolerance, blocks);
    const wide = view(workspace, blocks.L);
    return {
      L: {
        rows: n,
        cols: steps,
        data: Float64Array.from({ length: n * steps }, (_, at) => wide[Math.floor(at / steps) * limit + (at % steps)] as number),
      },
      pivots: new Int32Array(view(workspace, blocks.pivots).slice().buffer, 0, steps),
      residualTrace: view(workspace, blocks.traces).slice(0, steps + 1),
      rank: steps,
    };
  });
}
