import { diagonalGradient, pointGradient } from "../gram/point-gradient";
import { sideOf } from "../gram/run";
import { type Trend, trendGradient } from "../kernels/trend";
import type { Matrix } from "../matrix";
import type { KernelPoints } from "../problem/points";
import type { Block, Workspace } from "../wasm/memory";
import type { TrendFactors } from "./trend-factors";

/** How a process sees rows of z: w, a row of n numbers for each, and U, one of p. */
export interface Weighing {
  readonly w: Block;
  readonly U: Float64Array;
}

/**
 * The gradient of the variance at rows of z, m × d:
 *
 *     ∇v = ∇k(z, z) − 2 Σ_i w_i ∇k(x_i, z) + 2 ∇φ(z)·s,  s = DPR⁻¹U
 *
 * @throws as `pointGradient`; "kernel" for a trend of features, whose gradient is not known
 */
export function varianceGradient(
  workspace: Workspace,
  { kernel, side: columns }: KernelPoints,
  { trend, factors }: { readonly trend: Trend; readonly factors: TrendFactors | null },
  z: Matrix,
  { w, U }: Weighing,
): Matrix {
  const rows = sideOf(z);
  const gradient = pointGradient(workspace, { kernel, rows, columns }, { matrix: { block: w, factor: -2 } });
  const own = diagonalGradient(kernel, rows);
  const { data } = gradient;
  for (let at = 0; at < data.length; at++) data[at] = (data[at] as number) + (own?.[at] ?? 0);
  for (let i = 0; i < z.rows && factors; i++) {
    const { p } = factors;
    const slope = trendGradient(trend, z.cols, factors.coefficients(U.subarray(i * p, (i + 1) * p), 1));
    for (let k = 0; k < z.cols; k++) data[i * z.cols + k] = (data[i * z.cols + k] as number) + 2 * (slope[k] as number);
  }
  return gradient;
}
