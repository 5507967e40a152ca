import { pivotedCholesky, pivotedCholeskySizes } from "../core/factors";
import { asMatrix, elementsOf, flipped } from "../core/matrix-view";
import { gemm } from "../core/products";
import type { Matrix } from "../matrix";
import { rowsOf } from "../operator/rows";
import { view, withBlocks } from "../wasm/memory";

/**
 * Ξ Lᵀ with A ≈ LLᵀ by Cholesky with diagonal pivoting: rows of independent standard normal numbers become rows with the covariance A.
 *
 * A is symmetric and positive semi-definite but for rounding: what remains of its diagonal below the tolerance is left out, and nothing is added to it.
 *
 * @param A n × n
 * @param Xi count × n; of each row as many numbers are used as A has rank
 */
export function timesRoot(A: Matrix, tolerance: number, Xi: Matrix): Matrix {
  const n = A.rows;
  const count = Xi.rows;
  return withBlocks({ A: n * n, ...pivotedCholeskySizes(n, n), Xi: count * n, samples: count * n }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    const rank = pivotedCholesky(workspace, rowsOf(workspace, asMatrix(blocks.A, n, n)), n, tolerance, blocks);
    view(workspace, blocks.Xi).set(Xi.data);
    const samples = asMatrix(blocks.samples, count, n);
    elementsOf(workspace, samples).fill(0);
    gemm(workspace, asMatrix(blocks.Xi, count, rank, n), flipped(asMatrix(blocks.L, n, rank, n)), samples);
    return { rows: count, cols: n, data: elementsOf(workspace, samples).slice() };
  });
}
