import type { KernelSpec } from "../kernels/spec";
import { inverseDiagonalOfGrid } from "../kronecker/factor";
import type { Matrix } from "../matrix";
import { inverseDiagonalOf } from "../series/information";
import { covarianceByWaves, drawnByWaves, inverseDiagonalOfWaves, knownByWaves, waveDerivatives } from "./fourier-process";
import { covarianceOnGrid, drawnOnGrid, gridDerivatives, knownOnGrid } from "./grid-process";
import { covarianceInSeries, drawnInSeries, knownInSeries, seriesDerivatives } from "./series-process";
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

/** Functions drawn with the covariance k. */
export interface Drawn {
  /** At the points, n × c. */
  readonly atPoints: Float64Array;
  /** At the rows of Z, m × c. */
  readonly atRows: Float64Array;
  /** Σ_j α_j k(x_j, z) at the rows of Z, m × c. */
  sums(alpha: Float64Array): Float64Array;
}

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

/** k(Z, Z) − k_ZᵀG⁻¹k_Z, m × m. */
export function covarianceBy({ found }: StructuredFactor, z: Matrix): Float64Array {
  switch (found.kind) {
    case "stateSpace":
      return covarianceInSeries(found, z);
    case "kronecker":
      return covarianceOnGrid(found, z);
    case "fourier":
      return covarianceByWaves(found, z);
    default:
      return found satisfies never;
  }
}

/** c functions of the covariance k, drawn at the points and the rows of Z together; null where the structure has no way to do so. */
export function drawnBy({ found }: StructuredFactor, z: Matrix, c: number, next: () => number): Drawn | null {
  switch (found.kind) {
    case "stateSpace":
      return drawnInSeries(found, z, c, next);
    case "kronecker":
      return drawnOnGrid(found, z, c, next);
    case "fourier":
      return drawnByWaves(found, z, c, next);
    default:
      return found satisfies never;
  }
}
