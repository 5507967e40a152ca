import { asMatrix, diagonalIn, elementsOf, flipped, type MatrixView } from "../core/matrix-view";
import { formQ, pivotedQr, type QrFactors, qrIn, qrSizes } from "../core/orthogonal";
import { gemm } from "../core/products";
import { columnScales, scaleColumns } from "../dense/column-scales";
import { leadingRank } from "../dense/factored-least-squares";
import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { sumOfLogs } from "../matrix/logarithm";
import { type Blocks, view, type Workspace } from "../wasm/memory";

/**
 * The basis F (n × p) of a trend, whitened: L⁻¹F = Q R Pᵀ D⁻¹, Q with orthonormal columns, D powers of two, P an order of the columns. It makes
 * generalised least squares ordinary ones:
 *
 *     β = D P R⁻¹ QᵀL⁻¹y,  FᵀG⁻¹F = D⁻¹ P RᵀR Pᵀ D⁻¹
 */
export interface TrendFactors {
  readonly p: number;
  /** n × p */
  readonly Q: MatrixView;
  /** β, p × t, from QᵀL⁻¹y, p × t. */
  coefficients(shares: Float64Array, t: number): Float64Array;
  /** R⁻ᵀPᵀD f for every row f of a basis, by rows: its square is fᵀ(FᵀG⁻¹F)⁻¹f. */
  whitened(basis: Matrix): Float64Array;
  /** log det FᵀG⁻¹F − log det FᵀF */
  readonly logDeterminant: number;
}

/** Rooms for a trend of p basis functions at n points. */
export function trendSizes(n: number, p: number) {
  const { A, triangles, pivots, work } = qrSizes(n, p);
  return { basis: n * p, orthonormal: n * p, trendQr: A, trendTriangles: triangles, trendPivots: pivots, trendWork: work };
}

export type TrendBlocks = Blocks<ReturnType<typeof trendSizes>>;

/**
 * The factors of a basis F, null where it is empty; `whiten` puts L⁻¹F in its place, L being the factor of the covariance.
 *
 * @throws "singular" where the basis functions are linearly dependent at the points, with the `column` of one that is a combination of others
 */
export function trendFactorsIn(
  workspace: Workspace,
  F: Matrix,
  whiten: (basis: MatrixView) => void,
  blocks: TrendBlocks,
): TrendFactors | null {
  const { rows: n, cols: p } = F;
  if (p === 0) return null;
  const own = triangleOf(workspace, F, blocks);
  const basis = asMatrix(blocks.basis, n, p);
  elementsOf(workspace, basis).set(F.data);
  whiten(basis);
  const { R, order, scales, logDeterminant } = triangleOf(workspace, { ...F, data: elementsOf(workspace, basis).slice() }, blocks);
  formQ(workspace, factorsIn(blocks, n, p), blocks.orthonormal);
  return {
    p,
    Q: asMatrix(blocks.orthonormal, n, p),
    logDeterminant: logDeterminant - own.logDeterminant,
    coefficients: (shares, t) => {
      const beta = new Float64Array(p * t);
      for (let q = 0; q < t; q++) {
        const x = solveUpper(
          R,
          Float64Array.from({ length: p }, (_, k) => shares[k * t + q] as number),
        );
        order.forEach((column, k) => {
          beta[column * t + q] = (scales[column] as number) * (x[k] as number);
        });
      }
      return beta;
    },
    whitened: (basis) => {
      const whitened = new Float64Array(basis.data.length);
      for (let first = 0; first < whitened.length; first += p) {
        for (let k = 0; k < p; k++) {
          const column = order[k] as number;
          whitened[first + k] = (scales[column] as number) * (basis.data[first + column] as number);
        }
        solveTransposed(R, whitened, first);
      }
      return whitened;
    },
  };
}

/** A D P = Q R, and log det AᵀA. */
interface Triangle {
  readonly R: Matrix;
  readonly order: Int32Array;
  readonly scales: Float64Array;
  readonly logDeterminant: number;
}

function triangleOf(workspace: Workspace, A: Matrix, blocks: TrendBlocks): Triangle {
  const { rows: n, cols: p } = A;
  const scales = columnScales(A);
  scaleColumns(A, scales, view(workspace, blocks.trendQr));
  const factors = factorsIn(blocks, n, p);
  const order = pivotedQr(workspace, factors);
  const diagonal = diagonalIn(workspace, factors.A);
  const rank = n < p ? n : leadingRank(n, p, diagonal.map(Math.abs));
  if (rank < p) throw dependent(order[rank] as number, rank, A);
  const elements = elementsOf(workspace, factors.A);
  const logDeterminant = 2 * (sumOfLogs(diagonal) - sumOfLogs(scales));
  return { R: { rows: p, cols: p, data: elements.slice(0, p * p) }, order, scales, logDeterminant };
}

function factorsIn(
  { trendQr: A, trendTriangles: triangles, trendPivots: pivots, trendWork: work }: TrendBlocks,
  n: number,
  p: number,
): QrFactors {
  return qrIn({ A, triangles, pivots, work }, n, p);
}

function dependent(column: number, rank: number, { rows: n, cols: p }: Matrix): Error {
  const message =
    n < p
      ? `the trend has ${p} basis functions and ${n} points count; use fewer basis functions, or more points`
      : `the basis functions of the trend are linearly dependent at the points: of ${p} columns ${rank} are independent, and column ${column} is a combination of others; leave it out`;
  return mercerError("singular", message, { column });
}

/** R⁻¹x */
function solveUpper({ cols: p, data }: Matrix, x: Float64Array): Float64Array {
  for (let k = p - 1; k >= 0; k--) {
    let value = x[k] as number;
    for (let j = k + 1; j < p; j++) value -= (data[k * p + j] as number) * (x[j] as number);
    x[k] = value / (data[k * p + k] as number);
  }
  return x;
}

/** x ← R⁻ᵀx for the p numbers from `first` on. */
function solveTransposed({ cols: p, data }: Matrix, x: Float64Array, first: number): void {
  for (let k = 0; k < p; k++) {
    let value = x[first + k] as number;
    for (let j = 0; j < k; j++) value -= (data[j * p + k] as number) * (x[first + j] as number);
    x[first + k] = value / (data[k * p + k] as number);
  }
}

/** QᵀW, p × t, for W (n × t). */
export function sharesOf(workspace: Workspace, { Q }: TrendFactors, W: MatrixView, shares: MatrixView): Float64Array {
  const values = elementsOf(workspace, shares).fill(0);
  gemm(workspace, flipped(Q), W, shares);
  return values;
}
