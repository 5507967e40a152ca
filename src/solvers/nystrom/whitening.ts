import { cholesky, solveUpper } from "../../core/factors";
import { withMatrices } from "../../core/matrices";
import { elementsOf, flipped } from "../../core/matrix-view";
import { pivotedCholesky } from "../../dense/low-rank";
import { mercerError } from "../../errors";
import { assemble } from "../../gram/gram";
import { amongThemselves, diagonalOf, sideOf } from "../../gram/run";
import { someKernel } from "../../kernels/parts";
import type { ResolvedKernel } from "../../kernels/resolve";
import type { Matrix } from "../../matrix";
import { largest } from "../../matrix/vectors";
import { rowsOf } from "../../problem/support";

/** φ(x) = L⁻¹(k(c_1, x), …, k(c_m, x)), K_mm = LLᵀ: features whose products are the kernel's, as far as the landmarks tell: ‖φ(x)‖² ≤ k(x, x). */
export interface Whitening {
  readonly kernel: ResolvedKernel;
  /** c, m × d */
  readonly landmarks: Matrix;
  /** L, m × m, 0 above the diagonal */
  readonly factor: Matrix;
  /** The largest k(c_j, c_j). */
  readonly largest: number;
  /** Landmarks given that the others already tell all of. */
  readonly dropped: number;
}

/** A landmark of which the others leave no more than this share of the largest k(c, c) is dropped. */
export const DEPENDENT = 1e-10;

/**
 * @throws "unsupported" for white noise in the kernel, and for a precomputed kernel; "not-positive-definite" where K_mm is not positive semi-definite
 */
export function whiten(kernel: ResolvedKernel, landmarks: Matrix): Whitening {
  requireFunction(kernel);
  const m = landmarks.rows;
  const pairing = amongThemselves(kernel, sideOf(landmarks), true);
  const most = m === 0 ? 0 : largest(diagonalOf(pairing));
  if (!(most > 0)) {
    const message = `k(c, c) is ${most} at its largest landmark; the landmarks of a Nyström fit need a positive one`;
    throw mercerError("not-positive-definite", message, { pivot: 0, value: most });
  }
  const found = withMatrices({ K: assemble(pairing) }, ({ K }, workspace) => {
    const reached = cholesky(workspace, K);
    const factor = lowerOf(elementsOf(workspace, K).slice(), m);
    const least = factor.data.reduce((a, value, at) => (at % (m + 1) === 0 ? Math.min(a, value * value) : a), Infinity);
    return reached === m && least > DEPENDENT * most ? factor : null;
  });
  if (found) return { kernel, landmarks, factor: found, largest: most, dropped: 0 };
  return independent(kernel, landmarks, most);
}

/** The landmarks that Cholesky with pivoting takes, in its order. */
function independent(kernel: ResolvedKernel, landmarks: Matrix, most: number): Whitening {
  const m = landmarks.rows;
  const K = assemble(amongThemselves(kernel, sideOf(landmarks), true));
  const { L, pivots, rank } = pivotedCholesky(K, m, DEPENDENT * most);
  const data = new Float64Array(rank * rank);
  pivots.forEach((p, k) => {
    data.set(L.data.subarray(p * rank, p * rank + k + 1), k * rank);
  });
  const kept = rowsOf(landmarks, Array.from(pivots));
  return { kernel, landmarks: kept, factor: { rows: rank, cols: rank, data }, largest: most, dropped: m - rank };
}

function requireFunction(kernel: ResolvedKernel): void {
  const kind = (["white", "precomputed"] as const).find((name) => someKernel(kernel, (part) => part.kind === name));
  if (kind === undefined) return;
  const remedy = kind === "white" ? "leave it out and add its variance to lambda" : "give the points themselves";
  throw mercerError(
    "unsupported",
    `nystrom needs k(c, x) at the landmarks, and a kernel with a part of kind "${kind}" has none; ${remedy}`,
    {
      argument: "kernel",
    },
  );
}

/** The matrix with 0 above its diagonal. */
function lowerOf(data: Float64Array, m: number): Matrix {
  for (let i = 0; i < m; i++) data.fill(0, i * m + i + 1, (i + 1) * m);
  return { rows: m, cols: m, data };
}

/** β = L⁻ᵀw: the coefficients of the k(c_j, ·) from those of φ, m × t. */
export function unwhitened({ factor }: Pick<Whitening, "factor">, weights: Matrix): Matrix {
  return withMatrices({ factor, weights }, (placed, workspace) => {
    solveUpper(workspace, flipped(placed.factor), placed.weights);
    return { ...weights, data: elementsOf(workspace, placed.weights).slice() };
  });
}
