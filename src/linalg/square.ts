import { requireSymmetric } from "../dense/symmetry";
import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";

/** @throws "shape" when A is not square */
export function readSquare(A: MatrixLike): Matrix {
  const a = readMatrix(A, "A");
  if (a.rows !== a.cols) throw mercerError("shape", `A is ${a.rows} × ${a.cols}; a square matrix is needed`, { argument: "A" });
  return a;
}

/** @throws "shape" when A is not square, "asymmetric" where it differs from its transpose by more than n·ε·max|a| */
export function readSymmetric(A: MatrixLike): Matrix {
  const a = readSquare(A);
  requireOwnTranspose(a);
  return a;
}

/** @throws "asymmetric" where A differs from its transpose by more than n·ε·max|a| */
export function requireOwnTranspose(A: Matrix): void {
  requireSymmetric(A, "A", "symmetrise it first");
}
