import { multiply } from "../core/products";
import { requireFinite } from "../dense/finite";
import { minimumNormLeastSquares } from "../dense/minimum-norm-qr";
import { productBy } from "../dense/products";
import { readChoice, readMatrix, readNumber, readOptions, readTargets } from "../input";
import { type Matrix, type MatrixLike, transpose, type Values } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { areOrdinary, exponentOf, isOrdinary, timesPowerOfTwo } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";
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
 * @throws "shape" when B has another number of rows than A, "not-finite" where the solution or the norm of the residual is beyond the largest number
 * @example const { x, rank } = lstsq([[1, 0], [1, 1], [1, 2]], [1, 3, 5]); // x is about [1, 2]
 */
export function lstsq(A: MatrixLike, b: Values, options?: LstsqOptions): LeastSquaresResult<Float64Array, number>;
export function lstsq(A: MatrixLike, B: MatrixLike, options?: LstsqOptions): LeastSquaresResult<Matrix, Float64Array>;
export function lstsq(
  A: MatrixLike,
  B: Values | MatrixLike,
  options: LstsqOptions = {},
): LeastSquaresResult<Float64Array, number> | LeastSquaresResult<Matrix, Float64Array> {
  const a = readMatrix(A, "A");
  const { matrix: rhs, isVector } = readTargets(B, "B");
  requireRows(rhs, a.rows);
  const { tolerance, refine = rhs.cols <= FEW } = readOptions(options, "lstsq", { tolerance: true, refine: true });
  const { solution, rank } = leastNorm(a, rhs, tolerance, readChoice(refine, "refine", [true, false]));
  const residualNorm = residualNorms(a, solution, rhs);
  return isVector ? { solution: solution.data, rank, residualNorm: residualNorm[0] as number } : { solution, rank, residualNorm };
}

/**
 * The Moore–Penrose inverse A⁺ of any matrix, n × m for an m × n one, by the complete orthogonal decomposition.
 *
 * @throws "not-finite" with the `row` and `column` of A⁺ whose element is beyond the largest number
 * @example pinv([[2, 0], [0, 0]]).data // [0.5, 0, 0, 0]
 */
export function pinv(A: MatrixLike, options: RankOptions = {}): Matrix {
  const a = readMatrix(A, "A");
  const given = readOptions(options, "pinv", { tolerance: true });
  const largest = largestMagnitude(a.data);
  if (isOrdinary(largest)) return inverseOf(a, given.tolerance);
  // (2ˢA)⁺ = 2⁻ˢA⁺
  const shift = -exponentOf(largest);
  const times = (M: Matrix): Matrix => ({ ...M, data: M.data.map((value) => timesPowerOfTwo(value, shift)) });
  return requireFinite(times(inverseOf(times(a), given.tolerance)), "the inverse", "A", "multiply");
}

function inverseOf(A: Matrix, tolerance: number | undefined): Matrix {
  return A.rows > A.cols ? transpose(inverseOfWide(transpose(A), tolerance)) : inverseOfWide(A, tolerance);
}

/** A⁺ for m ≤ n: the solutions of least norm for the columns of the identity. */
function inverseOfWide(A: Matrix, tolerance: RankOptions["tolerance"]): Matrix {
  const m = A.rows;
  const identity = { rows: m, cols: m, data: new Float64Array(m * m) };
  for (let i = 0; i < m; i++) identity.data[i * (m + 1)] = 1;
  return leastNorm(A, identity, tolerance, false).solution;
}

function leastNorm(
  A: Matrix,
  B: Matrix,
  tolerance: RankOptions["tolerance"],
  refine: boolean,
): { readonly solution: Matrix; readonly rank: number } {
  if (tolerance !== undefined) readNumber(tolerance, "tolerance", { minimum: 0 });
  return minimumNormLeastSquares(A, B, { scaling: "common", tolerance, refine });
}

/** Where the largest share of a sum is above this, none that counts has vanished below the smallest number. */
const CERTAIN = 2 ** -900;

/** ‖b − A x‖₂ for each column. */
function residualNorms(A: Matrix, X: Matrix, B: Matrix): Float64Array {
  const norms = columnNorms(residual(A, X, B));
  if (norms.every((norm) => Number.isFinite(norm) && norm >= CERTAIN) || (norms.every(Number.isFinite) && areOrdinary(B.data)))
    return norms;
  const scaled = scaledNorms(A, X, B).map(({ norm, exponent }, q) =>
    norm >= CERTAIN || !Number.isFinite(norms[q]) ? timesPowerOfTwo(norm, exponent) : (norms[q] as number),
  );
  return requireFinite({ rows: 1, cols: B.cols, data: Float64Array.from(scaled) }, "the norm of the residual", "B").data;
}

/** The norms of the same residuals, each divided by the power of two of the largest term of its sums: a_ij and x_j may be of any size. */
function scaledNorms(A: Matrix, X: Matrix, B: Matrix): readonly { readonly norm: number; readonly exponent: number }[] {
  const [n, t] = [A.cols, B.cols];
  const cols = columnMagnitudes(A.data, n).map(exponentOf);
  const exponents = new Float64Array(t).fill(-Infinity);
  const own = (j: number): number => (cols[j] === -Infinity ? 0 : (cols[j] as number));
  const raise = (at: number, exponent: number): void => {
    exponents[at % t] = Math.max(exponents[at % t] as number, exponent);
  };
  X.data.forEach((value, at) => {
    raise(at, exponentOf(value) + own(Math.floor(at / t)));
  });
  B.data.forEach((value, at) => {
    raise(at, exponentOf(value));
  });
  const common = (at: number): number => (exponents[at % t] === -Infinity ? 0 : (exponents[at % t] as number));
  const shares = residual(
    { ...A, data: A.data.map((value, at) => timesPowerOfTwo(value, -own(at % n))) },
    { ...X, data: X.data.map((value, at) => timesPowerOfTwo(value, own(Math.floor(at / t)) - common(at))) },
    { ...B, data: B.data.map((value, at) => timesPowerOfTwo(value, -common(at))) },
  );
  return Array.from(columnNorms(shares), (norm, q) => ({ norm, exponent: common(q) }));
}

/** A X − B */
function residual(A: Matrix, X: Matrix, B: Matrix): Matrix {
  return productBy(multiply, A, X, { ...B, data: B.data.map((value) => -value) });
}

/** The lengths of the columns; the squares are those of shares of the largest element, which neither overflow nor vanish. NaN where an element is. */
function columnNorms({ cols: t, data }: Matrix): Float64Array {
  const largest = columnMagnitudes(data, t);
  const squares = new Float64Array(t);
  data.forEach((value, at) => {
    const share = value / ((largest[at % t] as number) || 1);
    squares[at % t] = (squares[at % t] as number) + share * share;
  });
  return squares.map((square, q) => (largest[q] as number) * Math.sqrt(square));
}
