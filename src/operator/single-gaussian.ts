import type { Operator } from "../core/operator";
import { packSingle, type SingleGaussianBlocks, singleGaussian, singleGaussianColumn, singleGaussianSizes } from "../core/single-gaussian";
import type { Matrix } from "../matrix";
import { type Block, slice, view, type Workspace } from "../wasm/memory";

/** 2⁻²⁴ */
const ROUNDOFF = 2 ** -24;

/** Room for `gaussianInSingle` of n points of d features and products with t vectors. */
export function singleGaussianRooms(n: number, d: number, t: number) {
  return { ...singleGaussianSizes(n, d, t), scaled: n * d };
}

/** A Gaussian kernel matrix that was rounded, and by how much. */
export interface RoundedOperator extends Operator {
  /** δ with |h_i − (Kx)_i| ≤ δ Σ_j |x_j| for every product h, and |k̃_ij − k_ij| ≤ δ. */
  readonly error: number;
}

/**
 * K_ij = exp(−Σ_k (w_k (x_ik − x_jk))²) made anew at every product in single precision, sums of more than 64 terms in double: two to three times as fast
 * as tiles in double precision. The same bits in every engine, and for any number of threads. Columns have the bits of products with unit vectors.
 *
 * With y = √(log₂e)·w∘(x − c), c the middle of the points, ρ = max ‖y‖ and u = 2⁻²⁴ an element is off by at most
 *
 *     |k̃ − k| ≤ u(1.43ρ + 0.37(d + 3) + 2),
 *
 * as ‖y − y′‖² is off by 4ρu‖y − y′‖ + (d + 3)u‖y − y′‖², s·2^−s² ≤ 0.516 and s²·2^−s² ≤ 0.531; and a sum by 26u Σ_j |x_j| more. `error` is a little more than
 * both together; it says nothing once it is near 1, for points too far apart beside the width.
 *
 * @param weights w
 */
export function gaussianInSingle(
  workspace: Workspace,
  { rows: n, cols: d, data }: Matrix,
  weights: Float64Array,
  blocks: SingleGaussianBlocks & { readonly scaled: Block },
): RoundedOperator {
  const Y = view(workspace, blocks.scaled);
  const factor = Math.sqrt(1 / Math.LN2);
  for (let k = 0; k < d; k++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      const x = data[i * d + k] as number;
      if (x < least) least = x;
      if (x > most) most = x;
    }
    const middle = least / 2 + most / 2;
    for (let i = 0; i < n; i++) Y[i * d + k] = factor * (weights[k] as number) * ((data[i * d + k] as number) - middle);
  }
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = 0; k < d; k++) square += (Y[i * d + k] as number) * (Y[i * d + k] as number);
    if (!(square <= largest)) largest = square;
  }
  packSingle(workspace, n, d, blocks.scaled, blocks);
  return {
    n,
    // a hundredth for what is of second order
    error: 1.01 * ROUNDOFF * (1.43 * Math.sqrt(largest) + 0.37 * (d + 3) + 2 + 26),
    multiply: (X, H, t) => singleGaussian(workspace, t, X, H, blocks),
    diagonal: (diagonal) => void view(workspace, diagonal).fill(1),
    columns(indices, C) {
      indices.forEach((j, at) => {
        singleGaussianColumn(workspace, j, slice(C, at * n, n), blocks);
      });
    },
  };
}
