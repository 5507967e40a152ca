import { cholesky } from "../core/factors";
import { type GramSource, lanczos, productWork, rowSumsOf, type TiledGram } from "../core/iterations";
import { asMatrix } from "../core/matrix-view";
import type { LinearMap } from "../core/operator";
import { infinityNorm, keepDiagonal, restore, scaleElements } from "../core/products";
import { fillGeneric } from "../matrix/generic-vector";
import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import { euclideanHessian } from "./euclidean-hessian";
import { kernelMatrix, magnitudes } from "./kernel-matrix";
import { scaledMap } from "./scaled";

/** A = SKS, S = diag(scale), or K itself, whose spectrum is looked at; `work` has room for `spectrumWork(n)` numbers. */
export interface SpectrumTask {
  readonly workspace: Workspace;
  readonly n: number;
  readonly source: GramSource;
  readonly scale: Block | null;
  readonly work: Block;
  readonly pause?: Pause;
}

/** What is known of the eigenvalues of A. */
interface SpectrumBounds {
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
function forProducts({ work, n }: Pick<SpectrumTask, "work" | "n">): Block {
  return slice(work, 6 * n + 2 * LANCZOS_STEPS, productWork(n, 1));
}

/** The vector of the work area that products with a scaled K take. */
function spareOf({ work, n }: SpectrumTask): Block {
  return slice(work, 3 * n, n);
}

/** SKS, or K itself. */
function between(task: SpectrumTask, K: LinearMap): LinearMap {
  return task.scale ? scaledMap(task.workspace, K, task.scale, spareOf(task)) : K;
}

/** What rounding may take from a bound. */
function roundedUp(bound: number, n: number): number {
  return bound * (1 + 4 * n * Number.EPSILON);
}

/**
 * The spectrum of A from inside by Lanczos, and from above by the row sums of |A| or, where these are coarse, by the Cholesky factorisation
 * of μI − A: that it exists proves λ₁ < μ. μ grows until one exists. K (n × n, symmetric) is left as it was. Where K is not stored there is
 * nothing to factor: the first μ is taken, the same bits, and proven by products with |A| if these are enough.
 */
export function boundSpectrum(task: SpectrumTask): SpectrumBounds {
  const { workspace, n, source, scale, work } = task;
  const quotients = rayleighQuotients(task, between(task, kernelMatrix(workspace, n, source, forProducts(task))));
  const rowSums = rowSumsOf(workspace, n, source, scale, slice(work, 0, n));
  if (source.kind === "stored")
    return { ...quotients, rowSums, atMost: proveBound(task, source.K, 1, quotients.largest, rowSums), proven: true };
  const atMost = firstBound(n, quotients.largest, rowSums);
  return { ...quotients, rowSums, atMost, proven: atMost >= rowSums || isBound(task, source, atMost) };
}

/**
 * The same for A = KCK + λK, C = diag(curvature) positive, which is never made. `prove` makes and factors μI − A; without it no bound is proven.
 *
 * @param rowSums those of A, or more
 */
export function boundProduct(
  task: SpectrumTask,
  { curvature, lambda }: { readonly curvature: Block; readonly lambda: number },
  rowSums: number,
  prove: ((mu: number) => boolean) | null,
): SpectrumBounds {
  const { workspace, n, source } = task;
  const K = kernelMatrix(workspace, n, source, forProducts(task));
  const quotients = rayleighQuotients(task, euclideanHessian(workspace, K, curvature, lambda, spareOf(task)));
  const { largest } = quotients;
  let margin = FIRST_MARGIN;
  while (prove && largest > 0 && margin * largest < rowSums && !prove(margin * largest)) margin = 1 + 2 * (margin - 1);
  return { ...quotients, rowSums, atMost: roundedUp(Math.min(margin * largest, rowSums), n), proven: prove !== null };
}

/** Products with |A| that a proof may take. */
const BOUND_PRODUCTS = 8;

/**
 * Whether max_i (|A|v)_i/v_i comes down to μ for a positive v: no |λ| of A is larger. From v = 1, the row sums, it comes down with every v ← |A|v, to
 * λ₁ itself if A has no negative element. Source: Collatz, Math. Z. 48 (1942); Wielandt, Math. Z. 52 (1950).
 */
function isBound(task: SpectrumTask, source: TiledGram, mu: number): boolean {
  const { workspace, n, work, pause = ignore } = task;
  const [v, w] = [slice(work, 0, n), slice(work, n, n)];
  const A = between(task, magnitudes(workspace, n, source, forProducts(task)));
  view(workspace, v).fill(1);
  for (let round = 0; round < BOUND_PRODUCTS; round++) {
    A.multiply(v, w, 1);
    const [from, product] = [view(workspace, v), view(workspace, w)];
    let [ratio, top] = [0, 0];
    for (let i = 0; i < n; i++) {
      ratio = Math.max(ratio, (product[i] as number) / (from[i] as number));
      top = Math.max(top, product[i] as number);
    }
    if (roundedUp(ratio, n) <= mu) return true;
    // a row of zeros would end the positivity
    for (let i = 0; i < n; i++) from[i] = top > 0 ? (product[i] as number) / top + 1e-9 : 1;
    pause((round + 1) / BOUND_PRODUCTS);
  }
  return false;
}

/** A bound of |λ| over the spectrum, proven where K is stored; for an A that is semidefinite to rounding that of λ₁. */
export function boundRadius(task: SpectrumTask, { smallest, atMost, rowSums }: SpectrumBounds): number {
  const { n, source } = task;
  if (!isNegative(smallest, n, rowSums)) return atMost;
  if (source.kind === "tiles") return Math.max(atMost, firstBound(n, -smallest, rowSums));
  const below = proveBound(task, source.K, -1, -smallest, rowSums);
  const bothEnds = atMost <= below || exceeds(task, source.K, 1, below);
  return bothEnds ? below : Math.max(atMost, below);
}

/** A Rayleigh quotient of the stored K that is negative beyond rounding, or null. */
export function negativeEigenvalue(workspace: Workspace, n: number, K: Block, work: Block, pause: Pause = ignore): number | null {
  const operator = kernelMatrix(workspace, n, { kind: "stored", K }, forProducts({ work, n }));
  const { smallest } = rayleighQuotients({ workspace, work, pause }, operator);
  return isNegative(smallest, n, infinityNorm(workspace, asMatrix(K, n, n))) ? smallest : null;
}

/** Whether a quantity of the size of A is negative beyond rounding. */
export function isNegative(value: number, n: number, rowSums: number): boolean {
  return value < -4 * n * Number.EPSILON * rowSums;
}

/** The smallest μ tried that is proven to exceed every eigenvalue of sign·A, at most the row sums. */
function proveBound(task: SpectrumTask, K: Block, sign: 1 | -1, quotient: number, rowSums: number): number {
  for (let margin = FIRST_MARGIN; quotient > 0 && margin * quotient < rowSums; margin = 1 + 2 * (margin - 1)) {
    if (exceeds(task, K, sign, margin * quotient)) return roundedUp(margin * quotient, task.n);
  }
  return roundedUp(rowSums, task.n);
}

/** The first μ that `proveBound` tries. */
function firstBound(n: number, quotient: number, rowSums: number): number {
  return roundedUp(quotient > 0 && FIRST_MARGIN * quotient < rowSums ? FIRST_MARGIN * quotient : rowSums, n);
}

function rayleighQuotients(
  { workspace, work, pause = ignore }: Pick<SpectrumTask, "workspace" | "work" | "pause">,
  A: LinearMap,
): Pick<SpectrumBounds, "largest" | "smallest"> {
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
function exceeds({ workspace, n, scale, work, pause }: SpectrumTask, K: Block, sign: 1 | -1, mu: number): boolean {
  const kept = { K, diagonal: slice(work, 0, n) };
  keepDiagonal(workspace, n, kept);
  const A = asMatrix(K, n, n);
  scaleElements(workspace, A, "lower", scale ? view(workspace, scale).map((s) => -sign * s) : -sign, scale);
  const gram = view(workspace, K);
  for (let i = 0; i < n; i++) gram[i * n + i] = mu + (gram[i * n + i] as number);
  const positive = cholesky(workspace, A, pause) === n;
  restore(workspace, n, kept);
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
