import { cholesky } from "../core/factors";
import { type GramSource, productWork, rowSumsOf, type TiledGram } from "../core/iterations";
import { asMatrix } from "../core/matrix-view";
import { infinityNorm, mirror, scaleElements } from "../core/products";
import { fillGeneric } from "../matrix/generic-vector";
import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import { euclideanHessian } from "./euclidean-hessian";
import { kernelMatrix, magnitudes } from "./kernel-matrix";
import { lanczos } from "./lanczos";
import type { LinearMap } from "./operator";
import { scaledMap } from "./scaled";

/** What is known of the eigenvalues of A = SKS, S = diag(scale). */
export interface SpectrumBounds {
  /** Rayleigh quotients: the largest eigenvalue is at least, the smallest at most this. */
  readonly largest: number;
  readonly smallest: number;
  /** No eigenvalue is larger. */
  readonly atMost: number;
  /** Whether that is proven. If not it is the margin that Lanczos leaves, which is wrong for less than one in a million of starting vectors. */
  readonly proven: boolean;
  /** max_i Σ_j |a_ij|: no eigenvalue is larger in absolute value. */
  readonly rowSums: number;
}

/** Steps of Lanczos: the largest eigenvalue is then known to about (ln n / steps)², whatever the spectrum. */
const LANCZOS_STEPS = 48;

/** How much the bound may exceed the Rayleigh quotient at the first attempt. */
const FIRST_MARGIN = 1.05;

/** Numbers of work area that the bounds need. */
export function spectrumWork(n: number): number {
  return 6 * n + 2 * LANCZOS_STEPS + productWork(n, 1);
}

/** The part of the work area that products with K take. */
function forProducts(work: Block, n: number): Block {
  return slice(work, 6 * n + 2 * LANCZOS_STEPS, productWork(n, 1));
}

/** The vector of the work area that products with a scaled K take. */
function spareOf(work: Block, n: number): Block {
  return slice(work, 3 * n, n);
}

/** SAS, or A itself. */
function between(workspace: Workspace, A: LinearMap, scale: Block | null, work: Block): LinearMap {
  return scale ? scaledMap(workspace, A, scale, spareOf(work, A.n)) : A;
}

/**
 * The spectrum of A from inside by Lanczos, and from above by the row sums of |A| or, where these are coarse, by the Cholesky factorisation
 * of μI − A: that it exists proves λ₁ < μ. μ grows until one exists. K (n × n, symmetric) is left as it was. Where K is not stored there is
 * nothing to factor: the first μ is taken, the same bits, and proven by products with |A| if these are enough.
 */
export function boundSpectrum(
  workspace: Workspace,
  n: number,
  source: GramSource,
  scale: Block | null,
  work: Block,
  pause: Pause = ignore,
): SpectrumBounds {
  const A = between(workspace, kernelMatrix(workspace, n, source, forProducts(work, n)), scale, work);
  const quotients = rayleighQuotients(workspace, A, work, pause);
  const { largest } = quotients;
  const rowSums = rowSumsOf(workspace, n, source, scale, slice(work, 0, n));
  if (source.kind === "stored") {
    const atMost = proveBound(workspace, n, source.K, scale, 1, largest, rowSums, slice(work, 0, n), pause);
    return { ...quotients, rowSums, atMost, proven: true };
  }
  const atMost = firstBound(n, largest, rowSums);
  return { ...quotients, rowSums, atMost, proven: atMost >= rowSums || isBound(workspace, n, source, scale, work, atMost, pause) };
}

/** KCK + λK, C = diag(curvature), positive. */
export interface HessianParts {
  readonly source: GramSource;
  readonly curvature: Block;
  readonly lambda: number;
}

/**
 * The same for A = KCK + λK, which is never made. `prove` makes and factors μI − A; without it no bound is proven.
 *
 * @param rowSums those of A, or more
 */
