import { pivotedCholesky as factor, pivotedCholeskySizes } from "../core/factors";
import { asMatrix, flipped, type MatrixView } from "../core/matrix-view";
import type { Operator } from "../core/operator";
import { multiply } from "../core/products";
import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { fillGeneric } from "../matrix/generic-vector";
import { euclideanNorm, largestMagnitude } from "../matrix/magnitude";
import { exponentOf, isOrdinary, timesPowerOfTwo } from "../matrix/powers-of-two";
import { rowsOf } from "../operator/rows";
import { type Block, type Blocks, bytesOf, copyOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import { requireFinite } from "./finite";

/** A ≈ L Lᵀ */
export interface LowRank {
  /** n × rank, its rows in the order of A's. */
  readonly L: Matrix;
  /** The rows eliminated, in order. */
  readonly pivots: Int32Array;
  /** trace(A − L_k L_kᵀ) after k = 0 … rank steps: for a positive semi-definite A a bound of ‖A − L_k L_kᵀ‖₂. */
  readonly residualTrace: Float64Array;
  /** Number of steps: the numerical rank, or the rank asked for. */
  readonly rank: number;
}

/** The power of two that the greatest element is brought to near the ends of the range of numbers: sums stay below the largest, and little vanishes. */
const TOP = 990;

/** n·2⁻⁵³·max a_ii, as LAPACK's pstrf */
export function roundingOf({ rows: n, data }: Matrix): number {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, data[i * (n + 1)] as number);
  return n * 2 ** -53 * largest;
}

/**
 * Cholesky with diagonal pivoting of a symmetric positive semi-definite matrix: the largest remaining diagonal element first, ties to the lowest index, at most
 * `limit` steps, until none exceeds the tolerance, `roundingOf(A)` unless given. Costs n·rank² multiplications.
 *
 * @throws "not-positive-definite" for a diagonal element below 0, and where ‖(A − LLᵀ)v‖∞ ≤ trace(A − LLᵀ)‖v‖₂ fails for a fixed v, as it cannot for a
 * semidefinite A; "not-finite" where the trace of A is beyond the largest number
 */
export function pivotedCholesky(A: Matrix, limit: number, tolerance?: number): LowRank {
  requireDiagonal(A);
  const largest = largestMagnitude(A.data);
  if (isOrdinary(largest) || (largest > 1 && largest < 2 ** TOP)) return eliminate(A, limit, tolerance ?? roundingOf(A), 0);
  const half = Math.floor((TOP - exponentOf(largest)) / 2);
  const times = (values: Float64Array, e: number): Float64Array => values.map((value) => timesPowerOfTwo(value, e));
  const scaled = { ...A, data: times(A.data, 2 * half) };
  const enough = tolerance === undefined ? roundingOf(scaled) : timesPowerOfTwo(tolerance, 2 * half);
  const found = eliminate(scaled, limit, enough, 2 * half);
  const traces = { rows: 1, cols: found.residualTrace.length, data: times(found.residualTrace, -2 * half) };
  return {
    ...found,
    L: { ...found.L, data: times(found.L.data, -half) },
    residualTrace: requireFinite(traces, "the trace of what is left of A", "A").data,
  };
}

/** The same for elements of A, which have been multiplied by 2ᵉ, far from the ends of the range of numbers. */
function eliminate(A: Matrix, limit: number, tolerance: number, e: number): LowRank {
  const n = A.rows;
  return withBlocks({ A: n * n, ...lowRankSizes(n, limit) }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    const operator = rowsOf(workspace, asMatrix(blocks.A, n, n));
    return pivotedCholeskyOf(workspace, operator, limit, tolerance, blocks, largestMagnitude(A.data), e);
  });
}

/** What `pivotedCholeskyOf` works in. */
function lowRankSizes(n: number, limit: number) {
  return { ...pivotedCholeskySizes(n, limit), shares: limit, left: n };
}

/**
 * The same for an operator, K by tiles for example, of which no more is held than the columns of L: it is asked for its diagonal, one column a step, and one
 * product for the proof that it is semidefinite.
 *
 * @param largest no element is larger in magnitude
 */
function pivotedCholeskyOf(
  workspace: Workspace,
  A: Operator,
  limit: number,
  tolerance: number,
  blocks: Blocks<ReturnType<typeof lowRankSizes>>,
  largest: number,
  e = 0,
): LowRank {
  const { n } = A;
  const rank = factor(workspace, A, limit, tolerance, blocks);
  const residualTrace = copyOf(workspace, slice(blocks.traces, 0, rank + 1));
  multiplyResidual(workspace, A, asMatrix(blocks.L, n, rank, limit), blocks);
  requireSemidefinite(view(workspace, blocks.left), residualTrace[rank] as number, largest, e);
  const L = narrowed(view(workspace, blocks.L), n, limit, rank);
  return { L, pivots: copyOf(workspace, slice(blocks.pivots, 0, rank)), residualTrace, rank };
}

/** What n steps of `pivotedCholesky` hold at once; A itself is not counted. */
export function lowRankBytes(n: number): number {
  return bytesOf({ A: n * n, ...lowRankSizes(n, n) });
}

function requireDiagonal({ rows: n, data }: Matrix): void {
  for (let pivot = 0; pivot < n; pivot++) {
    const value = data[pivot * (n + 1)] as number;
    if (value >= 0) continue;
    const message = `the matrix is not positive semi-definite: its diagonal element ${pivot} is ${value}`;
    throw mercerError("not-positive-definite", message, { pivot, value });
  }
}

/** The first `cols` of the columns. */
function narrowed(wide: Float64Array, rows: number, stride: number, cols: number): Matrix {
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) data.set(wide.subarray(i * stride, i * stride + cols), i * cols);
  return { rows, cols, data };
}

/** left = (A − LLᵀ)v for the generic v */
function multiplyResidual(
  workspace: Workspace,
  A: Operator,
  L: MatrixView,
  { v, shares, left }: Readonly<Record<"v" | "shares" | "left", Block>>,
) {
  fillGeneric(view(workspace, v));
  A.multiply(v, left, 1);
  const weights = view(workspace, shares).fill(0);
  multiply(workspace, flipped(L), asMatrix(v, A.n), asMatrix(shares, L.cols));
  weights.forEach((share, k) => {
    weights[k] = -share;
  });
  multiply(workspace, L, asMatrix(shares, L.cols), asMatrix(left, A.n));
}

/** ‖A − LLᵀ‖₂ is at most its trace if A is semidefinite: a vector that A − LLᵀ lengthens by more, beyond rounding, proves that it is not. */
function requireSemidefinite(left: Float64Array, trace: number, largest: number, e: number): void {
  const n = left.length;
  const bound = euclideanNorm(fillGeneric(new Float64Array(n))) * (trace + 8 * n * n * Number.EPSILON * largest);
  const pivot = left.findIndex((value) => !(Math.abs(value) <= bound));
  if (pivot < 0) return;
  const message = `the matrix A is not positive semi-definite: row ${pivot} of A − LLᵀ is larger than its trace, ${timesPowerOfTwo(trace, -e)}`;
  throw mercerError("not-positive-definite", message, { pivot, value: timesPowerOfTwo(left[pivot] as number, -e) });
}
