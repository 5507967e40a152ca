import { asMatrix, diagonalIn, elementsOf, type MatrixView, partOf } from "../core/matrix-view";
import { applyQ, pivotedQr, type QrFactors, qr, qrIn, qrSizes, solveR } from "../core/orthogonal";
import type { Matrix } from "../matrix";
import { bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import type { ColumnScaling } from "./column-scales";
import { permute } from "./permute";

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

/** How a problem is solved. */
export interface Solving {
  readonly scaling: ColumnScaling;
  readonly tolerance: number | undefined;
  readonly refine: boolean;
}

/** A D, or the R of it, to be factored, and Y, or QᵀY; m rows of A decide about the rank. */
interface Given {
  readonly factors: QrFactors;
  readonly F: MatrixView;
  readonly m: number;
}

interface Found extends Omit<LeastSquaresSolution, "bytes"> {
  /** Column k of A P is column order[k] of A. */
  readonly order: Int32Array;
  /** Bytes that the factorisation of R' took. */
  readonly below: number;
}

/** D⁻¹X, not corrected. */
export function solveFactored(workspace: Workspace, { factors, F, m }: Given, scales: Float64Array, tolerance?: number): Found {
  const n = factors.A.cols;
  const t = F.cols;
  const order = pivotedQr(workspace, factors);
  const diagonal = diagonalIn(workspace, factors.A).map(Math.abs);
  const first = diagonal[0] as number;
  const rank = leadingRank(m, n, diagonal, tolerance);
  applyQ(workspace, factors, F, true);
  const solution = { rows: n, cols: t, data: new Float64Array(n * t) };
  if (rank < n) {
    if (rank > 0) shortest(workspace, partOf(factors.A, 0, 0, rank, n), partOf(F, 0, 0, rank, t), order, scales, solution);
  } else {
    solveR(workspace, factors, partOf(F, 0, 0, n, t), false);
    permute(elementsOf(workspace, F), order, t, solution.data);
  }
  return {
    solution,
    rank,
    dropped: rank === diagonal.length ? null : first / (diagonal[rank] as number),
    conditionEstimate: rank === 0 ? 1 : first / (diagonal[rank - 1] as number),
    order,
    below: 0 < rank && rank < n ? bytesOf(shortestSizes(n, rank, t)) : 0,
  };
}

/** How many of the |r_kk| of an m × n matrix come before the first that is at most tolerance · |r₁₁|, max(m, n) ε unless given. */
export function leadingRank(m: number, n: number, diagonal: Float64Array, tolerance = Math.max(m, n) * Number.EPSILON): number {
  const within = diagonal.findIndex((value) => !(value > tolerance * (diagonal[0] as number)));
  return within < 0 ? diagonal.length : within;
}

function shortestSizes(n: number, r: number, t: number) {
  return { ...qrSizes(n, r, t), X: n * t };
}

/** D⁻¹X for X = Q' R''⁻ᵀ C, R' (r × n) and C (r × t) being given; R'' times the least of D, so that no D⁻¹ is large. */
function shortest(
  workspace: Workspace,
  R: MatrixView,
  C: MatrixView,
  order: Int32Array,
  scales: Float64Array,
  { rows: n, cols: t, data }: Matrix,
): void {
  const r = R.rows;
  const unit = scales.reduce((least, scale) => Math.min(least, scale), Infinity);
  withBlocks(shortestSizes(n, r, t), (blocks, inner) => {
    const factors = qrIn(blocks, n, r);
    const reduced = elementsOf(workspace, R);
    const B = view(inner, blocks.A).fill(0);
    for (let k = 0; k < r; k++) {
      for (let j = k; j < n; j++) {
        const column = order[j] as number;
        B[column * r + k] = (reduced[k * n + j] as number) * (unit / (scales[column] as number));
      }
    }
    const X = asMatrix(blocks.X, n, t);
    view(inner, blocks.X).fill(0);
    view(inner, blocks.X).set(elementsOf(workspace, C));
    qr(inner, factors);
    solveR(inner, factors, partOf(X, 0, 0, r, t), true);
    applyQ(inner, factors, X, false);
    view(inner, blocks.X).forEach((value, at) => {
      data[at] = value * (unit / (scales[Math.floor(at / t)] as number));
    });
  });
}
