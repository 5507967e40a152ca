import { asMatrix, diagonalIn } from "../core/matrix-view";
import type { Matrix } from "../matrix";
import { negativeEigenvalue } from "../operator/spectrum";
import { assembleGram, type GramBlocks } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { type Certainty, certaintyOf, warningsAboutProof } from "../proof/gap-bound";
import type { Block, Workspace } from "../wasm/memory";

export interface ProvenOptions {
  /** λ > 0 */
  readonly lambda: number;
  readonly intercept: boolean;
  /** What the gap, relative to J, comes down to. */
  readonly tolerance: number;
}

/** A minimum of J with a proof of how near it is. */
export interface ProvenSolution {
  readonly reason: string;
  readonly warnings: readonly string[];
  /** α, n × t: h(z) = Σ_i α_i k(x_i, z) + b */
  readonly coefficients: Matrix;
  readonly intercepts: Float64Array;
  /**
   * Proven, the rounding of K and of b included: J exceeds its minimum by at most this share of itself, J counted from Σ w inf L. Null where rounding
   * leaves no proof, ∞ for a K with a negative eigenvalue.
   */
  readonly gap: readonly (number | null)[];
  /** ε with |h(z) − h*(z)| ≤ ε√k(z, z), h* the exact optimum; null with an intercept, or where nothing is proven. */
  readonly errorBound: number | null;
  /** Of all columns. */
  readonly iterations: number;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
}

/** K of the problem in its block, what is known of it, and an eigenvalue of it that is negative beyond rounding, or null. */
export function assembleKnown(
  workspace: Workspace,
  problem: Problem,
  blocks: GramBlocks & { readonly spectrum: Block },
  progress: Watch,
): { readonly certainty: Certainty; readonly negative: number | null } {
  const { n } = problem;
  assembleGram(workspace, problem, blocks, progress.during("gram"));
  const certainty = certaintyOf(problem, diagonalIn(workspace, asMatrix(blocks.K, n, n)));
  const pause = progress.during("spectrum");
  return { certainty, negative: certainty.psd ? null : negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum, pause) };
}

/**
 * The gaps as they count for a K with that negative eigenvalue or none, and what to say of them.
 *
 * @param remedy for a tolerance that was not reached
 */
export function judged(
  negative: number | null,
  proven: readonly (number | null)[],
  { tolerance, reached, remedy }: { readonly tolerance: number; readonly reached: boolean; readonly remedy: string },
): Pick<ProvenSolution, "gap" | "warnings"> {
  const gap = negative === null ? proven : proven.map(() => Infinity);
  return {
    gap,
    warnings: [
      ...(negative === null ? [] : [`K has an eigenvalue of ${negative.toPrecision(3)} or less: a stationary point, not a proven optimum`]),
      ...(reached || gap.includes(null) ? [] : [`the tolerance ${tolerance} was not reached; ${remedy}`]),
      ...warningsAboutProof(gap, tolerance, reached),
    ],
  };
}
