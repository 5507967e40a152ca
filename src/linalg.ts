export { type ErrorCode, isMercerError, type MercerError } from "./errors";
export { type CholeskyFactorisation, cholesky, type LuFactorisation, lu, type Solve, solve } from "./linalg/factorisations";
export { matmul, syrk } from "./linalg/products";
export { type Matrix, type MatrixLike, matrix, rowOf, toArrays, type Vector } from "./matrix";
