import type { Matrix } from "../matrix";
import { type Block, bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { pivotedQr, qrWork } from "../wasm/orthogonal";

export interface LeastSquaresSolution {
  /** X, n × t */
  readonly solution: Matrix;
  readonly rank: number;
  /** |r₁₁| / |r_kk| of the first diagonal element of R that was taken for 0; null where none was. */
  readonly dropped: number | null;
  /** |r₁₁| / |r_rr|: a lower bound on the condition number of A with its columns scaled to equal length, seldom far from it. */
  readonly conditionEstimate: number;
  readonly bytes: number;
}

/**
 * The X of least norm among those that minimise ‖A X − Y‖, A being m × n and Y m × t.
 *
 * A D P = Q R by reflections, D a scaling of the columns by powers of two (so that their units do not decide about the rank), P by column
 * pivoting; |r_kk| ≤ max(m, n) ε |r₁₁| counts as 0. Where the rank r is below n the first r rows R' of R are factored once more,
 * (R'Pᵀ D⁻¹)ᵀ = Q' R'': X = Q' R''⁻ᵀ (QᵀY)'. Golub & Van Loan, Matrix Computations, 4th ed., §5.5.
 */
export function minimumNormLeastSquares(A: Matrix, Y: Matrix): LeastSquaresSolution {
  const { rows: m, cols: n } = A;
  const t = Y.cols;
  const scales = columnScales(A);
  const sizes = { A: m * (n + t), work: qrWork(m, n, t) };
  return withBlocks(sizes, (blocks, workspace) => {
    writeBeside(view(workspace, blocks.A), A, Y, scales);
    const qr = pivotedQr(workspace, m, n, t, blocks.A, blocks.work);
    const largest = qr.diagonal[0] as number;
    const within = qr.diagonal.findIndex((value) => !(value > Math.max(m, n) * Number.EPSILON * largest));
    const rank = within < 0 ? Math.min(m, n) : within;
    const facts = {
      rank,
      dropped: within < 0 ? null : largest / (qr.diagonal[within] as number),
      conditionEstimate: rank === 0 ? 1 : largest / (qr.diagonal[rank - 1] as number),
      bytes: bytesOf(sizes),
    };
    const solution = { rows: n, cols: t, data: new Float64Array(n * t) };
    if (rank === n) {
      qr.solve(n, false);
      const values = view(workspace, blocks.A);
      qr.order.forEach((column, k) => {
        for (let q = 0; q < t; q++) solution.data[column * t + q] = (values[k * (n + t) + n + q] as number) * (scales[column] as number);
      });
      return { ...facts, solution };
    }
    if (rank > 0) shortest(workspace, blocks.A, rank, qr.order, scales, solution);
    return { ...facts, solution };
  });
}

/** X = Q' R''⁻ᵀ C, from the first r rows [R' C] of what is left of [A Y]. */
function shortest(workspace: Workspace, reduced: Block, r: number, order: Int32Array, scales: Float64Array, solution: Matrix): void {
  const { rows: n, cols: t, data } = solution;
  const B = new Float64Array(n * (r + t));
  const values = view(workspace, reduced);
  for (let k = 0; k < r; k++) {
    for (let j = k; j < n; j++) {
      const column = order[j] as number;
      B[column * (r + t) + k] = (values[k * (n + t) + j] as number) / (scales[column] as number);
    }
  }
  const C = Array.from({ length: r }, (_, k) => values.slice(k * (n + t) + n, (k + 1) * (n + t)));
  withBlocks({ B: B.length, X: n * t, work: qrWork(n, r, t) }, (blocks, inner) => {
    view(inner, blocks.B).set(B);
    const qr = pivotedQr(inner, n, r, t, blocks.B, blocks.work);
    const left = view(inner, blocks.B);
    qr.order.forEach((row, k) => {
      left.set(C[row] as Float64Array, k * (r + t) + r);
    });
    qr.solve(r, true);
    const X = view(inner, blocks.X).fill(0);
    for (let k = 0; k < r; k++) X.set(left.subarray(k * (r + t) + r, (k + 1) * (r + t)), k * t);
    qr.apply(r, blocks.X);
    data.set(X);
  });
}

/** [A D  Y] */
function writeBeside(target: Float64Array, A: Matrix, Y: Matrix, scales: Float64Array): void {
  const width = A.cols + Y.cols;
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.cols; j++) target[i * width + j] = (A.data[i * A.cols + j] as number) * (scales[j] as number);
    target.set(Y.data.subarray(i * Y.cols, (i + 1) * Y.cols), i * width + A.cols);
  }
}

/** For each column the power of two that brings its largest element to [½, 1); 1 for a column of zeros. */
function columnScales({ rows, cols, data }: Matrix): Float64Array {
  const largest = new Float64Array(cols);
  for (let at = 0; at < rows * cols; at++) {
    const value = Math.abs(data[at] as number);
    if (value > (largest[at % cols] as number)) largest[at % cols] = value;
  }
  return largest.map((value) => {
    if (value === 0) return 1;
    let scale = 1;
    while (value * scale >= 1) scale /= 2;
    while (value * scale < 0.5 && scale < 2 ** 1000) scale *= 2;
    return scale;
  });
}
