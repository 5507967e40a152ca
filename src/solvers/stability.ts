import { mercerError } from "../errors";
import { type Block, view, type Workspace } from "../wasm/memory";
import { mirror, syrk } from "../wasm/products";
import type { DescentPlan } from "./descent";
import { boundRadius, boundSpectrum, isNegative } from "./spectrum";

/** What is known of the largest stable step. */
export interface Stability {
  /** Proven: every step below it is stable, if any is. */
  readonly safe: number;
  /** Proven: no step beyond it is. */
  readonly limit: number;
  /** Why no step is stable, or null. */
  readonly unstable: string | null;
}

/**
 * Descent multiplies the error by I − 2sH in every step, so it is stable for s < 1/λ₁(H) if H has no negative eigenvalue:
 *
 *     functional   H = W^½KW^½ + λI
 *     Euclidean    H = KWK + λK, whose eigenvalues without weights are λ_i(λ_i + λ)
 *
 * @param roots the square roots of the weights, null without weights
 * @param hessian room for two n × n matrices, needed only for the Euclidean gradient with weights
 */
export function boundStep(
  workspace: Workspace,
  n: number,
  { gradient, lambda }: DescentPlan,
  blocks: { readonly K: Block; readonly work: Block; readonly hessian: Block; readonly factor: Block },
  roots: Block | null,
): Stability {
  const { K, work, hessian } = blocks;
  if (gradient === "functional") {
    const { largest, smallest, atMost, rowSums } = boundSpectrum(workspace, n, K, roots, work);
    return stability(atMost + lambda, largest + lambda, isNegative(smallest + lambda, n, rowSums) ? smallest : null);
  }
  if (roots) {
    writeHessian(workspace, n, lambda, blocks, roots);
    const { largest, smallest, atMost, rowSums } = boundSpectrum(workspace, n, hessian, null, work);
    return stability(atMost, largest, isNegative(smallest, n, rowSums) ? smallest : null);
  }
  const bounds = boundSpectrum(workspace, n, K, null, work);
  const radius = boundRadius(workspace, n, K, null, work, bounds);
  const { largest, smallest, rowSums } = bounds;
  const curvature = (eigenvalue: number): number => eigenvalue * (eigenvalue + lambda);
  const negative = isNegative(curvature(smallest), n, rowSums * (rowSums + lambda));
  return stability(curvature(radius), Math.max(curvature(largest), curvature(smallest)), negative ? smallest : null);
}

function stability(atMost: number, atLeast: number, negative: number | null): Stability {
  if (!Number.isFinite(atMost)) {
    throw mercerError("not-finite", "the curvature of the loss overflows; scale the features down, for instance with standardize", {});
  }
  const unstable = negative === null ? null : `it has an eigenvalue of ${negative.toPrecision(3)} or less`;
  return { safe: 1 / atMost, limit: 1 / atLeast, unstable };
}

/** H = (KW^½)(KW^½)ᵀ + λK */
function writeHessian(
  workspace: Workspace,
  n: number,
  lambda: number,
  { K, hessian, factor }: { readonly K: Block; readonly hessian: Block; readonly factor: Block },
  roots: Block,
): void {
  const gram = view(workspace, K);
  const scale = view(workspace, roots);
  const scaled = view(workspace, factor);
  gram.forEach((value, at) => {
    scaled[at] = value * (scale[at % n] as number);
  });
  view(workspace, hessian).forEach((_, at, H) => {
    H[at] = lambda * (gram[at] as number);
  });
  syrk(workspace, n, n, factor, hessian);
  mirror(workspace, n, hessian, "lower");
}
