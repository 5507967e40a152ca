import { inverseDiagonal, solveCholesky, solveLu, solveLuTransposed } from "../core/factors";
import { copied, withMatrices, zeros } from "../core/matrices";
import { asMatrix, elementsOf } from "../core/matrix-view";
import { infinityNorm, symmetricNorm } from "../core/products";
import { brokeDown, estimate, factorCholesky, factorLu } from "../dense/factors";
import { requireFinite } from "../dense/finite";
import { mercerError } from "../errors";
import { readTargets } from "../input";
import type { Matrix, MatrixLike, Values } from "../matrix";
import { timesPowerOfTwo } from "../matrix/powers-of-two";
import { type Block, copyOf, i32, view, type Workspace, withBlocks } from "../wasm/memory";
import { diagonalEquilibration, equilibrated, equilibration, logOfScaling, symmetricOf, unscaled, unscaledUnit } from "./equilibration";
import { permutationOf } from "./permutation";
import { requireRows, type Solve, solver } from "./right-hand-sides";
import { scaledCondition } from "./scaled-condition";
import { readSquare } from "./square";
import { logOfDiagonal, lowerPart, unitLowerPart, upperPart } from "./triangles";

/** A = L Lᵀ */
export interface CholeskyFactorisation {
  /** Lower triangular, zeros above the diagonal. */
  readonly L: Matrix;
  readonly solve: Solve;
  /** log det A */
  readonly logDet: number;
  /** Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm, made when it is first asked for; ∞ where that is beyond the largest number. */
  readonly conditionEstimate: number;
  /**
   * (A⁻¹)_ii, computed when first asked for, at the cost of the factorisation.
   *
   * @throws "not-finite" with the `row` whose element is beyond the largest number
   */
  readonly inverseDiagonal: Float64Array;
}

/** P A = L U */
export interface LuFactorisation {
  /** Unit lower triangular; "not-finite" is thrown where an element of L or U is beyond the largest number. */
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
  /** Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm, made when it is first asked for; ∞ when a pivot is 0, or where it is beyond the largest number */
  readonly conditionEstimate: number;
}

/**
 * The Cholesky factorisation of a symmetric positive definite matrix. Only the lower triangle of A is referenced.
 *
 * Where A has numbers beyond 2^±200 what is factored is S A S, S a diagonal matrix of powers of two: the digits of L are the same.
 *
 * @throws "not-positive-definite" with `pivot`, the 0-based index of the first that was not positive, and its `value`, −∞ where that is beyond the largest number
 * @example cholesky([[4, 0], [0, 9]]).solve([8, 9]) // [2, 1]
 */
export function cholesky(A: MatrixLike): CholeskyFactorisation {
  const a = readSquare(A);
  const n = a.rows;
  const { factor, scaling, norm } = withBlocks({ G: n * n, sums: n }, ({ G, sums }, workspace) => {
    const M = asMatrix(G, n, n);
    view(workspace, G).set(a.data);
    const norm = symmetricNorm(workspace, M, sums);
    const scaling = diagonalEquilibration(a, norm);
    if (scaling) view(workspace, G).set(equilibrated(a, scaling));
    const factorisation = factorCholesky(workspace, M);
    if (brokeDown(factorisation)) {
      const { pivot } = factorisation;
      // NaN comes from ∞ − ∞, both beyond the largest number
      const exact = timesPowerOfTwo(factorisation.value, -2 * (scaling?.rows[pivot] ?? 0));
      const value = Number.isNaN(exact) ? -Infinity : exact;
      const message = `A is not positive definite: pivot ${pivot} of ${n} is ${value}; lu takes any square matrix`;
      throw mercerError("not-positive-definite", message, { pivot, value });
    }
    return { factor: lowerPart(view(workspace, G), n), scaling, norm };
  });
  const solveColumns = (t: number, b: Float64Array): Float64Array =>
    withMatrices({ L: factor, X: { rows: n, cols: t, data: b } }, ({ L, X }, workspace) => {
      solveCholesky(workspace, L, X);
      return copied(workspace, X).data;
    });
  const estimateCondition = (): number => {
    if (scaling) return scaledCondition(symmetricOf(a), scaling, solveColumns, solveColumns);
    return withMatrices({ L: factor, x: zeros(n) }, ({ L, x }, workspace) => {
      const solveInPlace = (): void => solveCholesky(workspace, L, x);
      return estimate(norm, elementsOf(workspace, x), solveInPlace, solveInPlace);
    });
  };
  let condition: number | undefined;
  let inverse: Matrix | undefined;
  return {
    L: unscaled("L", factor, scaling?.rows),
    solve: solver(n, n, solveColumns, scaling),
    logDet: 2 * logOfDiagonal(factor.data, n) + logOfScaling(scaling),
    get conditionEstimate() {
      condition ??= estimateCondition();
      return condition;
    },
    get inverseDiagonal() {
      inverse ??= withMatrices({ L: factor, diagonal: zeros(n) }, ({ L, diagonal }, workspace) => {
        inverseDiagonal(workspace, L, diagonal);
        const found = copied(workspace, diagonal);
        if (scaling) found.data.set(found.data.map((value, i) => timesPowerOfTwo(value, 2 * (scaling.rows[i] as number))));
        return requireFinite(found, "the diagonal of the inverse", "A", "multiply");
      });
      return inverse.data;
    },
  };
}

