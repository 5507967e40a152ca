import { cholesky } from "../../core/factors";
import { subtractSquare } from "../../core/iterations";
import { asMatrix } from "../../core/matrix-view";
import { scaleElements } from "../../core/products";
import { mercerError } from "../../errors";
import { largest as largestOf } from "../../matrix/vectors";
import { boundProduct, boundRadius, boundSpectrum, isNegative, type SpectrumTask } from "../../operator/spectrum";
import { type Block, slice, view } from "../../wasm/memory";
import { ignore } from "../../wasm/pause";

/** What is known of the largest stable step. */
export interface Stability {
  /** Every step below it is stable, if any is. */
  readonly safe: number;
  /** Whether that is proven: not always where K is not stored, see `SpectrumBounds`. */
  readonly proven: boolean;
  /** Proven: no step beyond it is. */
  readonly limit: number;
  /** Why no step is stable, or null. */
  readonly unstable: string | null;
}

/** Nothing is known: L″ has no bound. */
export const UNBOUNDED: Stability = { safe: Infinity, proven: false, limit: Infinity, unstable: null };

/** What the curvature of J is made of: `half` is half the bound of L″, 1 for the squared loss. */
interface CurvatureParts {
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
 * @param task K, its scale the square roots of the weights, null without weights
 * @param room for two n × n matrices, needed only for the Euclidean gradient with weights on a stored K
 */
export function boundStep(task: SpectrumTask, parts: CurvatureParts, room: { readonly hessian: Block; readonly factor: Block }): Stability {
  const { workspace, n, source, scale: roots } = task;
  const { gradient, lambda, half } = parts;
  if (gradient === "functional") {
    const { largest, smallest, rowSums, atMost, proven } = boundSpectrum(task);
    const negative = isNegative(half * smallest + lambda, n, half * rowSums);
    return stability(half * atMost + lambda, half * largest + lambda, negative ? smallest : null, proven);
  }
  const plain = { ...task, scale: null };
  const bounds = boundSpectrum(plain);
  const { largest, smallest, rowSums, proven } = bounds;
  const curvature = (eigenvalue: number, weight = half): number => eigenvalue * (weight * eigenvalue + lambda);
  if (!roots) {
    const radius = boundRadius(plain, bounds);
    const negative = isNegative(curvature(smallest), n, curvature(rowSums));
    return stability(curvature(radius), Math.max(curvature(largest), curvature(smallest)), negative ? smallest : null, proven);
  }
  const curvatures = slice(task.work, 5 * n, n);
  const weights = view(workspace, roots).map((root) => half * root * root);
  view(workspace, curvatures).set(weights);
  const prove = source.kind === "tiles" ? null : (mu: number): boolean => exceedsHessian(task, parts, { K: source.K, ...room }, roots, mu);
  const whole = curvature(rowSums, largestOf(weights));
  const found = boundProduct(plain, { curvature: curvatures, lambda }, whole, prove);
  return stability(found.atMost, found.largest, isNegative(found.smallest, n, whole) ? found.smallest : null, found.proven);
}

/**
 * The same for mini-batches of b points, whose curvature n/b times a part of the sum has the bound half min(n/b μ, n max w_i‖φ_i‖²) + λ, or n/b times
 * the whole for the Euclidean gradient.
 *
 * @param heaviest half max_i w_i ‖φ(x_i)‖², null for the Euclidean gradient
 */
export function boundBatches(
  { safe, proven, unstable }: Stability,
  n: number,
  batch: number,
  lambda: number,
  heaviest: number | null,
): Stability {
  const share = n / Math.min(n, batch);
  const whole = 1 / safe;
  const atMost = heaviest === null ? share * whole : Math.min(share * (whole - lambda), n * heaviest) + lambda;
  return { safe: 1 / atMost, proven, limit: Infinity, unstable };
}

export function stability(atMost: number, atLeast: number, negative: number | null, proven: boolean): Stability {
  if (!Number.isFinite(atMost)) {
    throw mercerError(
      "not-finite",
      "the curvature of the loss overflows; scale the features down, for instance with standardize: true",
      {},
    );
  }
  const unstable = negative === null ? null : `it has an eigenvalue of ${negative.toPrecision(3)} or less`;
  return { safe: 1 / atMost, proven, limit: 1 / atLeast, unstable };
}

/** Whether μI − H is positive definite, H = half (KW^½)(KW^½)ᵀ + λK, in place of H. */
function exceedsHessian(
  { workspace, n, pause = ignore }: SpectrumTask,
  { lambda, half }: CurvatureParts,
  { K, hessian, factor }: { readonly K: Block; readonly hessian: Block; readonly factor: Block },
  roots: Block,
  mu: number,
): boolean {
  for (const copy of [hessian, factor]) view(workspace, copy).set(view(workspace, K));
  const [H, F] = [asMatrix(hessian, n, n), asMatrix(factor, n, n)];
  scaleElements(workspace, F, "whole", Math.sqrt(half), roots);
  scaleElements(workspace, H, "lower", -lambda);
  const elements = view(workspace, hessian);
  for (let at = 0; at < n * n; at += n + 1) elements[at] = mu + (elements[at] as number);
  subtractSquare(workspace, F, H, pause);
  return cholesky(workspace, H, pause) === n;
}
