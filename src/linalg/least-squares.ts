import { readMatrix, readNumber, readOptions, readTargets } from "../input";
import { type Matrix, type MatrixLike, transposed, type Vector } from "../matrix";
import { minimumNormLeastSquares } from "../solvers/least-squares";
import { commonScales } from "../solvers/scales";
import { view, withBlocks } from "../wasm/memory";
import { multiply } from "../wasm/products";
import { requireRows } from "./right-hand-sides";

export interface LeastSquaresResult<T, N> {
  /** The X of least norm among those that minimise ‖A X − B‖: a vector for a vector, a matrix for a matrix. */
  readonly solution: T;
  /** The numerical rank of A. */
  readonly rank: number;
  /** ‖b − A x‖₂, for a matrix one number for each column. */
  readonly residualNorm: N;
}

export interface RankOptions {
  /** |r_kk| ≤ tolerance·|r₁₁| counts as 0; max(m, n)·ε unless given. */
  readonly tolerance?: number;
}

/**
 * Least squares for any matrix, by QR with column pivoting; where the rank is below n, by the complete orthogonal decomposition.
 *
 * @throws "shape" when B has another number of rows than A
 */
export function lstsq(A: MatrixLike, b: Vector, options?: RankOptions): LeastSquaresResult<Float64Array, number>;
export function lstsq(A: MatrixLike, B: MatrixLike, options?: RankOptions): LeastSquaresResult<Matrix, Float64Array>;
export function lstsq(
  A: MatrixLike,
  B: Vector | MatrixLike,
  options: RankOptions = {},
): LeastSquaresResult<Float64Array, number> | LeastSquaresResult<Matrix, Float64Array> {
  const a = readMatrix(A, "A");
  const { matrix: rhs, isVector } = readTargets(B, "B");
  requireRows(rhs, a.rows);
  const { solution, rank } = leastNorm(a, rhs, options);
  const residualNorm = residualNorms(a, solution, rhs);
  return isVector ? { solution: solution.data, rank, residualNorm: residualNorm[0] as number } : { solution, rank, residualNorm };
}

/**
 * The Moore–Penrose inverse A⁺ of any matrix, n × m for an m × n one, by the complete orthogonal decomposition.
 */
export function pinv(A: MatrixLike, options: RankOptions = {}): Matrix {
  const a = readMatrix(A, "A");
  if (a.rows > a.cols) return transpose(inverseOfWide(transpose(a), options));
  return inverseOfWide(a, options);
}

/** A⁺ for m ≤ n: the solutions of least norm for the columns of the identity. */
function inverseOfWide(A: Matrix, options: RankOptions): Matrix {
  const m = A.rows;
  const identity = { rows: m, cols: m, data: new Float64Array(m * m) };
  for (let i = 0; i < m; i++) identity.data[i * (m + 1)] = 1;
  return leastNorm(A, identity, options).solution;
}

function leastNorm(A: Matrix, B: Matrix, options: RankOptions): { readonly solution: Matrix; readonly rank: number } {
  const { tolerance } = readOptions(options, "options");
  if (tolerance !== undefined) readNumber(tolerance, "tolerance", { minimum: 0 });
  return minimumNormLeastSquares(A, B, { scales: commonScales(A), tolerance, refine: false });
}

/** ‖b − A x‖₂ for each column, the squares taken of what is left over its largest element. */
function residualNorms({ rows: m, cols: n, data }: Matrix, X: Matrix, B: Matrix): Float64Array {
  const t = B.cols;
  const rest = withBlocks({ A: m * n, X: n * t, Y: m * t }, (blocks, workspace) => {
    view(workspace, blocks.A).set(data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).set(B.data.map((value) => -value));
    multiply(workspace, m, t, blocks.A, blocks.X, blocks.Y, n);
    return view(workspace, blocks.Y).slice();
  });
  return Float64Array.from({ length: t }, (_, q) => {
    const column = rest.filter((_, at) => at % t === q);
    const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest === 0 ? 0 : largest * Math.sqrt(column.reduce((sum, value) => sum + (value / largest) ** 2, 0));
  });
}

function transpose({ rows, cols, data }: Matrix): Matrix {
  return { rows: cols, cols: rows, data: transposed(rows, cols, data) };
}
