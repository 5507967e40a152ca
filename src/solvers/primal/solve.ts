import { scaleRows } from "../../dense/column-scales";
import type { LeastSquaresSolution } from "../../dense/factored-least-squares";
import { minimumNormLeastSquares } from "../../dense/minimum-norm-qr";
import { product } from "../../dense/products";
import { cloned, columnOf, type Matrix, withOnes } from "../../matrix";
import { largestMagnitude, sumOfSquares } from "../../matrix/magnitude";
import { columnMagnitudes, sumOf } from "../../matrix/vectors";
import { remainderOf } from "./remainder";

export interface PrimalSolution {
  /** w, M × t */
  readonly weights: Matrix;
  readonly intercepts: Float64Array;
  readonly rank: number;
  readonly reason: string;
  readonly warnings: readonly string[];
  readonly conditionEstimate: number;
  readonly backwardError: number;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
}

/** The problem min Σ_i s_i (w·φ_i + b − y_i)² + λ‖w‖², the rows of Φ being φ_i. */
interface PrimalProblem {
  readonly phi: Matrix;
  readonly Y: Matrix;
  /** s, positive; null when all are 1 */
  readonly sampleWeights: Float64Array | null;
}

/**
 * w and b of least loss, and of least ‖w‖ where they are not unique: by reflections on Φ itself, never on ΦᵀΦ, whose condition number is the
 * square of that of Φ.
 *
 *     intercept   a column S^½1 beside the features; where they depend on it, Φ and y with their weighted means taken away, b = ȳ − φ̄·w
 *     ridge       M ≤ n: least squares of [S^½Φ; √λ I] w = [S^½y; 0].  M > n: the shortest [w; v] of S^½Φ w + √λ v = S^½y
 */
export function solvePrimal(problem: PrimalProblem, lambda: number, intercept: boolean): PrimalSolution {
  const { phi } = problem;
  const { rows: n, cols: M } = phi;
  const { system, right, solution, ...found } = (intercept && besideOnes(problem, lambda)) || centred(problem, lambda, intercept);
  const { rank, dropped, conditionEstimate, bytes, weights, intercepts } = found;
  const full = lambda > 0 || rank === M;
  const { left, backwardError } = remainderOf(system, solution, right);
  return {
    weights,
    intercepts,
    rank,
    reason: full
      ? `QR of the ${n} × ${M} features${lambda > 0 ? " with the rows √λ I" : intercept ? " with a column of ones" : ""}: rank ${rank}`
      : `the ${n} × ${M} features${intercept ? ", centred," : ""} have rank ${rank} < ${M}: the solution of least norm, by QR with column pivoting`,
    warnings: rankWarnings(dropped, conditionEstimate),
    conditionEstimate,
    backwardError,
    trainingLoss: system === phi ? lossesOf(left, null) : losses(problem, weights, intercepts),
    bytes,
  };
}

interface Found extends LeastSquaresSolution {
  readonly system: Matrix;
  readonly right: Matrix;
  readonly weights: Matrix;
  readonly intercepts: Float64Array;
}

/** How much larger √λ is than all features where the column of ones, which λ has nothing in, cannot stand first any more. */
const FAR = 2 ** 26;

/** By a column of ones that λ leaves alone; null where that is not of full rank, since b would then count in the least norm, and for a λ far beyond the features. */
function besideOnes({ phi, Y, sampleWeights: s }: PrimalProblem, lambda: number): Found | null {
  const { rows: n, cols: M } = phi;
  if (n <= M || Math.sqrt(lambda) / FAR > largestMagnitude(phi.data)) return null;
  const A = withOnes(phi);
  const y = cloned(Y);
  if (s) for (const matrix of [A, y]) weightRows(matrix, s);
  const { system, right } = withRidge(A, y, lambda, M, false);
  const found = minimumNormLeastSquares(system, right);
  if (found.rank <= M) return null;
  const data = found.solution.data.slice(0, M * Y.cols);
  return { ...found, rank: M, system, right, weights: { rows: M, cols: Y.cols, data }, intercepts: found.solution.data.slice(M * Y.cols) };
}

function centred({ phi, Y, sampleWeights: s }: PrimalProblem, lambda: number, intercept: boolean): Found {
  const M = phi.cols;
  const [A, y] = intercept || s ? [cloned(phi), cloned(Y)] : [phi, Y];
  const phiMeans = intercept ? center(A, s) : null;
  const yMeans = intercept ? center(y, s) : null;
  if (s) for (const matrix of [A, y]) weightRows(matrix, s);
  const { system, right, first } = withRidge(A, y, lambda, M, isRidgeLarger(A, lambda));
  const found = minimumNormLeastSquares(system, right);
  const weights = { rows: M, cols: Y.cols, data: found.solution.data.slice(first * Y.cols, (first + M) * Y.cols) };
  const intercepts = new Float64Array(Y.cols);
  if (phiMeans && yMeans) {
    intercepts.set(yMeans);
    weights.data.forEach((w, at) => {
      const q = at % Y.cols;
      intercepts[q] = (intercepts[q] as number) - (phiMeans[Math.floor(at / Y.cols)] as number) * w;
    });
  }
  return { ...found, system, right, weights, intercepts };
}

