import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { solveLower, solveUpper } from "./factors";

/** Reflections that are applied together: with 64 the products are near their best and the rest of the work is small. */
const WIDTH = 64;

/** A factored m × n matrix: R and the reflections V in the place of A, their triangles, and a work area. */
export interface QrBlocks {
  readonly A: Block;
  readonly triangles: Block;
  readonly work: Block;
}

/** Elements of the blocks, where Q will be applied to no more than `columns` columns. */
export function qrSizes(m: number, n: number, columns = 0): Readonly<Record<keyof QrBlocks, number>> {
  const steps = Math.min(m, n);
  const width = Math.min(WIDTH, steps);
  return {
    A: m * n,
    triangles: steps * width,
    work: width * (width + 1 + Math.max(n, columns)) + 2 * n + Math.ceil(steps / 2),
  };
}

/** A = Q R in place. The elements of A are at most about 1 in magnitude. */
export function qr(workspace: Workspace, m: number, n: number, { A, triangles, work }: QrBlocks): void {
  const { core, scratch } = workspace;
  for (const { from, width, v, l } of blocksOf(m, n, A, triangles)) {
    core.qr(m - from, width, v, n, l, work.address, scratch);
    core.reflect(m - from, width, n - from - width, true, v, n, l, v + 8 * width, n, work.address, scratch);
  }
}

/** A P = Q R by column pivoting, and the same. Returns the order: column k of A P is column `order[k]` of A. */
export function pivotedQr(workspace: Workspace, m: number, n: number, { A, triangles, work }: QrBlocks): Int32Array {
  const { core, scratch } = workspace;
  const steps = Math.min(m, n);
  const width = Math.min(WIDTH, steps);
  const [lengths, pivots, rest, w] = [0, 2 * n, 2 * n + Math.ceil(steps / 2), 2 * n + Math.ceil(steps / 2) + width].map(
    (from) => slice(work, from, 0).address,
  ) as [number, number, number, number];
  for (let j = 0; j < steps; ) j = core.pivotedQrColumns(m, n, j, width, A.address, pivots, lengths, w, rest, scratch);
  const order = Int32Array.from({ length: n }, (_, j) => j);
  new Int32Array(core.memory.buffer, pivots, steps).forEach((p, k) => {
    [order[k], order[p]] = [order[p] as number, order[k] as number];
  });
  for (const { from, width: k, v, l } of blocksOf(m, n, A, triangles)) core.triangle(m - from, k, v, n, l, work.address, scratch);
  return order;
}

/** |r_kk| */
export function diagonalOf(workspace: Workspace, m: number, n: number, { A }: QrBlocks): Float64Array {
  const values = view(workspace, A);
  return Float64Array.from({ length: Math.min(m, n) }, (_, k) => Math.abs(values[k * (n + 1)] as number));
}

/** X ← Q X, or Qᵀ X, for X (m × t). */
export function applyQ(workspace: Workspace, m: number, n: number, t: number, transposed: boolean, factors: QrBlocks, X: Block): void {
  const { core, scratch } = workspace;
  const { A, triangles, work } = factors;
  const blocks = blocksOf(m, n, A, triangles);
  for (const { from, width, v, l } of transposed ? blocks : blocks.reverse()) {
    core.reflect(m - from, width, t, transposed, v, n, l, X.address + 8 * from * t, t, work.address, scratch);
  }
}

/** The first min(m, n) columns of Q. */
export function formQ(workspace: Workspace, m: number, n: number, { A, triangles, work }: QrBlocks, Q: Block): void {
  const { core, scratch } = workspace;
  const t = Math.min(m, n);
  const values = view(workspace, Q).fill(0);
  for (let k = 0; k < t; k++) values[k * (t + 1)] = 1;
  // What the reflections from a block on have made differs from the identity only from its row and column on
  for (const { from, width, v, l } of blocksOf(m, n, A, triangles).reverse()) {
    core.reflect(m - from, width, t - from, false, v, n, l, Q.address + 8 * from * (t + 1), t, work.address, scratch);
  }
}

/** X ← R⁻¹ X, or R⁻ᵀ X, for X (r × t) and the leading r × r triangle of R. */
export function solveR(workspace: Workspace, n: number, r: number, t: number, transposed: boolean, { A }: QrBlocks, X: Block): void {
  const { address } = A;
  if (transposed) solveLower(workspace, r, t, false, { address, rs: 1, cs: n }, X.address);
  else solveUpper(workspace, r, t, { address, rs: n, cs: 1 }, X.address);
}

/** The blocks of reflections: the first, how many, and the addresses of V and of the triangle. */
function blocksOf(m: number, n: number, A: Block, triangles: Block): { from: number; width: number; v: number; l: number }[] {
  const steps = Math.min(m, n);
  return Array.from({ length: Math.ceil(steps / WIDTH) }, (_, b) => {
    const from = b * WIDTH;
    return {
      from,
      width: Math.min(WIDTH, steps - from),
      v: A.address + 8 * from * (n + 1),
      l: triangles.address + 8 * from * Math.min(WIDTH, steps),
    };
  });
}