/**
 * The LU factorisation of any square matrix, with partial pivoting; ties go to the first row.
 *
 * Where A has rows or columns without an element in 2^±200 what is factored is A C, C a diagonal matrix of powers of two: the pivots and the digits of
 * L and U are the same. Only where a row of A C is below 2⁻²⁰⁰ it is R A C, rows too being brought to 1 before the pivots are chosen.
 *
 * @example lu([[0, 2], [1, 0]]).solve([4, 3]) // [3, 2]
 */
export function lu(A: MatrixLike): LuFactorisation {
  const a = readSquare(A);
  const n = a.rows;
  const { factor, exchanges, scaling, zeroPivot, norm } = withBlocks({ G: n * n, pivots: i32(n) }, ({ G, pivots }, workspace) => {
    const M = asMatrix(G, n, n);
    view(workspace, G).set(a.data);
    const norm = infinityNorm(workspace, M);
    const scaling = equilibration(a, norm);
    if (scaling) view(workspace, G).set(equilibrated(a, scaling));
    const factorisation = factorLu(workspace, M, pivots);
    const zeroPivot = brokeDown(factorisation) ? factorisation.pivot : null;
    return { factor: copyOf(workspace, G), exchanges: copyOf(workspace, pivots), scaling, zeroPivot, norm };
  });
  /** Runs `body` with the factors in memory, and room for t right-hand sides. */
  const withFactors = <T>(t: number, body: (X: Block, solveInPlace: (by: typeof solveLu) => void, workspace: Workspace) => T): T =>
    withBlocks({ LU: n * n, pivots: i32(n), X: n * t }, ({ LU, pivots, X }, workspace) => {
      view(workspace, LU).set(factor);
      view(workspace, pivots).set(exchanges);
      return body(X, (by) => by(workspace, asMatrix(LU, n, n), pivots, asMatrix(X, n, t)), workspace);
    });
  const solveWith =
    (by: typeof solveLu) =>
    (t: number, b: Float64Array): Float64Array =>
      withFactors(t, (X, solveInPlace, workspace) => {
        view(workspace, X).set(b);
        solveInPlace(by);
        return copyOf(workspace, X);
      });
  const solveColumns = solveWith(solveLu);
  const solveTransposed = solveWith(solveLuTransposed);
  const { permutation, sign } = permutationOf(exchanges);
  // P A = (P R⁻¹Pᵀ L P R Pᵀ)(P R⁻¹Pᵀ U C⁻¹) for P R A C = L U
  const rows = scaling && permutation.map((row) => scaling.rows[row] as number);
  const estimateCondition = (): number => {
    if (zeroPivot !== null) return Infinity;
    if (scaling) return scaledCondition(a, scaling, solveColumns, solveTransposed);
    return withFactors(1, (x, solveInPlace, workspace) =>
      // ‖A⁻¹‖∞ = ‖A⁻ᵀ‖₁
      estimate(
        norm,
        view(workspace, x),
        () => solveInPlace(solveLuTransposed),
        () => solveInPlace(solveLu),
      ),
    );
  };
  let condition: number | undefined;
  let L: Matrix | undefined;
  let U: Matrix | undefined;
  return {
    get L() {
      L ??= unscaledUnit(unitLowerPart(factor, n), rows);
      return L;
    },
    get U() {
      U ??= unscaled("U", upperPart(factor, n, n), rows, scaling?.cols);
      return U;
    },
    permutation,
    solve: solver(
      n,
      n,
      (t, b) => {
        if (zeroPivot === null) return solveColumns(t, b);
        throw mercerError("singular", `A is singular: pivot ${zeroPivot} of ${n} is 0`, { pivot: zeroPivot });
      },
      scaling,
    ),
    logDet: logOfDiagonal(factor, n) + logOfScaling(scaling),
    determinantSign: signOfDiagonal(factor, n, sign),
    get conditionEstimate() {
      condition ??= estimateCondition();
      return condition;
    },
  };
}

/**
 * A⁻¹B for a square A, by LU with partial pivoting.
 *
 * @throws "singular" when a pivot is 0, "shape" when A is not square or B has another number of rows
 * @example solve([[2, 0], [0, 4]], [2, 8]) // [1, 2]
 */
export function solve(A: MatrixLike, b: Values): Float64Array;
export function solve(A: MatrixLike, B: MatrixLike): Matrix;
export function solve(A: MatrixLike, B: Values | MatrixLike): Float64Array | Matrix {
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
