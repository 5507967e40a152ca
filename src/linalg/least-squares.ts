import { readChoice, readMatrix, readNumber, readOptions, readTargets } from "../input";
import { type Matrix, type MatrixLike, transpose, type Vector } from "../matrix";
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

export interface LstsqOptions extends RankOptions {
  /** Whether X is corrected by residuals in twice the digits where the rank is n. Unless given, for up to 16 columns: beyond it would take most of the time. */
  readonly refine?: boolean;
}

const FEW = 16;

/**
 * Least squares for any matrix, by QR with column pivoting; where the rank is below n, by the complete orthogonal decomposition.
 *
 * @throws "shape" when B has another number of rows than A
 */
export function lstsq(A: MatrixLike, b: Vector, options?: LstsqOptions): LeastSquaresResult<Float64Array, number>;
export function lstsq(A: MatrixLike, B: MatrixLike, options?: LstsqOptions): LeastSquaresResult<Matrix, Float64Array>;
export function lstsq(
  A: MatrixLike,
  B: Vector | MatrixLike,
  options: LstsqOptions = {},
): LeastSquaresResult<Float64Array, number> | LeastSquaresResult<Matrix, Float64Array> {
  const a = readMatrix(A, "A");
  const { matrix: rhs, isVector } = readTargets(B, "B");
  requireRows(rhs, a.rows);
  const { solution, rank } = leastNorm(
    a,
    rhs,
    options,
    readChoice(readOptions(options, "options").refine ?? rhs.cols <= FEW, "refine", [true, false]),
  );
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
  return leastNorm(A, identity, options, false).solution;
}

function leastNorm(A: Matrix, B: Matrix, options: RankOptions, refine: boolean): { readonly solution: Matrix; readonly rank: number } {
  const { tolerance } = readOptions(options, "options");
  if (tolerance !== undefined) readNumber(tolerance, "tolerance", { minimum: 0 });
  return minimumNormLeastSquares(A, B, { scales: commonScales(A), tolerance, refine });
}

/** ‖b − A x‖₂ for each column; the squares are those of shares of the largest element, which neither overflow nor vanish. */
function residualNorms({ rows: m, cols: n, data }: Matrix, X: Matrix, B: Matrix): Float64Array {
  const t = B.cols;
  const rest = withBlocks({ A: m * n, X: n * t, Y: m * t }, (blocks, workspace) => {
    view(workspace, blocks.A).set(data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).set(B.data.map((value) => -value));
    multiply(workspace, m, t, blocks.A, blocks.X, blocks.Y, n);
    return view(workspace, blocks.Y).slice();
  });
  const largest = new Float64Array(t);
  rest.forEach((value, at) => {
    largest[at % t] = Math.max(largest[at % t] as number, Math.abs(value));
  });
  const squares = new Float64Array(t);
  rest.forEach((value, at) => {
    const share = value / ((largest[at % t] as number) || 1);
    squares[at % t] = (squares[at % t] as number) + share * share;
  });
  return squares.map((square, q) => (largest[q] as number) * Math.sqrt(square));
}
