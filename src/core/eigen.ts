import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";

/** Rows reduced in one call: often enough for progress. */
const ROWS = 64;

/** Reflections applied to the eigenvectors together. */
const REFLECTIONS = 64;

/** Rows multiplied in one call. */
const PRODUCT_ROWS = 512;

/** Up to so many rows are diagonalised by rotations, without being divided. */
const LEAF = 32;

/** Rotations kept before they are applied, as numbers. */
const ROTATIONS = (2 * LEAF + 2) * 24;

/** Shares of the work that the phases take, for the progress. */
const REDUCED = 0.4;
const CONQUERED = 0.7;

type Blocks = Readonly<Record<keyof ReturnType<typeof sizesOf>, Block>>;

function sizesOf(n: number) {
  const indices = Math.ceil(n / 2);
  return {
    ...{ beside: n, tau: n, reduction: 2 * n, diagonal: n, poles: n, z: n, work: n + 4 },
    ...{ order: indices, place: indices, kinds: indices, sorted: indices, counts: 2, rotations: ROTATIONS },
    W: n * strideOf(n) + 8,
    // the vectors that a merge multiplies, and what with; afterwards the reflections
    U: n * Math.max(n, 3 * REFLECTIONS),
    gathered: n * n,
  };
}

/** Numbers of work area that `eigh` needs for an n × n matrix. */
export function eigenWork(n: number): number {
  return Object.values(sizesOf(n)).reduce((sum, length) => sum + length, 0);
}

/**
 * The eigenvalues of the symmetric A (n × n, its lower triangle alone is read), ascending, into `values`, and orthonormal eigenvectors in place of
 * A, column j belonging to value j. Returns n, or how many eigenvalues were found when one did not converge.
 *
 * A is scaled by a power of two first, so that squares neither overflow nor vanish.
 */
export function eigh(workspace: Workspace, n: number, A: Block, values: Block, work: Block, pause: Pause = ignore): number {
  if (n === 0) return 0;
  const { core, scratch } = workspace;
  const blocks = partsOf(n, work);
  const { beside, tau, reduction, diagonal, W, U } = blocks;
  const ld = strideOf(n);
  const unit = scaleToUnit(view(workspace, A), n);
  for (let row = n - 1; row >= 1; row -= ROWS) {
    core.tridiagonalise(n, row, Math.max(1, row - ROWS + 1), A.address, beside.address, tau.address, reduction.address);
    pause(REDUCED * (1 - (row / n) ** 3));
  }
  view(workspace, diagonal).set(view(workspace, A).filter((_, at) => at % (n + 1) === 0));
  view(workspace, W).fill(0);
  const found = conquer(workspace, blocks, ld, 0, n, (done) => pause(REDUCED + (CONQUERED - REDUCED) * Math.min(1, done / (4 * n ** 3))));
  if (found < n) return found;
  for (let from = 1; from < n; from += REFLECTIONS) {
    const to = Math.min(n, from + REFLECTIONS);
    core.reflectRows(n, from, to, A.address, tau.address, W.address, ld, U.address, scratch);
    pause(CONQUERED + (1 - CONQUERED) * (to / n) ** 2);
  }
  const order = indicesOf(workspace, blocks.order, n);
  const unsorted = view(workspace, diagonal);
  view(workspace, values).set(Array.from(order, (i) => (unsorted[i] as number) * unit));
  writeColumns(view(workspace, A), view(workspace, W), n, order);
  pause(1);
  return n;
}

/**
 * Eigenvalues and eigenvectors, the rows of W, of the n rows of T from `from` on: by halves, which a merge puts together, down to leaves. Afterwards `order`
 * has the rows by ascending value, counted from `from`. `report` is told how many flops have been done. Returns n, or how many values were found.
 */
function conquer(
  workspace: Workspace,
  blocks: Blocks,
  ld: number,
  from: number,
  n: number,
  report: (done: number) => void,
  before = 0,
): number {
  const { core, scratch } = workspace;
  const { beside, diagonal, W, U, gathered, rotations, order, poles, z, place, kinds, sorted, counts, work } = blocks;
  const d = diagonal.address + 8 * from;
  const w = W.address + 8 * from * (ld + 1);
  const rows = order.address + 4 * from;
  if (n <= LEAF) {
    const numbers = view(workspace, W);
    for (let i = from; i < from + n; i++) numbers[i * (ld + 1)] = 1;
    const found = core.tridiagonalEigen(n, d, beside.address + 8 * from, w, ld, rotations.address, rotations.length);
    core.sortRows(n, d, rows);
    return found;
  }
  // a multiple of 8, as the strips of a leaf want it
  const n1 = 8 * Math.ceil(n / 16);
  const n2 = n - n1;
  const tear = view(workspace, beside)[from + n1 - 1] as number;
  const facing = view(workspace, diagonal);
  for (const i of [from + n1 - 1, from + n1]) facing[i] = (facing[i] as number) - Math.abs(tear);
  let done = before;
  const pass = (flops: number): void => {
    done += flops;
    report(done);
  };
  for (const [start, size] of [
    [from, n1],
    [from + n1, n2],
  ] as const) {
    const found = conquer(workspace, blocks, ld, start, size, report, done);
    if (found < size) return start - from + found;
    done += (4 * size ** 3) / 3;
  }
  const k = core.deflate(
    ...([n, n1, tear, d, w, ld, rows, gathered.address, poles.address, z.address] as const),
    ...([place.address, kinds.address, sorted.address, counts.address] as const),
  );
  core.combine(n, k, tear, d, poles.address, z.address, place.address, U.address, rows, work.address);
  const [, all, last] = indicesOf(workspace, counts, 4) as unknown as [number, number, number];
  const second = gathered.address + 8 * last * n1;
  for (let i = 0; i < k; i += PRODUCT_ROWS) {
    const m = Math.min(PRODUCT_ROWS, k - i);
    const u = U.address + 8 * i * k;
    const c = w + 8 * i * ld;
    core.gemm(m, n1, last, 1, u, k, 1, gathered.address, n1, 1, c, ld, 1, scratch);
    core.gemm(m, n2, k - all, 1, u + 8 * all, k, 1, second, n2, 1, c + 8 * n1, ld, 1, scratch);
    pass(2 * m * (n1 * last + n2 * (k - all)));
  }
  return n;
}

function partsOf(n: number, work: Block): Blocks {
  const parts: Record<string, Block> = {};
  let at = 0;
  for (const [name, length] of Object.entries(sizesOf(n))) {
    parts[name] = slice(work, at, length);
    at += length;
  }
  return parts as Blocks;
}

function indicesOf({ core }: Workspace, { address }: Block, n: number): Int32Array {
  return new Int32Array(core.memory.buffer, address, n);
}

/** A row of W is a whole and odd number of cache lines, so that the lines of a column spread over the cache. */
function strideOf(n: number): number {
  return 8 * (Math.ceil(n / 8) | 1);
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
function writeColumns(V: Float64Array, W: Float64Array, n: number, order: ArrayLike<number>): void {
  const ld = strideOf(n);
  for (let from = 0; from < n; from += 32) {
    const to = Math.min(n, from + 32);
    for (let j = 0; j < n; j++) {
      const row = (order[j] as number) * ld;
      for (let i = from; i < to; i++) V[i * n + j] = W[row + i] as number;
    }
  }
}
