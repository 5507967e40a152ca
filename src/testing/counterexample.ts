import { diagnose } from "../diagnosis/diagnose";
import { isMercerError } from "../errors";
import { readNumber } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { samplePoints } from "./sample";

/** Points X and a vector q with qᵀKq < 0 for the Gram matrix K of X: no kernel has them. */
export interface Counterexample {
  readonly points: Matrix;
  readonly q: Float64Array;
  /** qᵀKq, in twice the working precision; its sign is certain. */
  readonly value: number;
}

const SIZES = [1, 2, 3, 5, 8, 13, 21];
const SCALES = [1, 0.1, 3, 10];

/**
 * Looks for a proof that k is not positive semi-definite: seeded random points of d features, few and many, near and far, the origin always among them.
 *
 * Returns null where none was found, which proves nothing. Points that the kernel refuses (χ² and negative features, say) are passed over.
 *
 * @example counterexample(linear(), 2) // null
 */
export function counterexample(kernel: Kernel, features: number, seed = 1): Counterexample | null {
  readFeatures(features, "features");
  readNumber(seed, "seed");
  for (const n of SIZES) {
    for (const scale of SCALES) {
      for (const signed of [true, false]) {
        const points = samplePoints(seed + n, n, features, scale, signed);
        const witness = witnessAt(kernel, points);
        if (witness) return { points, ...witness };
      }
    }
  }
  return null;
}

/** @throws "argument" unless points may have so many features */
export function readFeatures(features: unknown, name: string): number {
  return readNumber(features, name, { minimum: 1, integer: true });
}

function witnessAt(kernel: Kernel, points: Matrix): { readonly q: Float64Array; readonly value: number } | null {
  try {
    return diagnose(kernel, points).witness;
  } catch (error) {
    if (isMercerError(error) && (error.code === "argument" || error.code === "not-finite")) return null;
    throw error;
  }
}
