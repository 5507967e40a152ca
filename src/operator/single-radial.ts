import type { Operator } from "../core/operator";
import { packedLength, packSingle, type RadialMap, singleColumn, singleProduct, singleRadialWork } from "../core/single-radial";
import type { Matrix } from "../matrix";
import { type Block, slice, view, type Workspace, withMoreBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";

/** 2⁻²⁴ */
const ROUNDOFF = 2 ** -24;

/** A kernel of the distance r = ‖w∘(x − z)‖: exp(−r²), e⁻ʳ, (1 + r)e⁻ʳ or (1 + r + r²/3)e⁻ʳ. */
export interface Radial {
  readonly map: RadialMap;
  /** w, one for each feature. */
  readonly weights: Float64Array;
}

/** Room for `radialInSingle` of n points of d features and products with t vectors. */
export function singleRadialRooms(n: number, d: number, t: number) {
  return { points: packedLength(n, d), work: singleRadialWork(n, t) };
}

/** A kernel matrix that was rounded, and by how much. */
export interface RoundedOperator extends Operator {
  /** δ with |h_i − (Kx)_i| ≤ δ Σ_j |x_j| for every product h. */
  readonly error: number;
  /** No |k̃_ij − k_ij| is larger. */
  readonly elementError: number;
  multiply(X: Block, H: Block, t: number, pause?: Pause): void;
}

/** Per map the largest |dk/dq|, and of q|dk/dq|, in the distance q = r/ln 2, and the roundings of the map itself, all in units of u. */
const SENSITIVITY: Readonly<Record<Exclude<RadialMap, "gaussian">, readonly [slope: number, stretch: number, roundings: number]>> = {
  matern12: [0.694, 0.368, 3],
  matern32: [0.256, 0.542, 6],
  matern52: [0.195, 0.605, 9],
};

/**
 * K_ij = k(‖w∘(x_i − x_j)‖) made anew at every product in single precision, sums of more than 64 terms in double: two to three times as fast
 * as tiles in double precision. The same bits in every engine, and for any number of threads. Columns have the bits of products with unit vectors.
 *
 * With y = c·w∘(x − m), m the middle of the points, ρ = max ‖y‖ and u = 2⁻²⁴: for the Gaussian, c = √(log₂e), an element is off by at most
 *
 *     |k̃ − k| ≤ u(1.43ρ + 0.37(d + 3) + 2),
 *
 * as ‖y − y′‖² is off by 4ρu‖y − y′‖ + (d + 3)u‖y − y′‖², s·2^−s² ≤ 0.516 and s²·2^−s² ≤ 0.531. For the others, c = log₂e, the distance q = ‖y − y′‖ is off by
 * 2ρu + ((d + 3)/2 + 1)uq, and |k̃ − k| by that times |dk/dq|. A sum is off by 26u Σ_j |x_j| more. The errors are given a little larger; they say nothing
 * once they are near 1, for points too far apart beside the width.
 */
export function radialInSingle(
  workspace: Workspace,
  { rows: n, cols: d, data }: Matrix,
  { map, weights }: Radial,
  { points, work }: Readonly<Record<"points" | "work", Block>>,
): RoundedOperator {
  const K = { n, d, map, points, work };
  const factor = map === "gaussian" ? Math.sqrt(1 / Math.LN2) : 1 / Math.LN2;
  const largest = withMoreBlocks(workspace, { Y: n * d }, ({ Y }) => {
    const rho = writeScaled(
      view(workspace, Y),
      { rows: n, cols: d, data },
      weights.map((w) => factor * w),
    );
    packSingle(workspace, K, Y);
    return rho;
  });
  const elementError = 1.01 * ROUNDOFF * roundingsOf(map, d, largest);
  return {
    n,
    elementError,
    // a hundredth for what is of second order
    error: elementError + 1.01 * 26 * ROUNDOFF,
    multiply: (X, H, t, pause) => singleProduct(workspace, K, t, X, H, pause),
    diagonal: (diagonal) => void view(workspace, diagonal).fill(1),
    columns(indices, C) {
      indices.forEach((j, at) => {
        singleColumn(workspace, K, j, slice(C, at * n, n));
      });
    },
  };
}

/** By how many u an element is off at most, for points no further from their middle than ρ. */
function roundingsOf(map: RadialMap, d: number, rho: number): number {
  if (map === "gaussian") return 1.43 * rho + 0.37 * (d + 3) + 2;
  const [slope, stretch, roundings] = SENSITIVITY[map];
  return 2 * rho * slope + ((d + 3) / 2 + 1) * stretch + roundings;
}

/** Y ← w∘(x − m), m the middle of the points; returns max ‖y‖. */
function writeScaled(Y: Float64Array, { rows: n, cols: d, data }: Matrix, weights: Float64Array): number {
  for (let k = 0; k < d; k++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      const x = data[i * d + k] as number;
      if (x < least) least = x;
      if (x > most) most = x;
    }
    const middle = least / 2 + most / 2;
    for (let i = 0; i < n; i++) Y[i * d + k] = (weights[k] as number) * ((data[i * d + k] as number) - middle);
  }
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = 0; k < d; k++) square += (Y[i * d + k] as number) * (Y[i * d + k] as number);
    if (!(square <= largest)) largest = square;
  }
  return Math.sqrt(largest);
}
