export { type ErrorCode, isMercerError, type MercerError } from "./errors";
export { eigh, type SymmetricEigen } from "./linalg/eigh";
export { type CholeskyFactorisation, cholesky, type LuFactorisation, lu, solve } from "./linalg/factorisations";
export { type LeastSquaresResult, type LstsqOptions, lstsq, pinv, type RankOptions } from "./linalg/least-squares";
export { type PivotedCholesky, pivotedCholesky } from "./linalg/pivoted-cholesky";
export { matmul, syrk } from "./linalg/products";
export { type QrFactorisation, qr } from "./linalg/qr";
export type { Solve } from "./linalg/right-hand-sides";
export { type Matrix, type MatrixLike, matrix, rowOf, toArrays, type Vector } from "./matrix";