export function boundProduct(
  workspace: Workspace,
  n: number,
  { source, curvature, lambda }: HessianParts,
  rowSums: number,
  work: Block,
  prove: ((mu: number) => boolean) | null,
  pause: Pause,
): SpectrumBounds {
  const K = kernelMatrix(workspace, n, source, forProducts(work, n));
  const quotients = rayleighQuotients(workspace, euclideanHessian(workspace, K, curvature, lambda, spareOf(work, n)), work, pause);
  const { largest } = quotients;
  const rounding = 1 + 4 * n * Number.EPSILON;
  let margin = FIRST_MARGIN;
  while (prove && largest > 0 && margin * largest < rowSums && !prove(margin * largest)) margin = 1 + 2 * (margin - 1);
  return { ...quotients, rowSums, atMost: Math.min(margin * largest, rowSums) * rounding, proven: prove !== null };
}

/** Products with |A| that a proof may take. */
const BOUND_PRODUCTS = 8;

/**
 * Whether max_i (|A|v)_i/v_i comes down to μ for a positive v: no |λ| of A is larger. From v = 1, the row sums, it comes down with every v ← |A|v, to
 * λ₁ itself if A has no negative element. Source: Collatz, Math. Z. 48 (1942); Wielandt, Math. Z. 52 (1950).
 */
function isBound(workspace: Workspace, n: number, source: TiledGram, scale: Block | null, work: Block, mu: number, pause: Pause): boolean {
  const [v, w] = [slice(work, 0, n), slice(work, n, n)];
  const A = between(workspace, magnitudes(workspace, n, source, forProducts(work, n)), scale, work);
  view(workspace, v).fill(1);
  for (let round = 0; round < BOUND_PRODUCTS; round++) {
    A.multiply(v, w, 1);
    const [from, product] = [view(workspace, v), view(workspace, w)];
    let [ratio, top] = [0, 0];
    for (let i = 0; i < n; i++) {
      ratio = Math.max(ratio, (product[i] as number) / (from[i] as number));
      top = Math.max(top, product[i] as number);
    }
    if (ratio * (1 + 4 * n * Number.EPSILON) <= mu) return true;
    // a row of zeros would end the positivity
    for (let i = 0; i < n; i++) from[i] = top > 0 ? (product[i] as number) / top + 1e-9 : 1;
    pause((round + 1) / BOUND_PRODUCTS);
  }
  return false;
}

/** A bound of |λ| over the spectrum, proven where K is stored; for an A that is semidefinite to rounding that of λ₁. */
export function boundRadius(
  workspace: Workspace,
  n: number,
  source: GramSource,
  scale: Block | null,
  work: Block,
  bounds: SpectrumBounds,
  pause: Pause = ignore,
): number {
  const { smallest, atMost, rowSums } = bounds;
  if (!isNegative(smallest, n, rowSums)) return atMost;
  if (source.kind === "tiles") return Math.max(atMost, firstBound(n, -smallest, rowSums));
  const { K } = source;
  const spare = slice(work, 0, n);
  const below = proveBound(workspace, n, K, scale, -1, -smallest, rowSums, spare, pause);
  const bothEnds = atMost <= below || exceeds(workspace, n, K, scale, 1, below, spare, pause);
  return bothEnds ? below : Math.max(atMost, below);
}

/** A Rayleigh quotient of the stored K that is negative beyond rounding, or null. */
export function negativeEigenvalue(workspace: Workspace, n: number, K: Block, work: Block, pause: Pause = ignore): number | null {
  const operator = kernelMatrix(workspace, n, { kind: "stored", K }, forProducts(work, n));
  const { smallest } = rayleighQuotients(workspace, operator, work, pause);
  return isNegative(smallest, n, infinityNorm(workspace, asMatrix(K, n, n))) ? smallest : null;
}

/** Whether a quantity of the size of A is negative beyond rounding. */
export function isNegative(value: number, n: number, rowSums: number): boolean {
  return value < -4 * n * Number.EPSILON * rowSums;
}

