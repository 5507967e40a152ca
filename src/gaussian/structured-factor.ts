import type { GridFactor } from "../kronecker/factor";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import type { SeriesFactor } from "../series/factor";
import type { Order } from "../series/order";
import { fourierFactor, type WaveFactor } from "./fourier-factor";
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
  /** Kα without white noise, n × t. */
  times(alpha: Float64Array, t: number): Float64Array;
  /** What the structure was factored into, for what only a process asks: structured-process.ts. */
  readonly found: Found;
}

export type Found = FoundSeries | FoundGrid | FoundWaves;

export interface FoundSeries {
  readonly kind: "stateSpace";
  readonly factor: SeriesFactor & { readonly seen: Float64Array };
}

export interface FoundGrid {
  readonly kind: "kronecker";
  readonly points: KernelPoints;
  readonly factor: GridFactor;
}

export interface FoundWaves {
  readonly kind: "fourier";
  readonly points: KernelPoints;
  readonly factor: WaveFactor;
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
