import type { Matrix } from "../matrix";
import { type Block, bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { type PivotedQr, pivotedQr, qrWork } from "../wasm/orthogonal";
import { DoubledSum } from "./doubled-sum";

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
  const sizes = { A: m * (n + t), F: m * t, work: qrWork(m, n, t) };
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
      const x = refined(workspace, qr, blocks, A, Y, scales);
      x.forEach((value, at) => {
        solution.data[at] = value * (scales[Math.floor(at / t)] as number);
      });
      return { ...facts, solution };
    }
    if (rank > 0) shortest(workspace, blocks.A, rank, qr.order, scales, solution);
    return { ...facts, solution };
  });
}

/** Corrections: the first takes most of the error away, the second what the first brought in. */
const CORRECTIONS = 2;

/**
 * X and the residual S = Y − A D X, corrected as the solution of [I AD; DAᵀ 0][S; X] = [Y; 0] with what is missing, F = Y − S − ADX and
 * G = −DAᵀS, summed in twice the digits: the digits that κ² takes from X where the residual is large come back.
 *
 *     H = R⁻ᵀG,  dX = R⁻¹((QᵀF)₁ − H),  dS = Q [H; (QᵀF)₂]
 *
 * Björck, Iterative refinement of linear least squares solutions I, BIT 7 (1967).
 */
function refined(
  workspace: Workspace,
  qr: PivotedQr,
  blocks: { readonly A: Block; readonly F: Block },
  { rows: m, cols: n, data }: Matrix,
  Y: Matrix,
  scales: Float64Array,
): Float64Array {
  const t = Y.cols;
  const element = (i: number, j: number): number => (data[i * n + j] as number) * (scales[j] as number);
  // the top of the t columns beside R, permuted back
  const top = (X: Float64Array): void =>
    qr.order.forEach((column, k) => {
      for (let q = 0; q < t; q++) X[column * t + q] = values[k * (n + t) + n + q] as number;
    });
  const values = view(workspace, blocks.A);
  const F = view(workspace, blocks.F);
  let X = new Float64Array(n * t);
  let S = new Float64Array(m * t);
  top(X);
  for (let pass = 0; pass <= CORRECTIONS; pass++) {
    for (let i = 0; i < m; i++) {
      for (let q = 0; q < t; q++) {
        const sum = new DoubledSum();
        sum.addProduct(Y.data[i * t + q] as number, 1);
        sum.addProduct(S[i * t + q] as number, -1);
        for (let j = 0; j < n; j++) sum.addProduct(element(i, j), -(X[j * t + q] as number));
        F[i * t + q] = sum.sum + sum.lost;
      }
    }
    if (pass === 0) {
      S = F.slice();
      continue;
    }
    qr.order.forEach((column, k) => {
      for (let q = 0; q < t; q++) {
        const sum = new DoubledSum();
        for (let i = 0; i < m; i++) sum.addProduct(element(i, column), -(S[i * t + q] as number));
        values[k * (n + t) + n + q] = sum.sum + sum.lost;
      }
    });
    qr.solve(n, true);
    qr.apply(n, blocks.F, true);
    for (let k = 0; k < n; k++) {
      for (let q = 0; q < t; q++) {
        const H = values[k * (n + t) + n + q] as number;
        values[k * (n + t) + n + q] = (F[k * t + q] as number) - H;
        F[k * t + q] = H;
      }
    }
    qr.solve(n, false);
    qr.apply(n, blocks.F);
    const step = new Float64Array(n * t);
    top(step);
    const next = X.map((value, at) => value + (step[at] as number));
    if (!next.every(Number.isFinite)) return X;
    X = next;
    S = S.map((value, at) => value + (F[at] as number));
  }
  return X;
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
