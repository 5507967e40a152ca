import { pivotedCholesky as factor } from "../core/factors";
import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, isOrdinary, timesPowerOfTwo } from "../matrix/powers-of-two";
import { bytesOf, view, withBlocks } from "../wasm/memory";
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
  return withBlocks(sizesOf(n, limit), (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    const steps = factor(workspace, n, limit, tolerance, blocks);
    const L = narrowed(view(workspace, blocks.L), n, limit, steps);
    const residualTrace = view(workspace, blocks.traces).slice(0, steps + 1);
    requireSemidefinite(A, L, residualTrace[steps] as number, e);
    return { L, pivots: new Int32Array(view(workspace, blocks.pivots).slice().buffer, 0, steps), residualTrace, rank: steps };
  });
}

function sizesOf(n: number, limit: number) {
  return { A: n * n, L: n * limit, pivots: Math.ceil(limit / 2), traces: limit + 1, rest: n };
}

/** What n steps of `pivotedCholesky` hold at once; A itself is not counted. */
export function lowRankBytes(n: number): number {
  return bytesOf(sizesOf(n, n));
}

function requireDiagonal({ rows: n, data }: Matrix): void {
  for (let pivot = 0; pivot < n; pivot++) {
    const value = data[pivot * (n + 1)] as number;
    if (value >= 0) continue;
    throw mercerError("not-positive-definite", `the matrix is not positive semi-definite: its diagonal element ${pivot} is ${value}`, {
      pivot,
      value,
    });
  }
}

/** The first `cols` of the columns. */
function narrowed(wide: Float64Array, rows: number, stride: number, cols: number): Matrix {
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) data.set(wide.subarray(i * stride, i * stride + cols), i * cols);
  return { rows, cols, data };
}

/** ‖A − LLᵀ‖₂ is at most its trace if A is semidefinite: a vector that A − LLᵀ lengthens by more, beyond rounding, proves that it is not. */
function requireSemidefinite({ rows: n, data: A }: Matrix, { cols: r, data: L }: Matrix, trace: number, e: number): void {
  // the golden ratio's multiples mod 1: no row of A − LLᵀ is likely to be orthogonal to them
  const v = Float64Array.from({ length: n }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);
  const shares = new Float64Array(r);
  for (let i = 0; i < n; i++) for (let k = 0; k < r; k++) shares[k] = (shares[k] as number) + (L[i * r + k] as number) * (v[i] as number);
  const norm = Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
  const bound = norm * (trace + 8 * n * n * Number.EPSILON * largestMagnitude(A));
  for (let i = 0; i < n; i++) {
    let value = 0;
    for (let j = 0; j < n; j++) value += (A[i * n + j] as number) * (v[j] as number);
    for (let k = 0; k < r; k++) value -= (L[i * r + k] as number) * (shares[k] as number);
    if (Math.abs(value) <= bound) continue;
    const message = `the matrix A is not positive semi-definite: row ${i} of A − LLᵀ is larger than its trace, ${timesPowerOfTwo(trace, -e)}`;
    throw mercerError("not-positive-definite", message, { pivot: i, value: timesPowerOfTwo(value, -e) });
  }
}
