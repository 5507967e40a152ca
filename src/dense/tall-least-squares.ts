import { asMatrix } from "../core/matrix-view";
import { qrIn, qrSizes } from "../core/orthogonal";
import { scaleColumns, TALL_COLUMNS, tallQr, tallRoom } from "../core/tall";
import type { Matrix } from "../matrix";
import { bytesOf, view, withBlocks, withMoreBlocks } from "../wasm/memory";
import { type LeastSquaresSolution, type Solving, solveFactored } from "./factored-least-squares";
import { correctByR } from "./seminormal-corrections";

/** Rows, and rows for each column, from which the reduction to a triangle is faster than reflections of whole columns. */
const ROWS = 512;
const ROWS_TIMES = 4;

/** The condition number κ up to which corrections by R gain digits: what they miss of an error is about κ² ε of it. */
const WELL_CONDITIONED = 1e6;

/** Whether A (m × n) and the columns of Y are few and long. */
export function isTall({ rows: m, cols: n }: Matrix, { cols: t }: Matrix): boolean {
  return m >= ROWS && m >= ROWS_TIMES * n && n > 0 && n + t <= TALL_COLUMNS;
}

/**
 * D⁻¹X by way of A D = Q R, Q not being kept: R P = Q' R' by column pivoting is what A D P has, and its |r_kk| tell the rank.
 *
 * null where X is to be corrected, and R alone cannot.
 */
export function solveTall(A: Matrix, Y: Matrix, solving: Solving): LeastSquaresSolution | null {
  const { scales, refine } = solving;
  const { rows: m, cols: n } = A;
  const t = Y.cols;
  const areas = refine ? { F: m * t, S: m * t, X: n * t, G: n * t } : { F: 0, S: 0, X: 0, G: 0 };
  const sizes = { AD: m * n, Y: m * t, scales: n, ...areas };
  return withBlocks(sizes, (blocks, workspace) => {
    const [AD, right] = [asMatrix(blocks.AD, m, n), asMatrix(blocks.Y, m, t)];
    view(workspace, blocks.AD).set(A.data);
    view(workspace, blocks.scales).set(scales);
    view(workspace, blocks.Y).set(Y.data);
    scaleColumns(workspace, AD, blocks.scales);
    const inner = { R: tallRoom(workspace, m, n, t), ...qrSizes(n, n, t), Q: n * t };
    const taken = bytesOf(sizes) + bytesOf(inner);
    return withMoreBlocks(workspace, inner, (small) => {
      tallQr(workspace, AD, right, small.R);
      const reduced = view(workspace, small.R);
      const [R, QY] = [view(workspace, small.A), view(workspace, small.Q)];
      for (let k = 0; k < n; k++) {
        R.set(reduced.subarray(k * (n + t), k * (n + t) + n), k * n);
        QY.set(reduced.subarray(k * (n + t) + n, (k + 1) * (n + t)), k * t);
      }
      const factors = qrIn(small, n, n);
      const { order, below, ...found } = solveFactored(workspace, { factors, F: asMatrix(small.Q, n, t), m }, solving);
      if (refine && found.rank === n) {
        if (found.conditionEstimate > WELL_CONDITIONED) return null;
        const work = { F: asMatrix(blocks.F, m, t), S: asMatrix(blocks.S, m, t), X: asMatrix(blocks.X, n, t), G: asMatrix(blocks.G, n, t) };
        correctByR(workspace, { ...work, factors, AD, Y: right }, order, found.solution.data);
      }
      return { ...found, bytes: taken + below };
    });
  });
}
