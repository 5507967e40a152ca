import { mercerError } from "../errors";
import type { GramSource } from "../wasm/iterations";
import { type Block, view, type Workspace } from "../wasm/memory";
import { mirror, syrk } from "../wasm/products";
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

/** Nothing is known: the loss has kinks. */
export const UNBOUNDED: Stability = { safe: Infinity, limit: Infinity, unstable: null };

/** What the curvature of J is made of: `half` is half the bound of L″, 1 for the squared loss. */
export interface CurvatureParts {
  readonly gradient: "functional" | "euclidean";
  readonly lambda: number;
  readonly half: number;
}

/**
 * Descent on a quadratic multiplies the error by I − 2sH in every step, so it is stable for s < 1/λ₁(H) if H has no negative eigenvalue; with
 * half = ½ sup L″,
 *
 *     functional   H = half W^½KW^½ + λI
 *     Euclidean    H = half KWK + λK, whose eigenvalues without weights are λ_i(half λ_i + λ)
 *
 * @param roots the square roots of the weights, null without weights
 * @param hessian room for two n × n matrices, needed only for the Euclidean gradient with weights on a stored K
 */
export function boundStep(
  workspace: Workspace,
  n: number,
  parts: CurvatureParts,
  source: GramSource,
  blocks: { readonly spectrum: Block; readonly hessian: Block; readonly factor: Block },
  roots: Block | null,
): Stability {
  const { gradient, lambda, half } = parts;
  const { spectrum: work, hessian } = blocks;
  if (gradient === "functional") {
    const { largest, smallest, atMost, rowSums } = boundSpectrum(workspace, n, source, roots, work);
    const negative = isNegative(half * smallest + lambda, n, half * rowSums);
    return stability(half * atMost + lambda, half * largest + lambda, negative ? smallest : null);
  }
  if (roots && source.K) {
    writeHessian(workspace, n, parts, { K: source.K, ...blocks }, roots);
    const stored = { K: hessian, program: source.program };
    const { largest, smallest, atMost, rowSums } = boundSpectrum(workspace, n, stored, null, work);
    return stability(atMost, largest, isNegative(smallest, n, rowSums) ? smallest : null);
  }
  const bounds = boundSpectrum(workspace, n, source, null, work);
  const radius = boundRadius(workspace, n, source, null, work, bounds);
  const { largest, smallest, rowSums } = bounds;
  // min w λ_i² ≤ the eigenvalues of KWK ≤ max w λ_i²: coarse, but nothing is stored
  const weights = roots ? view(workspace, roots).map((root) => root * root) : Float64Array.of(1);
  const heaviest = half * weights.reduce((a, b) => Math.max(a, b));
  const lightest = half * weights.reduce((a, b) => Math.min(a, b));
  const curvature = (eigenvalue: number, weight = lightest): number => eigenvalue * (weight * eigenvalue + lambda);
  const negative = isNegative(curvature(smallest), n, curvature(rowSums, heaviest));
  return stability(curvature(radius, heaviest), Math.max(curvature(largest), curvature(smallest)), negative ? smallest : null);
}

/**
 * The same for mini-batches of b points, whose curvature n/b times a part of the sum has the bound half min(n/b μ, n max w_i‖φ_i‖²) + λ, or n/b times
 * the whole for the Euclidean gradient.
 *
 * @param heaviest half max_i w_i ‖φ(x_i)‖², null for the Euclidean gradient
 */
export function boundBatches({ safe, unstable }: Stability, n: number, batch: number, lambda: number, heaviest: number | null): Stability {
  const share = n / Math.min(n, batch);
  const whole = 1 / safe;
  const atMost = heaviest === null ? share * whole : Math.min(share * (whole - lambda), n * heaviest) + lambda;
  return { safe: 1 / atMost, limit: Infinity, unstable };
}

export function stability(atMost: number, atLeast: number, negative: number | null): Stability {
  if (!Number.isFinite(atMost)) {
    throw mercerError("not-finite", "the curvature of the loss overflows; scale the features down, for instance with standardize", {});
  }
  const unstable = negative === null ? null : `it has an eigenvalue of ${negative.toPrecision(3)} or less`;
  return { safe: 1 / atMost, limit: 1 / atLeast, unstable };
}

/** H = half (KW^½)(KW^½)ᵀ + λK */
function writeHessian(
  workspace: Workspace,
  n: number,
  { lambda, half }: CurvatureParts,
  { K, hessian, factor }: { readonly K: Block; readonly hessian: Block; readonly factor: Block },
  roots: Block,
): void {
  const gram = view(workspace, K);
  const scale = view(workspace, roots);
  const scaled = view(workspace, factor);
  const root = Math.sqrt(half);
  gram.forEach((value, at) => {
    scaled[at] = value * (scale[at % n] as number) * root;
  });
  view(workspace, hessian).forEach((_, at, H) => {
    H[at] = lambda * (gram[at] as number);
  });
  syrk(workspace, n, n, factor, hessian);
  mirror(workspace, n, hessian, "lower");
}
