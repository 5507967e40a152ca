import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";
import { eigensystem } from "../solvers/eigensystem";
import { asymmetryOf } from "../solvers/symmetry";

/** A = V diag(values) Vᵀ */
export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** V, orthogonal; column j belongs to value j. */
  readonly vectors: Matrix;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal one, then implicit QL.
 *
 * @throws "shape" when A is not square, "asymmetric" where it differs from its transpose by more than n·ε·max|a|
 */
export function eigh(A: MatrixLike): SymmetricEigen {
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
  const { values, vectors } = eigensystem(a);
  return { values, vectors: { rows: n, cols: n, data: vectors } };
}
