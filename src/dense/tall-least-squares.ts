import { asMatrix, type MatrixView } from "../core/matrix-view";
import { qrIn, qrSizes } from "../core/orthogonal";
import { columnMagnitudes, scaleColumns, TALL_COLUMNS, tallQr, tallRoom } from "../core/tall";
import type { Matrix } from "../matrix";
import { bytesOf, view, type Workspace, withBlocks, withMoreBlocks } from "../wasm/memory";
import { scalesOf } from "./column-scales";
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

/** D⁻¹X for a right-hand side; null where X is to be corrected, and R alone cannot. */
type SolveTall = (B: Matrix) => LeastSquaresSolution | null;

/**
 * Runs `body` with D and the solutions by way of A D = Q R, Q not being kept: R P = Q' R' by column pivoting is what A D P has, and its |r_kk| tell the rank.
 */
export function withTall<T>(A: Matrix, solving: Solving, body: (scales: Float64Array, solve: SolveTall) => T): T {
  const { rows: m, cols: n } = A;
  const sizes = { AD: m * n, scales: n };
  return withBlocks(sizes, (blocks, workspace) => {
    const AD = asMatrix(blocks.AD, m, n);
    view(workspace, blocks.AD).set(A.data);
    const scales = scalesOf(columnMagnitudes(workspace, AD, blocks.scales), solving.scaling);
    view(workspace, blocks.scales).set(scales);
    scaleColumns(workspace, AD, blocks.scales);
    return body(scales, (B) => {
      const found = solveTall(workspace, AD, B, scales, solving);
      return found && { ...found, bytes: bytesOf(sizes) + found.bytes };
    });
  });
}

function solveTall(workspace: Workspace, AD: MatrixView, B: Matrix, scales: Float64Array, solving: Solving): LeastSquaresSolution | null {
  const { refine, tolerance } = solving;
  const { rows: m, cols: n } = AD;
  const t = B.cols;
  const [targets, unknowns] = refine ? [m * t, n * t] : [0, 0];
  const sizes = {
    Y: m * t,
    R: tallRoom(workspace, m, n, t),
    ...qrSizes(n, n, t),
    Q: n * t,
    F: targets,
    S: targets,
    X: unknowns,
    G: unknowns,
  };
  return withMoreBlocks(workspace, sizes, (blocks) => {
    const Y = asMatrix(blocks.Y, m, t);
    view(workspace, blocks.Y).set(B.data);
    tallQr(workspace, AD, Y, blocks.R);
    const reduced = view(workspace, blocks.R);
    const [R, QY] = [view(workspace, blocks.A), view(workspace, blocks.Q)];
    for (let k = 0; k < n; k++) {
      R.set(reduced.subarray(k * (n + t), k * (n + t) + n), k * n);
      QY.set(reduced.subarray(k * (n + t) + n, (k + 1) * (n + t)), k * t);
    }
    const factors = qrIn(blocks, n, n);
    const { order, below, ...found } = solveFactored(workspace, { factors, F: asMatrix(blocks.Q, n, t), m }, scales, tolerance);
    if (refine && found.rank === n) {
      if (found.conditionEstimate > WELL_CONDITIONED) return null;
      const areas = { F: asMatrix(blocks.F, m, t), S: asMatrix(blocks.S, m, t), X: asMatrix(blocks.X, n, t), G: asMatrix(blocks.G, n, t) };
      correctByR(workspace, { ...areas, factors, AD, Y }, order, found.solution.data);
    }
    return { ...found, bytes: bytesOf(sizes) + below };
  });
}
