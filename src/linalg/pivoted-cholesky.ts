import { pivotedCholesky as factor, type LowRank } from "../dense/low-rank";
import { minimumNormLeastSquares } from "../dense/minimum-norm-qr";
import { readNumber, readOptions } from "../input";
import { type MatrixLike, transpose } from "../matrix";
import { logOfSize } from "../matrix/logarithm";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, isOrdinary, timesPowerOfTwo } from "../matrix/powers-of-two";
import { type Solve, solver } from "./right-hand-sides";
import { readSymmetric } from "./square";

/** A ≈ L Lᵀ */
export interface PivotedCholesky extends LowRank {
  /** (LLᵀ)⁺B: the solution of least norm among those of least residual, by QR of L and of Lᵀ. */
  readonly solve: Solve;
  /** log det LLᵀ; −∞ where the rank is less than n */
  readonly logDet: number;
}

/**
 * Cholesky with diagonal pivoting of a symmetric positive semi-definite matrix: the largest remaining diagonal element first, ties to the lowest index.
 * Costs n·rank² multiplications.
 *
 * @param options.rank stop after so many steps; n unless given
 * @param options.tolerance stop when no remaining diagonal element exceeds it; n·2⁻⁵³·max a_ii unless given, as LAPACK's pstrf
 * @throws "shape" when A is not square, "asymmetric" where it is not symmetric, "not-positive-definite" for a diagonal element below 0, and where
 * ‖(A − LLᵀ)v‖∞ ≤ trace(A − LLᵀ)‖v‖₂ fails for a fixed v, as it cannot for a semidefinite A; "not-finite" where the trace of A is beyond the largest number
 * @example pivotedCholesky([[4, 2], [2, 1]]).rank // 1
 */
export function pivotedCholesky(A: MatrixLike, options: { rank?: number; tolerance?: number } = {}): PivotedCholesky {
  const a = readSymmetric(A);
  const n = a.rows;
  const { rank = n, tolerance } = readOptions(options, "pivotedCholesky", { rank: true, tolerance: true });
  const limit = Math.min(n, readNumber(rank, "rank", { minimum: 0, integer: true }));
  if (tolerance !== undefined) readNumber(tolerance, "tolerance", { minimum: 0 });
  const found = factor(a, limit, tolerance);
  const { L, pivots } = found;
  // 2ˢL is of size 1, so that neither of the two solutions leaves the range of numbers before the other brings it back
  const size = largestMagnitude(L.data);
  const shift = isOrdinary(size * size) ? 0 : -exponentOf(size);
  const unit = { ...L, data: L.data.map((value) => timesPowerOfTwo(value, shift)) };
  const shifts = new Int32Array(n).fill(shift);
  const solveColumns = (t: number, data: Float64Array): Float64Array => {
    const { solution } = minimumNormLeastSquares(unit, { rows: n, cols: t, data });
    return minimumNormLeastSquares(transpose(unit), solution).solution.data;
  };
  return {
    ...found,
    solve: solver(n, n, solveColumns, shift === 0 ? null : { rows: shifts, cols: shifts }),
    logDet: found.rank < n ? -Infinity : pivots.reduce((sum, p, k) => sum + 2 * logOfSize(L.data[p * n + k] as number), 0),
  };
}
