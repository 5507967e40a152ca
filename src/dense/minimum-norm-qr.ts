import { asMatrix, diagonalIn, elementsOf, flipped, type MatrixView, partOf } from "../core/matrix-view";
import { applyQ, pivotedQr, type QrFactors, qr, qrIn, qrSizes, solveR } from "../core/orthogonal";
import { subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { exponentOf, isOrdinary } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";
import { bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { columnScales, scaleColumns, scaleRows } from "./column-scales";
import { scaledSolve } from "./scaled-solve";

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
 * A D P = Q R by reflections, D a scaling of the columns by powers of two, P by column pivoting; |r_kk| ≤ tolerance · |r₁₁| counts as 0. Where the
 * rank r is below n the first r rows R' of R are factored once more, (R'Pᵀ D⁻¹)ᵀ = Q' R'': X = Q' R''⁻ᵀ (QᵀY)'.
 * Golub & Van Loan, Matrix Computations, 4th ed., §5.5.
 *
 * Y near the ends of the range of numbers, and D, are dealt with by `scaledSolve`.
 *
 * @throws "not-finite" with the `row` and `column` of X that is beyond the largest number
 *
 * @param options.scales D; each column's own scale unless given, so that units do not decide about the rank
 * @param options.tolerance max(m, n) ε unless given
 * @param options.refine whether X is corrected where the rank is n; it is unless not wanted
 */
export function minimumNormLeastSquares(
  A: Matrix,
  Y: Matrix,
  options: { readonly scales?: Float64Array; readonly tolerance?: number | undefined; readonly refine?: boolean } = {},
): LeastSquaresSolution {
  const { scales = columnScales(A), tolerance, refine = true } = options;
  const ordinary = scales.every(isOrdinary);
  const scaling = ordinary ? null : { rows: new Int32Array(A.rows), cols: Int32Array.from(scales, exponentOf) };
  let found: LeastSquaresSolution | undefined;
  const data = scaledSolve(Y, A.cols, scaling, (t, B) => {
    found = solveUnscaled(A, { rows: A.rows, cols: t, data: B }, scales, tolerance, refine);
    const { solution } = found;
    if (ordinary) scaleRows(solution, scales);
    return solution.data;
  });
  return { ...(found as LeastSquaresSolution), solution: { rows: A.cols, cols: Y.cols, data } };
}

/** D⁻¹X */
function solveUnscaled(A: Matrix, Y: Matrix, scales: Float64Array, tolerance: number | undefined, refine: boolean): LeastSquaresSolution {
  const { rows: m, cols: n } = A;
  const t = Y.cols;
  const [kept, targets, unknowns] = refine ? [m * n, m * t, n * t] : [0, 0, 0];
  const sizes = { ...qrSizes(m, n, t), F: m * t, AD: kept, S: targets, X: unknowns, G: unknowns };
  return withBlocks(sizes, (blocks, workspace) => {
    const factors = qrIn(blocks, m, n);
    const F = asMatrix(blocks.F, m, t);
    scaleColumns(A, scales, view(workspace, blocks.A));
    if (refine) view(workspace, blocks.AD).set(view(workspace, blocks.A));
    elementsOf(workspace, F).set(Y.data);
    const order = pivotedQr(workspace, factors);
    const diagonal = diagonalIn(workspace, factors.A).map(Math.abs);
    const first = diagonal[0] as number;
    const rank = leadingRank(m, n, diagonal, tolerance);
    applyQ(workspace, factors, F, true);
    const solution = { rows: n, cols: t, data: new Float64Array(n * t) };
    const below = 0 < rank && rank < n ? shortestSizes(n, rank, t) : {};
    if (rank < n) {
      if (rank > 0) shortest(workspace, partOf(factors.A, 0, 0, rank, n), partOf(F, 0, 0, rank, t), order, scales, solution);
    } else {
      solveR(workspace, factors, partOf(F, 0, 0, n, t), false);
      permute(elementsOf(workspace, F), order, t, solution.data);
      const correction = { F, AD: asMatrix(blocks.AD, m, n), S: asMatrix(blocks.S, m, t), X: asMatrix(blocks.X, n, t) };
      if (refine) correct(workspace, { ...correction, factors, G: asMatrix(blocks.G, n, t) }, order, Y, solution.data);
    }
    return {
      solution,
      rank,
      dropped: rank === diagonal.length ? null : first / (diagonal[rank] as number),
      conditionEstimate: rank === 0 ? 1 : first / (diagonal[rank - 1] as number),
      bytes: bytesOf(sizes) + bytesOf(below),
    };
  });
}

/** How many of the |r_kk| of an m × n matrix come before the first that is at most tolerance · |r₁₁|, max(m, n) ε unless given. */
export function leadingRank(m: number, n: number, diagonal: Float64Array, tolerance = Math.max(m, n) * Number.EPSILON): number {
  const within = diagonal.findIndex((value) => !(value > tolerance * (diagonal[0] as number)));
  return within < 0 ? diagonal.length : within;
}

/** Corrections: the first takes most of the error away, the second what the first brought in. */
const CORRECTIONS = 2;

/** AD with its factors; F, S (m × t), X and G (n × t) are work areas. */
interface Augmented {
  readonly factors: QrFactors;
  readonly AD: MatrixView;
  readonly F: MatrixView;
  readonly S: MatrixView;
  readonly X: MatrixView;
  readonly G: MatrixView;
}

/**
 * X and the residual S = Y − A D X, corrected as the solution of [I AD; DAᵀ 0][S; X] = [Y; 0] with what is missing, F = Y − S − ADX and
 * G = −DAᵀS, summed in twice the digits: the digits that κ² takes from X where the residual is large come back.
 *
 *     H = R⁻ᵀG,  dX = R⁻¹((QᵀF)₁ − H),  dS = Q [H; (QᵀF)₂]
 *
 * Björck, Iterative refinement of linear least squares solutions I, BIT 7 (1967).
 */
function correct(workspace: Workspace, system: Augmented, order: Int32Array, Y: Matrix, solution: Float64Array): void {
  const { factors, AD, F, S, X, G } = system;
  const { rows: m, cols: n } = AD;
  const t = X.cols;
  const [f, s, x, g] = [elementsOf(workspace, F), elementsOf(workspace, S), elementsOf(workspace, X), elementsOf(workspace, G)];
  const pivoted = new Float64Array(n * t);
  // A correction that is not small beside what it corrects, and beside the one before, is none
  const limits = columnMagnitudes(solution, t);
  s.fill(0);
  for (let pass = 0; pass <= CORRECTIONS; pass++) {
    x.set(solution);
    f.set(Y.data);
    subtractDoubled(workspace, AD, X, S, F);
    if (pass === 0) {
      s.set(f);
      continue;
    }
    g.fill(0);
    subtractDoubled(workspace, flipped(AD), S, G, G);
    order.forEach((row, k) => {
      pivoted.set(g.subarray(row * t, (row + 1) * t), k * t);
    });
    g.set(pivoted);
    solveR(workspace, factors, G, true);
    applyQ(workspace, factors, F, true);
    for (let at = 0; at < n * t; at++) {
      const H = g[at] as number;
      g[at] = (f[at] as number) - H;
      f[at] = H;
    }
    solveR(workspace, factors, G, false);
    applyQ(workspace, factors, F, false);
    permute(g, order, t, pivoted);
    for (const [q, size] of columnMagnitudes(pivoted, t).entries()) {
      if (!(size <= (limits[q] as number) / 2)) continue;
      limits[q] = size;
      for (let at = q; at < n * t; at += t) solution[at] = (solution[at] as number) + (pivoted[at] as number);
      for (let at = q; at < m * t; at += t) s[at] = (s[at] as number) + (f[at] as number);
    }
  }
}

/** Row k of X becomes row order[k]. */
export function permute(X: Float64Array, order: Int32Array, t: number, result: Float64Array): void {
  order.forEach((row, k) => {
    result.set(X.subarray(k * t, (k + 1) * t), row * t);
  });
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