/** The smallest μ tried that is proven to exceed every eigenvalue of sign·A, at most the row sums. */
function proveBound(
  workspace: Workspace,
  n: number,
  K: Block,
  scale: Block | null,
  sign: 1 | -1,
  quotient: number,
  rowSums: number,
  spare: Block,
  pause: Pause,
): number {
  const rounding = 1 + 4 * n * Number.EPSILON;
  for (let margin = FIRST_MARGIN; quotient > 0 && margin * quotient < rowSums; margin = 1 + 2 * (margin - 1)) {
    if (exceeds(workspace, n, K, scale, sign, margin * quotient, spare, pause)) return margin * quotient * rounding;
  }
  return rowSums * rounding;
}

/** The first μ that `proveBound` tries. */
function firstBound(n: number, quotient: number, rowSums: number): number {
  const rounding = 1 + 4 * n * Number.EPSILON;
  return quotient > 0 && FIRST_MARGIN * quotient < rowSums ? FIRST_MARGIN * quotient * rounding : rowSums * rounding;
}

function rayleighQuotients(workspace: Workspace, A: LinearMap, work: Block, pause: Pause): Pick<SpectrumBounds, "largest" | "smallest"> {
  const { n } = A;
  const [v, previous, w] = [slice(work, 0, n), slice(work, n, n), slice(work, 2 * n, n)];
  const diagonal = slice(work, 6 * n, LANCZOS_STEPS);
  const beside = slice(work, 6 * n + LANCZOS_STEPS, LANCZOS_STEPS);
  fillGeneric(view(workspace, v));
  const rows = lanczos(workspace, A, Math.min(n, LANCZOS_STEPS), { v, previous, w, diagonal, beside }, pause);
  const alphas = view(workspace, slice(diagonal, 0, rows));
  const betas = view(workspace, slice(beside, 0, rows));
  return {
    largest: largestOfTridiagonal(alphas, betas),
    smallest: -largestOfTridiagonal(
      alphas.map((alpha) => -alpha),
      betas,
    ),
  };
}

/** Whether μI − sign·SKS is positive definite. Uses the lower triangle of K, which is made whole again. */
function exceeds(
  workspace: Workspace,
  n: number,
  K: Block,
  scale: Block | null,
  sign: 1 | -1,
  mu: number,
  diagonal: Block,
  pause: Pause,
): boolean {
  const gram = view(workspace, K);
  const kept = view(workspace, diagonal);
  for (let i = 0; i < n; i++) kept[i] = gram[i * n + i] as number;
  const A = asMatrix(K, n, n);
  scaleElements(workspace, A, "lower", scale ? view(workspace, scale).map((s) => -sign * s) : -sign, scale);
  for (let i = 0; i < n; i++) gram[i * n + i] = mu + (gram[i * n + i] as number);
  const positive = cholesky(workspace, A, pause) === n;
  mirror(workspace, A);
  // a pause may have made memory grow
  const [whole, saved] = [view(workspace, K), view(workspace, diagonal)];
  for (let i = 0; i < n; i++) whole[i * n + i] = saved[i] as number;
  return positive;
}

/** Largest eigenvalue of a symmetric tridiagonal matrix, from below, by bisection on the number of negative pivots of T − xI. */
function largestOfTridiagonal(diagonal: Float64Array, beside: Float64Array): number {
  const rows = diagonal.length;
  const radius = (i: number): number =>
    (i > 0 ? Math.abs(beside[i - 1] as number) : 0) + (i < rows - 1 ? Math.abs(beside[i] as number) : 0);
  let low = diagonal.reduce((best, value) => Math.max(best, value), -Infinity);
  let high = diagonal.reduce((best, value, i) => Math.max(best, value + radius(i)), -Infinity);
  for (let round = 0; round < 100 && high - low > 4 * Number.EPSILON * Math.abs(high); round++) {
    const middle = low + (high - low) / 2;
    if (allBelow(diagonal, beside, middle)) high = middle;
    else low = middle;
  }
  return low;
}

function allBelow(diagonal: Float64Array, beside: Float64Array, x: number): boolean {
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    const b = i > 0 ? (beside[i - 1] as number) : 0;
    pivot = (diagonal[i] as number) - x - (b * b) / pivot;
    if (!(pivot < 0)) return false;
  }
  return true;
}