/** Which diagonal elements of R are so near the tolerance that another rounding would decide otherwise. */
const NEAR = 1e3;

function rankWarnings(dropped: number | null, conditionEstimate: number): string[] {
  const warnings: string[] = [];
  if (dropped !== null && dropped * Number.EPSILON < 1 / NEAR) {
    warnings.push(`the rank is a close decision: a direction ${dropped.toPrecision(2)} times weaker than the strongest was taken for none`);
  }
  if (conditionEstimate * Number.EPSILON > 1 / NEAR) {
    warnings.push(`the features are nearly dependent (condition number ${conditionEstimate.toPrecision(2)}): the weights carry few digits`);
  }
  return warnings;
}

/** Takes the weighted means of the columns away and returns them; a column that is then only rounding becomes 0. */
export function center({ rows: n, cols, data }: Matrix, s: Float64Array | null): Float64Array {
  const total = s ? sumOf(s) : n;
  const means = new Float64Array(cols);
  const rounding = columnMagnitudes(data, cols).map((value) => 2 * n * Number.EPSILON * value);
  for (let pass = 0; pass < 2; pass++) {
    const shift = new Float64Array(cols);
    data.forEach((value, at) => {
      shift[at % cols] = (shift[at % cols] as number) + (value * (s?.[Math.floor(at / cols)] ?? 1)) / total;
    });
    for (let at = 0; at < data.length; at++) data[at] = (data[at] as number) - (shift[at % cols] as number);
    shift.forEach((value, j) => {
      means[j] = (means[j] as number) + value;
    });
  }
  const largest = columnMagnitudes(data, cols);
  for (let at = 0; at < data.length; at++) if ((largest[at % cols] as number) <= (rounding[at % cols] as number)) data[at] = 0;
  return means;
}

/** Row i times √s_i, in place. */
export function weightRows(A: Matrix, s: Float64Array): void {
  scaleRows(A, s.map(Math.sqrt));
}

/** Whether the rows of λ are larger than all features. */
function isRidgeLarger({ data }: Matrix, lambda: number): boolean {
  return Math.sqrt(lambda) > largestMagnitude(data);
}

/** The problem with λ on the first M columns, and where w begins in its solution of least norm. */
interface Ridged {
  readonly system: Matrix;
  readonly right: Matrix;
  readonly first: number;
}

/**
 * [A; √λ I] for a tall A, [A √λ I] for a wide one. The larger of the two come first, since reflections on small rows would leave rounding errors of the
 * large ones in them.
 *
 * Source: Cox and Higham, Stability of Householder QR factorization for weighted least squares problems (1998).
 */
function withRidge(A: Matrix, Y: Matrix, lambda: number, M: number, isLarger: boolean): Ridged {
  if (lambda === 0) return { system: A, right: Y, first: 0 };
  const { rows: n, cols } = A;
  const root = Math.sqrt(lambda);
  if (cols <= n) {
    const [ofA, ofRidge] = isLarger ? [M, 0] : [0, n];
    const data = new Float64Array((n + M) * cols);
    data.set(A.data, ofA * cols);
    for (let j = 0; j < M; j++) data[(ofRidge + j) * cols + j] = root;
    const right = new Float64Array((n + M) * Y.cols);
    right.set(Y.data, ofA * Y.cols);
    return { system: { rows: n + M, cols, data }, right: { rows: n + M, cols: Y.cols, data: right }, first: 0 };
  }
  const [ofA, ofRidge] = isLarger ? [n, 0] : [0, cols];
  const data = new Float64Array(n * (cols + n));
  for (let i = 0; i < n; i++) {
    data.set(A.data.subarray(i * cols, (i + 1) * cols), i * (cols + n) + ofA);
    data[i * (cols + n) + ofRidge + i] = root;
  }
  return { system: { rows: n, cols: cols + n, data }, right: Y, first: ofA };
}

/** Σ_i s_i (w·φ_i + b − y_i)², one per target. */
function losses({ phi, Y, sampleWeights }: PrimalProblem, weights: Matrix, intercepts: Float64Array): number[] {
  const t = Y.cols;
  const missed = less(product(phi, weights), Y.data).map((value, at) => value + (intercepts[at % t] as number));
  return lossesOf({ ...Y, data: missed }, sampleWeights);
}

function lossesOf({ cols: t, data }: Matrix, weights: Float64Array | null): number[] {
  return Array.from({ length: t }, (_, q) => sumOfSquares(columnOf(data, t, q), weights));
}

/** x − y */
export function less(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, at) => value - (y[at] as number));
}
