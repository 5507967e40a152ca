import { eigensystem } from "../dense/eigensystem";
import type { Matrix, MatrixLike } from "../matrix";
import { ignore } from "../wasm/pause";
import { readSquare, requireOwnTranspose } from "./square";

/** A = V diag(values) Vᵀ */
export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** V, orthogonal; column j belongs to value j. */
  readonly vectors: Matrix;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal one, then divide and conquer.
 * Every value is within a small multiple of n·ε·max|λ| of the true one.
 *
 * @throws "shape" when A is not square, "asymmetric" where it differs from its transpose by more than n·ε·max|a|, "not-finite" where an eigenvalue is
 * beyond the largest number
 * @example eigh([[3, 0], [0, 1]]).values // [1, 3]
 */
export function eigh(A: MatrixLike): SymmetricEigen {
  const a = readSquare(A);
  const n = a.rows;
  const { values, vectors } = eigensystem(a, ignore, () => requireOwnTranspose(a));
  return { values, vectors: { rows: n, cols: n, data: vectors } };
}
