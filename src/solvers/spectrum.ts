import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { cholesky, infinityNorm, lanczos, mirror } from "../wasm/operations";

/** Bounds of the largest eigenvalue λ₁ of SKS, S = diag(scale): a Rayleigh quotient from below, a proof from above. */
export interface LargestEigenvalue {
  readonly atLeast: number;
  readonly atMost: number;
}

/** Steps of Lanczos: the largest eigenvalue is then known to about (ln n / steps)², whatever the spectrum. */
const LANCZOS_STEPS = 48;

/** How much the proven bound may exceed the Rayleigh quotient at the first attempt. */
const FIRST_MARGIN = 1.05;

/** Numbers of work area that `boundLargestEigenvalue` needs. */
export function spectrumWork(n: number): number {
  return 5 * n + 2 * LANCZOS_STEPS;
}

/**
 * λ₁ from below by Lanczos, and from above by the row sums of |SKS| or, where these are coarse, by the Cholesky factorisation of μI − SKS:
 * that it exists proves λ₁ < μ. μ grows until one exists. K (n × n, symmetric) is left as it was.
 *
 * @param certify without it the upper bound is that of the row sums
 */
export function boundLargestEigenvalue(
  workspace: Workspace,
  n: number,
  K: Block,
  scale: Block | null,
  work: Block,
  certify: boolean,
): LargestEigenvalue {
  const atLeast = rayleighQuotient(workspace, n, K, scale, work);
  const rowSums = infinityNorm(workspace, n, K, scale);
  let atMost = rowSums;
  for (let margin = FIRST_MARGIN; certify && margin * atLeast < rowSums; margin = 1 + 2 * (margin - 1)) {
    if (exceeds(workspace, n, K, scale, margin * atLeast, slice(work, 0, n))) {
      atMost = margin * atLeast;
      break;
    }
  }
  return { atLeast, atMost: atMost * (1 + 4 * n * Number.EPSILON) };
}

function rayleighQuotient(workspace: Workspace, n: number, K: Block, scale: Block | null, work: Block): number {
  const part = (index: number): Block => slice(work, index * n, n);
  const diagonal = slice(work, 5 * n, LANCZOS_STEPS);
  const beside = slice(work, 5 * n + LANCZOS_STEPS, LANCZOS_STEPS);
  const start = part(0);
  // The golden ratio's multiples mod 1: no sign pattern or symmetry of K is likely to be orthogonal to them.
  view(workspace, start).forEach((_, i, v) => {
    v[i] = ((i + 1) * 0.6180339887498949) % 1;
  });
  const steps = Math.min(n, LANCZOS_STEPS);
  const rows = lanczos(workspace, n, steps, K, scale, { v: start, previous: part(1), w: part(2), scaled: part(3), diagonal, beside });
  return largestOfTridiagonal(view(workspace, slice(diagonal, 0, rows)), view(workspace, slice(beside, 0, rows)));
}

/** Whether μI − SKS is positive definite. Uses the lower triangle of K, which is made whole again. */
function exceeds(workspace: Workspace, n: number, K: Block, scale: Block | null, mu: number, diagonal: Block): boolean {
  const s = scale ? view(workspace, scale) : new Float64Array(n).fill(1);
  const gram = view(workspace, K);
  const kept = view(workspace, diagonal);
  for (let i = 0; i < n; i++) {
    kept[i] = gram[i * n + i] as number;
    const factor = -(s[i] as number);
    for (let j = 0; j <= i; j++) gram[i * n + j] = factor * (gram[i * n + j] as number) * (s[j] as number);
    gram[i * n + i] = mu + (gram[i * n + i] as number);
  }
  const positive = cholesky(workspace, n, K) === n;
  mirror(workspace, n, K);
  for (let i = 0; i < n; i++) gram[i * n + i] = kept[i] as number;
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
    const coupling = i > 0 ? (beside[i - 1] as number) ** 2 / pivot : 0;
    pivot = (diagonal[i] as number) - x - coupling;
    if (!(pivot < 0)) return false;
  }
  return true;
}
