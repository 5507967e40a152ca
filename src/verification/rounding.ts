import { asMatrix } from "../core/matrix-view";
import { infinityNorm } from "../core/products";
import type { StructuredProduct } from "../gaussian/structured-product";
import { type FeatureMap, featureMatrix } from "../kernels/features";
import { isPsdSpec } from "../kernels/psd";
import { kernelRounding, UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix } from "../matrix";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { assembleGram, gramSizes } from "../problem/gram";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { diameterOf } from "../proof/error-bar";
import { withBlocks } from "../wasm/memory";

/** Roundings of one number more than those of a sum. */
const REST = 8;

/**
 * How far two ways to compute Σ_j α_j k(x_i, x_j) may be apart, n × t: (2(n + 8)u + 2η) Σ_j |α_j k(x_i, x_j)|, whose sum is at most √k_ii Σ_j |α_j|√k_jj for a positive semi-definite kernel and
 * ‖K‖ max|α| for any.
 */
export function kernelDoubt(points: KernelPoints, alpha: Matrix, product: StructuredProduct | null, progress: Watch): Float64Array {
  const { kernel, precomputed, X, n, side, training } = points;
  const isPsd = !precomputed && isPsdSpec(kernel, X.cols) === true;
  const known = isPsd ? kernelRounding(kernel, side.pointAt(0), () => diameterOf(X)) : null;
  const share = 2 * (n + REST) * UNIT_ROUNDOFF + 2 * (known ?? (precomputed ? 0 : X.cols + REST) * UNIT_ROUNDOFF);
  const { cols: t, data } = alpha;
  const doubt = new Float64Array(n * t);
  if (known !== null) {
    const roots = training.diagonal().map((value) => Math.sqrt(Math.max(0, value)));
    for (let q = 0; q < t; q++) {
      // the sum of coefficients may be beyond the numbers where none of its roundings is
      const column = columnOf(data, t, q);
      const unit = powerOfTwo(largestMagnitude(column));
      const reach = roots.reduce((sum, root, i) => sum + Math.abs((column[i] as number) / unit) * root, 0);
      for (let i = 0; i < n; i++) doubt[i * t + q] = share * (roots[i] as number) * reach * unit;
    }
    return doubt;
  }
  const norm = product?.norm ?? normOf(points, progress);
  for (let q = 0; q < t; q++) {
    const whole = share * norm * largestMagnitude(columnOf(data, t, q));
    for (let i = 0; i < n; i++) doubt[i * t + q] = whole;
  }
  return doubt;
}

/** ‖K‖ in the ∞-norm. */
function normOf(points: KernelPoints, progress: Watch): number {
  return withBlocks(gramSizes(points), (blocks, workspace) => {
    assembleGram(workspace, points, blocks, progress.during("gram"));
    return infinityNorm(workspace, asMatrix(blocks.K, points.n, points.n));
  });
}

/** The same for Σ_k φ_k(x_i) w_k. */
export function featureDoubt(features: FeatureMap, X: Matrix, W: Matrix): Float64Array {
  return basisDoubt(featureMatrix(features, X), W);
}

/** The same for ΦW. */
export function basisDoubt({ rows: n, cols: M, data: phi }: Matrix, { cols: t, data: w }: Matrix): Float64Array {
  const share = 2 * (M + REST) * UNIT_ROUNDOFF;
  return Float64Array.from({ length: n * t }, (_, at) => {
    const [i, q] = [Math.floor(at / t), at % t];
    let sum = 0;
    for (let k = 0; k < M; k++) sum += Math.abs((phi[i * M + k] as number) * (w[k * t + q] as number));
    return share * sum;
  });
}
