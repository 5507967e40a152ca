import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import type { Order } from "../series/order";
import { fourierFactor } from "./fourier-factor";
import { gridFactor } from "./grid-factor";
import { seriesFactor } from "./series-factor";
import type { Structure } from "./structure";

/** The factor of G = K + N by the structure of K. Its points are in an order of its own, and so is all that it takes and gives. */
export interface StructuredFactor {
  readonly order: Order;
  /** N with the white noise of the kernel. */
  readonly noise: Float64Array;
  /** log det G */
  readonly logDeterminant: number;
  /** ‖G‖ in the ∞-norm where that is known, else what is no more. */
  readonly norm: () => number;
  /** What was done, in words. */
  readonly reason: string;
  /** How far the kernel that was factored is from the one that was asked for at most, rounding of its products included; left out where it is the same. */
  readonly kernelError?: number;
  /** Numbers held for each point, beside those of t columns. */
  readonly numbers: number;
  /** C ← G^(−½)C for a root of G, n × c. */
  whiten(C: Float64Array, c: number): void;
  /** W ← G^(−T/2)W: G⁻¹C of what `whiten` makes of C. */
  unwhiten(W: Float64Array, c: number): void;
  /** diag G⁻¹ */
  inverse(): Float64Array;
  /** Kα without white noise, n × t. */
  times(alpha: Float64Array, t: number): Float64Array;
  /** ½ Σ_ij Q_ij ∂K_ij/∂θ by the parameters of the kernel as it was written, for Q = Σ w_q α_q α_qᵀ − t G⁻¹. */
  derivatives(columns: WhitenedColumns, written: KernelSpec): Derivatives;
  /** k(z, z) − k_zᵀG⁻¹k_z for every row of Z, and `whiten(F)ᵀ whiten(k_z)`, m × p, for whitened columns, n × p. */
  known(columns: Float64Array, p: number): (z: Matrix) => { readonly variance: Float64Array; readonly shares: Float64Array };
  /** k(Z, Z) − k_ZᵀG⁻¹k_Z, m × m. */
  covariance(z: Matrix): Float64Array;
  /** c functions of the covariance k, drawn at the points and the rows of Z together; null where the structure has no way to do so. */
  draw(z: Matrix, c: number, next: () => number): Drawn | null;
}

/** Functions drawn with the covariance k. */
export interface Drawn {
  /** At the points, n × c. */
  readonly atPoints: Float64Array;
  /** At the rows of Z, m × c. */
  readonly atRows: Float64Array;
  /** Σ_j α_j k(x_j, z) at the rows of Z, m × c. */
  sums(alpha: Float64Array): Float64Array;
}

/** Whitened columns, n × c, and what each counts for. */
export interface WhitenedColumns {
  readonly W: Float64Array;
  readonly weights: readonly number[];
  readonly t: number;
}

export interface Derivatives {
  /** α of every column, n × c */
  readonly alpha: Float64Array;
  /** diag G⁻¹ */
  readonly inverse: Float64Array;
  /** @param byNoise the derivatives by the variance of the noise at each point, to which white noise belongs */
  byKernel(byNoise: Float64Array): Float64Array;
}

/** @throws "not-positive-definite" where G has no factor */
export function structuredFactor(
  points: KernelPoints,
  structure: Structure,
  noise: Float64Array,
  keeps: boolean,
  progress: Watch,
): StructuredFactor {
  switch (structure.kind) {
    case "stateSpace":
      return seriesFactor(points, structure.terms, noise, keeps, progress);
    case "kronecker":
      return gridFactor(points, structure, noise, progress);
    case "fourier":
      return fourierFactor(points, structure, noise, progress);
    default:
      return structure satisfies never;
  }
}
