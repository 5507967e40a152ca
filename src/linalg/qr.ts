import { asMatrix, diagonalIn } from "../core/matrix-view";
import { applyQ, qr as factor, formQ, pivotedQr, type QrFactors, qrIn, qrSizes, solveR } from "../core/orthogonal";
import { columnScales, commonScales, scaleColumns } from "../dense/column-scales";
import { leadingRank } from "../dense/factored-least-squares";
import { estimate } from "../dense/factors";
import { permute } from "../dense/permute";
import type { Scaling } from "../dense/scaled-solve";
import { mercerError } from "../errors";
import { readChoice, readMatrix, readOptions } from "../input";
import type { Matrix, MatrixLike } from "../matrix";
import { exponentOf, isOrdinary } from "../matrix/powers-of-two";
import { sumOfMagnitudes } from "../matrix/vectors";
import { type Block, copyOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { logOfScaling, unscaled } from "./equilibration";
import { type Solve, solver } from "./right-hand-sides";
import { scaledCondition } from "./scaled-condition";
import { logOfDiagonal, upperPart } from "./triangles";

/** A P = Q R */
export interface QrFactorisation {
  /** m × min(m, n), its columns orthonormal. */
  readonly Q: Matrix;
  /** min(m, n) × n, upper triangular; "not-finite" is thrown where an element of it is beyond the largest number. */
  readonly R: Matrix;
  /** Column j of A P is column pivots[j] of A; 0, 1, … without pivoting. */
  readonly pivots: Int32Array;
  /** With pivoting the number of |r_kk| above max(m, n)·ε·|r₁₁|, the numerical rank; without it R does not tell: null. */
  readonly rank: number | null;
  /**
   * The X that minimises ‖A X − B‖.
   *
   * @throws "singular" where the columns of A are dependent (m < n, an r_kk of 0, with pivoting a rank below n), with `pivot`, the first k
   */
  readonly solve: Solve;
  /** log |det A|; null for a matrix that is not square */
  readonly logDet: number | null;
  /** Estimate of ‖R‖‖R⁻¹‖ in the ∞-norm; ∞ where the columns of A are dependent, or where it is beyond the largest number */
  readonly conditionEstimate: number;
}

/**
 * Householder's QR factorisation of any matrix.
 *
 * @param options.pivoting the longest of the remaining columns first, ties to the lowest index: |r_kk| do not increase, and R tells the rank
 * @example const { Q, R } = qr(X);
 */
export function qr(A: MatrixLike, options: { readonly pivoting?: boolean } = {}): QrFactorisation {
  const a = readMatrix(A, "A");
  const { rows: m, cols: n } = a;
  const steps = Math.min(m, n);
  const { pivoting = false } = readOptions(options, "qr", { pivoting: true });
  readChoice(pivoting, "pivoting", [true, false]);
  const scales = pivoting ? commonScales(a) : columnScales(a);
  // the columns of A keep their scales in R where one of them is near the ends of the range of numbers
  const scaling: Scaling | null = scales.every(isOrdinary) ? null : { rows: new Int32Array(m), cols: Int32Array.from(scales, exponentOf) };
  const { factors, triangles, pivots, rank, dependent, condition } = withBlocks({ ...qrSizes(m, n), x: n }, (blocks, workspace) => {
    const values = view(workspace, blocks.A);
    const inPlace = qrIn(blocks, m, n);
    scaleColumns(a, scales, values);
    if (!pivoting) factor(workspace, inPlace);
    const order = pivoting ? pivotedQr(workspace, inPlace) : Int32Array.from({ length: n }, (_, j) => j);
    const diagonal = diagonalIn(workspace, inPlace.A).map(Math.abs);
    const known = pivoting ? leadingRank(m, n, diagonal) : null;
    const zero = diagonal.indexOf(0);
    const independent = known ?? (zero < 0 ? steps : zero);
    if (scaling === null) unscale(values, m, n, order, scales);
    const solveWith = (transposed: boolean) => () => solveR(workspace, inPlace, asMatrix(blocks.x, n), transposed);
    return {
      factors: copyOf(workspace, blocks.A),
      triangles: copyOf(workspace, blocks.triangles),
      pivots: order,
      rank: known,
      dependent: independent < n ? independent : null,
      condition: independent < n ? Infinity : estimate(normOfR(values, n), view(workspace, blocks.x), solveWith(true), solveWith(false)),
    };
  });
  /** Runs `body` with the factors in memory, for Q to be applied to t columns, and room for `size` numbers. */
  const withFactors = <T>(t: number, size: number, body: (inPlace: QrFactors, room: { X: Block }, workspace: Workspace) => T): T =>
    withBlocks({ ...qrSizes(m, n, t), X: size }, (blocks, workspace) => {
      view(workspace, blocks.A).set(factors);
      view(workspace, blocks.triangles).set(triangles);
      return body(qrIn(blocks, m, n), blocks, workspace);
    });
  const solveColumns = (t: number, b: Float64Array): Float64Array => {
    if (dependent !== null) {
      const message = `the columns of A (${m} × ${n}) are dependent; lstsq gives the solution of least norm`;
      throw mercerError("singular", message, { pivot: dependent });
    }
    return withFactors(t, m * t, (inPlace, { X }, workspace) => {
      view(workspace, X).set(b);
      applyQ(workspace, inPlace, asMatrix(X, m, t), true);
      solveR(workspace, inPlace, asMatrix(X, n, t), false);
      const result = new Float64Array(n * t);
      permute(view(workspace, X), pivots, t, result);
      return result;
    });
  };
  const own = scaling && pivots.map((column) => scaling.cols[column] as number);
  const solveTriangle =
    (transposed: boolean) =>
    (t: number, b: Float64Array): Float64Array =>
      withFactors(0, n * t, (inPlace, { X }, workspace) => {
        view(workspace, X).set(b);
        solveR(workspace, inPlace, asMatrix(X, n, t), transposed);
        return copyOf(workspace, X);
      });
  let Q: Matrix | undefined;
  let R: Matrix | undefined;
  return {
    get Q() {
      Q ??= withFactors(0, m * steps, (inPlace, { X }, workspace) => {
        formQ(workspace, inPlace, X);
        return { rows: m, cols: steps, data: copyOf(workspace, X) };
      });
      return Q;
    },
    get R() {
      R ??= unscaled("R", upperPart(factors, steps, n), null, own);
      return R;
    },
    pivots,
    rank,
    solve: solver(m, n, solveColumns, scaling),
    logDet: m === n ? logOfDiagonal(factors, n) + logOfScaling(scaling) : null,
    conditionEstimate:
      own && dependent === null
        ? scaledCondition(upperPart(factors, n, n), { rows: new Int32Array(n), cols: own }, solveTriangle(false), solveTriangle(true), own)
        : condition,
  };
}

/** R of A D P becomes that of A P. */
function unscale(factors: Float64Array, m: number, n: number, order: Int32Array, scales: Float64Array): void {
  for (let i = 0; i < Math.min(m, n); i++) {
    for (let j = i; j < n; j++) factors[i * n + j] = (factors[i * n + j] as number) / (scales[order[j] as number] as number);
  }
}

/** max_i Σ_j |r_ij| */
function normOfR(factors: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, sumOfMagnitudes(factors.subarray(i * (n + 1), (i + 1) * n)));
  return most;
}
