import { type Block, slice, view, type Workspace } from "./memory";
import { ignore, type Pause } from "./pause";

/** Rows reduced in one call: often enough for progress. */
const ROWS = 64;

/** Sweeps of rotations kept before they are applied. */
const SWEEPS = 24;

/** Numbers of work area that `eigh` needs for an n × n matrix. */
export function eigenWork(n: number): number {
  return 4 * n + rotationsLength(n) + n * strideOf(n);
}

/**
 * The eigenvalues of the symmetric A (n × n, its lower triangle alone is read), ascending, into `values`, and orthonormal eigenvectors in place of
 * A, column j belonging to value j. Returns n, or how many eigenvalues were found when one did not converge.
 *
 * A is scaled by a power of two first, so that squares neither overflow nor vanish.
 */
export function eigh(workspace: Workspace, n: number, A: Block, values: Block, work: Block, pause: Pause = ignore): number {
  if (n === 0) return 0;
  const { core } = workspace;
  const part = (from: number, length: number): Block => slice(work, from, length);
  const [beside, tau, p, diagonal] = [0, 1, 2, 3].map((index) => part(index * n, n)) as [Block, Block, Block, Block];
  const rotations = part(4 * n, rotationsLength(n));
  const W = part(4 * n + rotations.length, n * strideOf(n));
  const unit = scaleToUnit(view(workspace, A), n);
  for (let row = n - 1; row >= 1; row -= ROWS) {
    core.tridiagonalise(n, row, Math.max(1, row - ROWS + 1), A.address, beside.address, tau.address, p.address);
    pause(0.5 * (1 - (row / n) ** 3));
  }
  view(workspace, diagonal).set(view(workspace, A).filter((_, at) => at % (n + 1) === 0));
  core.accumulate(n, A.address, tau.address, W.address, strideOf(n));
  pause(0.6);
  const found = core.tridiagonalEigen(n, diagonal.address, beside.address, W.address, strideOf(n), rotations.address, rotations.length);
  if (found < n) return found;
  const unsorted = view(workspace, diagonal);
  const order = Array.from(unsorted.keys()).sort((i, j) => (unsorted[i] as number) - (unsorted[j] as number) || i - j);
  view(workspace, values).set(order.map((i) => (unsorted[i] as number) * unit));
  writeColumns(view(workspace, A), view(workspace, W), n, order);
  pause(1);
  return n;
}

/** A row of W is a whole and odd number of cache lines, so that the lines of a column spread over the cache. */
function strideOf(n: number): number {
  return 8 * (Math.ceil(n / 8) | 1);
}

function rotationsLength(n: number): number {
  return (2 * n + 2) * SWEEPS;
}

/** Divides by the power of two next to the largest element of the lower triangle, and returns it. */
function scaleToUnit(A: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) largest = Math.max(largest, Math.abs(A[i * n + j] as number));
  let unit = 1;
  while (largest >= 2 * unit) unit *= 2;
  while (largest > 0 && largest < unit) unit /= 2;
  if (unit !== 1) for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[i * n + j] = (A[i * n + j] as number) / unit;
  return unit;
}

/** Row order[j] of W becomes column j of V, by blocks that stay in cache. */
function writeColumns(V: Float64Array, W: Float64Array, n: number, order: readonly number[]): void {
  const ld = strideOf(n);
  for (let from = 0; from < n; from += 32) {
    const to = Math.min(n, from + 32);
    for (let j = 0; j < n; j++) {
      const row = (order[j] as number) * ld;
      for (let i = from; i < to; i++) V[i * n + j] = W[row + i] as number;
    }
  }
}
