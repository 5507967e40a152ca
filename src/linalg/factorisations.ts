import { mercerError } from "../errors";
import { readTargets } from "../input";
import type { Matrix, MatrixLike, Vector } from "../matrix";
import { brokeDown, factorCholesky, factorLu } from "../solvers/factorisation";
import { inverseDiagonal, solveCholesky, solveLu } from "../wasm/factors";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { infinityNorm, mirror } from "../wasm/products";
import { permutationOf } from "./permutation";
import { requireRows, type Solve, solver } from "./right-hand-sides";
import { readSquare } from "./square";
import { logOfDiagonal, lowerPart, unitLowerPart, upperPart } from "./triangles";

/** A = L Lᵀ */
export interface CholeskyFactorisation {
  /** Lower triangular, zeros above the diagonal. */
  readonly L: Matrix;
  readonly solve: Solve;
  /** log det A */
  readonly logDet: number;
  /** Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm. */
  readonly conditionEstimate: number;
  /** (A⁻¹)_ii, computed when first asked for, at the cost of the factorisation. */
  readonly inverseDiagonal: Float64Array;
}

/** P A = L U */
export interface LuFactorisation {
  /** Unit lower triangular. */
  readonly L: Matrix;
  readonly U: Matrix;
  /** Row i of P A is row permutation[i] of A. */
  readonly permutation: Int32Array;
  /** @throws "singular" when a pivot is 0 */
  readonly solve: Solve;
  /** log |det A|; −∞ when a pivot is 0 */
  readonly logDet: number;
  /** Sign of det A; 0 when a pivot is 0 */
  readonly determinantSign: -1 | 0 | 1;
  /** Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm; ∞ when a pivot is 0 */
  readonly conditionEstimate: number;
}

/**
 * The Cholesky factorisation of a symmetric positive definite matrix. Only the lower triangle of A is referenced.
 *
 * @throws "not-positive-definite" with `pivot`, the 0-based index of the first that was not positive, and its `value`
 */
export function cholesky(A: MatrixLike): CholeskyFactorisation {
  const a = readSquare(A);
  const n = a.rows;
  const { L, conditionEstimate } = withBlocks({ G: n * n, work: n }, ({ G, work }, workspace) => {
    view(workspace, G).set(a.data);
    mirror(workspace, n, G, "lower");
    const norm = infinityNorm(workspace, n, G);
    const factorisation = factorCholesky(workspace, n, G);
    if (brokeDown(factorisation)) {
      const { pivot, value } = factorisation;
      const message = `A is not positive definite: pivot ${pivot} of ${n} is ${value}; lu takes any square matrix`;
      throw mercerError("not-positive-definite", message, { pivot, value });
    }
    return { L: lowerPart(view(workspace, G), n), conditionEstimate: factorisation.condition(norm, work) };
  });
  const solve = solver(n, n, (t, b) =>
    withBlocks({ factor: n * n, X: n * t }, ({ factor, X }, workspace) => {
      view(workspace, factor).set(L.data);
      view(workspace, X).set(b);
      solveCholesky(workspace, n, t, factor, X);
      return copyOf(workspace, X);
    }),
  );
  let inverse: Float64Array | undefined;
  return {
    L,
    solve,
    logDet: 2 * logOfDiagonal(L.data, n),
    conditionEstimate,
    get inverseDiagonal() {
      inverse ??= withBlocks({ factor: n * n, diagonal: n }, ({ factor, diagonal }, workspace) => {
        view(workspace, factor).set(L.data);
        inverseDiagonal(workspace, n, factor, diagonal);
        return copyOf(workspace, diagonal);
      });
      return inverse;
    },
  };
}

/** The LU factorisation of any square matrix, with partial pivoting; ties go to the first row. */
export function lu(A: MatrixLike): LuFactorisation {
  const a = readSquare(A);
  const n = a.rows;
  const pivotRoom = Math.ceil(n / 2);
  const { factor, exchanges, zeroPivot, conditionEstimate } = withBlocks({ G: n * n, pivots: pivotRoom, work: n }, (blocks, workspace) => {
    const { G, pivots, work } = blocks;
    view(workspace, G).set(a.data);
    const norm = infinityNorm(workspace, n, G);
    const factorisation = factorLu(workspace, n, G, pivots);
    const broken = brokeDown(factorisation);
    return {
      factor: copyOf(workspace, G),
      exchanges: copyOf(workspace, pivots),
      zeroPivot: broken ? factorisation.pivot : null,
      conditionEstimate: broken ? Infinity : factorisation.condition(norm, work),
    };
  });
  const solve = solver(n, n, (t, b) => {
    if (zeroPivot !== null) {
      throw mercerError("singular", `A is singular: pivot ${zeroPivot} of ${n} is 0`, { pivot: zeroPivot });
    }
    return withBlocks({ LU: n * n, pivots: pivotRoom, X: n * t }, ({ LU, pivots, X }, workspace) => {
      view(workspace, LU).set(factor);
      view(workspace, pivots).set(exchanges);
      view(workspace, X).set(b);
      solveLu(workspace, n, t, LU, pivots, X);
      return copyOf(workspace, X);
    });
  });
  const { permutation, sign } = permutationOf(new Int32Array(exchanges.buffer, 0, n));
  let L: Matrix | undefined;
  let U: Matrix | undefined;
  return {
    get L() {
      L ??= unitLowerPart(factor, n);
      return L;
    },
    get U() {
      U ??= upperPart(factor, n, n);
      return U;
    },
    permutation,
    solve,
    logDet: logOfDiagonal(factor, n),
    determinantSign: signOfDiagonal(factor, n, sign),
    conditionEstimate,
  };
}

/**
 * A⁻¹B for a square A, by LU with partial pivoting.
 *
 * @throws "singular" when a pivot is 0, "shape" when A is not square or B has another number of rows
 */
export function solve(A: MatrixLike, b: Vector): Float64Array;
export function solve(A: MatrixLike, B: MatrixLike): Matrix;
export function solve(A: MatrixLike, B: Vector | MatrixLike): Float64Array | Matrix {
  const n = readSquare(A).rows;
  const { matrix: rhs } = readTargets(B, "B");
  requireRows(rhs, n);
  return lu(A).solve(B as MatrixLike);
}

/** sign · Π sign a_ii */
function signOfDiagonal(factor: Float64Array, n: number, sign: -1 | 1): -1 | 0 | 1 {
  let result: number = sign;
  for (let i = 0; i < n; i++) result *= Math.sign(factor[i * n + i] as number);
  // 0 and not −0
  return (result + 0) as -1 | 0 | 1;
}
