export { type ErrorCode, isMercerError, type MercerError } from "./errors";
export { eigh, type SymmetricEigen } from "./linalg/eigh";
export { type CholeskyFactorisation, cholesky, type LuFactorisation, lu, type Solve, solve } from "./linalg/factorisations";
export { type PivotedCholesky, pivotedCholesky } from "./linalg/pivoted-cholesky";
export { matmul, syrk } from "./linalg/products";
export { type Matrix, type MatrixLike, matrix, rowOf, toArrays, type Vector } from "./matrix";
