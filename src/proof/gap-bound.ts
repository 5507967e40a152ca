import { isPsd } from "../kernels/psd";
import { kernelRounding, UNIT_ROUNDOFF } from "../kernels/rounding";
import type { KernelPoints } from "../problem/points";
import { diameterOf, reachOf } from "./error-bar";

/** What is known of the K in memory beside the kernel of the points as given. */
export interface Certainty {
  /** Whether k is positive semi-definite by the rules. */
  readonly psd: boolean;
  /** η with |K̂_ij − k(x_i, x_j)| ≤ η √(k(x_i, x_i) k(x_j, x_j)); null where none is known. Where nothing is known of k itself, K̂ is what counts: 0. */
  readonly rounding: number | null;
  /** √K̂_ii */
  readonly roots: Float64Array;
}

/** Where η is larger, bounds that are linear in it say nothing. */
const COARSE = 1e-3;

export function certaintyOf(points: KernelPoints, diagonal: Float64Array): Certainty {
  const { kernel, precomputed, X, side } = points;
  const psd = isPsd(kernel, precomputed ? undefined : X.cols) === true;
  const rounding = psd && !precomputed ? kernelRounding(kernel, side.pointAt(0), () => diameterOf(X)) : 0;
  return {
    psd,
    rounding: rounding !== null && rounding <= COARSE ? rounding : null,
    roots: diagonal.map((value) => Math.sqrt(Math.max(0, value))),
  };
}

/** A proven bound of J less its minimum. */
export interface Proof {
  /** Of J itself; Infinity where there is none. */
  readonly excess: number;
  /** As a share of J; null where the rounding of K and of the sums leaves none below 1. */
  readonly gap: number | null;
}

/** @param atLeast J less the rounding that may be in it */
export function proofOf(excess: number, atLeast: number): Proof {
  if (excess === 0) return { excess, gap: 0 };
  const share = excess / atLeast;
  return { excess: Number.isFinite(excess) ? excess : Infinity, gap: atLeast > 0 && share < 1 ? share : null };
}

export const UNPROVEN: Proof = { excess: Infinity, gap: null };

/** What to say of gaps, one per target; nothing where all are within the tolerance. */
export function warningsAboutProof(gaps: readonly (number | null)[], tolerance: number, converged: boolean): readonly string[] {
  const remedy = "scale the features, for instance with standardize, or use a larger lambda";
  if (gaps.some((gap) => gap === null)) {
    return [`no gap can be proven: the rounding of the kernel's values changes J by as much as J itself; ${remedy}`];
  }
  const worst = gaps.reduce<number>((most, gap) => Math.max(most, gap ?? 0), 0);
  if (!converged || worst <= tolerance || worst === Infinity) return [];
  return [`J is proven to within ${worst.toPrecision(2)} of itself only: the rounding of the kernel's values hides the rest; ${remedy}`];
}

/**
 * ε with |h(z) − h*(z)| ≤ ε√k(z, z) at every z: J is 2λ-strongly convex in ‖h‖, so λ‖h − h*‖² ≤ J − J* without intercept, and carrying out
 * Σ α_i k(x_i, z) adds its rounding. Null where nothing is proven.
 */
export function errorOfExcess(
  { psd, rounding, roots }: Certainty,
  excess: number,
  lambda: number,
  alpha: ArrayLike<number>,
): number | null {
  if (!psd || rounding === null) return null;
  const bound = Math.sqrt(excess / lambda) + (rounding + roots.length * UNIT_ROUNDOFF) * reachOf({ roots }, alpha);
  // rounded up for the roundings of the bound itself
  return Number.isFinite(bound) ? bound * (1 + 2 ** -20) : null;
}

/** The larger of two bounds; null where one of them is. */
export function worse(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
