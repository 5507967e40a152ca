import { continueCholesky, removeRow } from "../core/factors";
import { asMatrix, elementsOf } from "../core/matrix-view";
import { mirror } from "../core/products";
import { type Breakdown, breakdownAt, byCholesky } from "../dense/factors";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { assembleGram, type Cross, crossOf, gramSizes } from "../problem/gram";
import type { Ground } from "../problem/ground";
import type { KernelPoints } from "../problem/points";
import { type Block, createWorkspace, takeBlocks, view, type Workspace, withMoreBlocks } from "../wasm/memory";
import { ignore } from "../wasm/pause";

/** K and the Cholesky factor L of G = K + N, N diagonal, for points that come and go. A breakdown says which pivot was not positive; nothing has changed then. */
export interface GrowingGram extends Ground {
  /** Rows of points behind those that are there, and what N has for them: n(m)² multiplications for m new ones. With the bits of all at once. */
  append(points: KernelPoints | null, added: KernelPoints, noise: Float64Array): Breakdown | null;
  /** Without row p: about 3(n − p)² multiplications, which round; see `drift`. */
  remove(p: number): void;
  /** A bound δ of how far the factor is from G by rotations that rounded: |LLᵀ − G|_ij ≤ δ√(g_ii g_jj), beside the rounding of a factorisation. */
  drift(): number;
  /** L of G as it stands, made anew. */
  refactor(): Breakdown | null;
}

/** Where a matrix of up to `capacity` rows stands: L on and below the diagonal, K above it. */
interface Store {
  readonly workspace: Workspace;
  readonly capacity: number;
  readonly matrix: Block;
  readonly rotations: Block;
}

/** Beside the first points there are no others. */
const NONE: Cross = { sizes: { crossProgram: 0, crossGiven: 0, held: 0 }, assemble: () => undefined };

/** How much room is made for more rows. */
const GROWTH = 1.5;

/**
 * Roundings of a row, relative to its length, by one rotation of two numbers: six units on each of them, √2 by their length; and LLᵀ has two rows.
 *
 * Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, lemma 19.9.
 */
const ROUNDED = 2 * 6 * Math.SQRT2 * UNIT_ROUNDOFF;

export function growingGram(): GrowingGram {
  let store = storeOf(0);
  let n = 0;
  /** k(x_i, x_i), white noise in it, and N. */
  let diagonal: number[] = [];
  let noise: number[] = [];
  let drift = 0;
  const row = (i: number, from = 0, length = n): Float64Array =>
    view(store.workspace, store.matrix).subarray(i * store.capacity + from, i * store.capacity + from + length);
  const matrix = (rows: number) => asMatrix(store.matrix, rows, rows, store.capacity);

  /** L of the rows from `done` on, with what N has for them. */
  function factorFrom(done: number, rows: number, added: readonly number[]): Breakdown | null {
    const reached = continueCholesky(store.workspace, matrix(rows), done);
    if (reached < rows) return breakdownAt(store.workspace, matrix(rows), reached);
    n = rows;
    noise = [...noise.slice(0, done), ...added];
    return null;
  }

  return {
    append(points, added, more) {
      const [before, m] = [n, added.n];
      store = roomFor(store, before, before + m);
      const kept = diagonal.slice(0, before);
      writeRows(store, before, points, added, (value, i) => {
        kept.push(value);
        return value + (more[i] as number);
      });
      const failed = factorFrom(before, before + m, Array.from(more));
      if (!failed) diagonal = kept;
      return failed;
    },

    remove(p) {
      drift += ROUNDED * (n - 1 - p);
      removeRow(store.workspace, matrix(n), p, store.rotations);
      diagonal.splice(p, 1);
      noise.splice(p, 1);
      n--;
    },

    drift: () => drift,

    refactor() {
      mirrorRows(store, n);
      for (let i = 0; i < n; i++) row(i)[i] = (diagonal[i] as number) + (noise[i] as number);
      drift = 0;
      return factorFrom(0, n, noise);
    },

    assemble(workspace, _, { K }) {
      const target = view(workspace, K);
      for (let i = 0; i < n; i++) {
        target.set(row(i, i + 1, n - i - 1), i * n + i + 1);
        target[i * n + i] = diagonal[i] as number;
      }
      mirror(workspace, asMatrix(K, n, n));
    },

    factor(workspace, G, pause) {
      const target = elementsOf(workspace, G);
      for (let i = 0; i < n; i++) target.set(row(i, 0, i + 1), i * n);
      pause(1);
      return byCholesky(workspace, G);
    },
  };
}

function storeOf(capacity: number): Store {
  const workspace = createWorkspace();
  const { matrix, rotations } = takeBlocks(workspace, { matrix: capacity * capacity, rotations: 2 * capacity });
  return { workspace, capacity, matrix, rotations };
}

/** The store, or a larger one with the same n rows. */
function roomFor(store: Store, n: number, rows: number): Store {
  if (rows <= store.capacity) return store;
  const larger = storeOf(Math.max(rows, Math.ceil(GROWTH * store.capacity)));
  const [from, to] = [view(store.workspace, store.matrix), view(larger.workspace, larger.matrix)];
  for (let i = 0; i < n; i++) to.set(from.subarray(i * store.capacity, i * store.capacity + n), i * larger.capacity);
  return larger;
}

/** The rows of G of added points below the n that are there, and the columns of K above them; `onDiagonal` makes k(x, x) of an added point the element of G. */
function writeRows(
  { workspace, matrix, capacity }: Store,
  n: number,
  points: KernelPoints | null,
  added: KernelPoints,
  onDiagonal: (value: number, i: number) => number,
): void {
  const m = added.n;
  const cross = points ? crossOf(points, added.all) : NONE;
  withMoreBlocks(workspace, { ...cross.sizes, ...gramSizes(added) }, (blocks) => {
    cross.assemble(workspace, blocks);
    assembleGram(workspace, added, blocks, ignore);
    const [G, beside, own] = [view(workspace, matrix), view(workspace, blocks.held), view(workspace, blocks.K)];
    for (let i = 0; i < m; i++) {
      const at = (n + i) * capacity;
      G.set(beside.subarray(i * n, (i + 1) * n), at);
      G.set(own.subarray(i * m, (i + 1) * m), at + n);
      G[at + n + i] = onDiagonal(own[i * m + i] as number, i);
      for (let j = 0; j < n; j++) G[j * capacity + n + i] = beside[i * n + j] as number;
    }
  });
}

/** What is above the diagonal, below it. */
function mirrorRows({ workspace, matrix, capacity }: Store, n: number): void {
  mirror(workspace, asMatrix(matrix, n, n, capacity));
}
