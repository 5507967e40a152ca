import type { KernelSpec } from "../kernels/spec";
import { inverseDiagonalOfGrid } from "../kronecker/factor";
import type { Matrix } from "../matrix";
import { inverseDiagonalOf } from "../series/information";
import { inverseDiagonalOfWaves, knownByWaves, waveDerivatives } from "./fourier-process";
import { gridDerivatives, knownOnGrid } from "./grid-process";
import { knownInSeries, seriesDerivatives } from "./series-process";
import type { StructuredFactor } from "./structured-factor";

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

export type Known = (z: Matrix) => { readonly variance: Float64Array; readonly shares: Float64Array };

/** diag G⁻¹ */
export function inverseOf({ found }: StructuredFactor): Float64Array {
  switch (found.kind) {
    case "stateSpace":
      return inverseDiagonalOf(found.factor);
    case "kronecker":
      return inverseDiagonalOfGrid(found.factor);
    case "fourier":
      return inverseDiagonalOfWaves(found);
    default:
      return found satisfies never;
  }
}

/** ½ Σ_ij Q_ij ∂K_ij/∂θ by the parameters of the kernel as it was written, for Q = Σ w_q α_q α_qᵀ − t G⁻¹. */
export function derivativesOf({ found }: StructuredFactor, columns: WhitenedColumns, written: KernelSpec): Derivatives {
  switch (found.kind) {
    case "stateSpace":
      return seriesDerivatives(found, columns, written);
    case "kronecker":
      return gridDerivatives(found, columns, written);
    case "fourier":
      return waveDerivatives(found, columns, written);
    default:
      return found satisfies never;
  }
}

/** k(z, z) − k_zᵀG⁻¹k_z for every row of Z, and `whiten(F)ᵀ whiten(k_z)`, m × p, for whitened columns, n × p. */
export function knownBy({ found }: StructuredFactor, columns: Float64Array, p: number): Known {
  switch (found.kind) {
    case "stateSpace":
      return knownInSeries(found, columns, p);
    case "kronecker":
      return knownOnGrid(found, columns, p);
    case "fourier":
      return knownByWaves(found, columns, p);
    default:
      return found satisfies never;
  }
}
