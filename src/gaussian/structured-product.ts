import { largestMagnitude } from "../matrix/magnitude";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { sorted, unsorted } from "../series/order";
import type { Structure } from "./structure";
import { structuredFactor } from "./structured-factor";

/** Products with K by its structure, white noise left out. */
export interface StructuredProduct {
  /** Kα, n × t, the rows in the order of the points. */
  times(alpha: Float64Array, t: number): Float64Array;
  /** ‖K‖ in the ∞-norm where that is known, else what is no more; white noise included. */
  readonly norm: number;
}

export function structuredProduct(points: KernelPoints, structure: Structure, progress: Watch): StructuredProduct {
  const largest = largestMagnitude(points.training.diagonal());
  // a noise that changes no size, and lets the factor be made
  const noise = new Float64Array(points.n).fill(Math.min(largest || 1, Number.MAX_VALUE - largest));
  const factor = structuredFactor(points, structure, noise, false, progress);
  return {
    times: (alpha, t) => unsorted(factor.times(sorted(alpha, factor.order, t), t), factor.order, t),
    norm: factor.norm() - (noise[0] as number),
  };
}
