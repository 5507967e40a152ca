import { type Block, type Blocks, i32, view, type Workspace } from "../wasm/memory";
import { solveLower, solveUpper } from "./factors";
import { asMatrix, flipped, type MatrixView, partOf } from "./matrix-view";

/** Reflections that are applied together: with 64 the products are near their best and the rest of the work is small. */
const WIDTH = 64;

/** A factored m × n matrix: R and the reflections V in the place of A, their triangles, the exchanges of columns, and a work area. */
export interface QrFactors {
  readonly A: MatrixView;
  readonly triangles: Block;
  readonly pivots: Block<"i32">;
  readonly work: Block;
}

/** Elements of the blocks, where Q will be applied to no more than `columns` columns. */
export function qrSizes(m: number, n: number, columns = 0) {
  const steps = Math.min(m, n);
  const width = Math.min(WIDTH, steps);
  return { A: m * n, triangles: steps * width, pivots: i32(steps), work: 2 * n + width * (width + 1 + Math.max(n, columns)) };
}

/** The factors of an m × n matrix in their blocks. */
export function qrIn(blocks: Blocks<ReturnType<typeof qrSizes>>, m: number, n: number): QrFactors {
  const { A, triangles, pivots, work } = blocks;
  return { A: asMatrix(A, m, n), triangles, pivots, work };
}

/** A = Q R in place. The elements of A are at most about 1 in magnitude. */
export function qr({ core, scratch }: Workspace, factors: QrFactors): void {
  const { rows: m, cols: n, rs } = factors.A;
  const work = factors.work.address;
  for (const { from, width, v, l } of blocksOf(factors)) {
    core.qr(m - from, width, v, rs, l, work, scratch);
    core.reflect(m - from, width, n - from - width, true, v, rs, l, v + 8 * width, rs, work, scratch);
  }
}

/** A P = Q R by column pivoting, and the same. Returns the order: column k of A P is column `order[k]` of A. */
export function pivotedQr(workspace: Workspace, factors: QrFactors): Int32Array {
  const { core, scratch } = workspace;
  const { pivots, work } = factors;
  const { rows: m, cols: n, address, rs } = factors.A;
  for (let j = 0; j < pivots.length; ) {
    j = core.pivotedQrColumns(m, n, j, Math.min(WIDTH, pivots.length), address, pivots.address, work.address, scratch);
  }
  const order = Int32Array.from({ length: n }, (_, j) => j);
  view(workspace, pivots).forEach((p, k) => {
    [order[k], order[p]] = [order[p] as number, order[k] as number];
  });
  for (const { from, width, v, l } of blocksOf(factors)) core.triangle(m - from, width, v, rs, l, work.address, scratch);
  return order;
}

/** X ← Q X, or Qᵀ X, for X (m × t), its rows contiguous. */
export function applyQ({ core, scratch }: Workspace, factors: QrFactors, X: MatrixView, transposed: boolean): void {
  const { rows: m, rs } = factors.A;
  const blocks = blocksOf(factors);
  for (const { from, width, v, l } of transposed ? blocks : blocks.reverse()) {
    const rest = partOf(X, from, 0, m - from, X.cols);
    core.reflect(m - from, width, X.cols, transposed, v, rs, l, rest.address, X.rs, factors.work.address, scratch);
  }
}

/** The first columns of Q, as many as Q (m × min(m, n)) has, one row after the other. */
export function formQ(workspace: Workspace, factors: QrFactors, Q: Block): void {
  const { core, scratch } = workspace;
  const { rows: m, rs } = factors.A;
  const t = factors.pivots.length;
  const values = view(workspace, Q).fill(0);
  for (let k = 0; k < t; k++) values[k * (t + 1)] = 1;
  // What the reflections from a block on have made differs from the identity only from its row and column on
  for (const { from, width, v, l } of blocksOf(factors).reverse()) {
    core.reflect(m - from, width, t - from, false, v, rs, l, Q.address + 8 * from * (t + 1), t, factors.work.address, scratch);
  }
}

/** X ← R⁻¹ X, or R⁻ᵀ X, for X (r × t) and the leading r × r triangle of R. */
export function solveR(workspace: Workspace, { A }: QrFactors, X: MatrixView, transposed: boolean): void {
  if (transposed) solveLower(workspace, flipped(partOf(A, 0, 0, X.rows, X.rows)), X);
  else solveUpper(workspace, partOf(A, 0, 0, X.rows, X.rows), X);
}

/** The blocks of reflections: the first, how many, and the addresses of V and of the triangle. */
function blocksOf({ A, triangles, pivots }: QrFactors): { from: number; width: number; v: number; l: number }[] {
  const steps = pivots.length;
  return Array.from({ length: Math.ceil(steps / WIDTH) }, (_, b) => {
    const from = b * WIDTH;
    return {
      from,
      width: Math.min(WIDTH, steps - from),
      v: A.address + 8 * from * (A.rs + 1),
      l: triangles.address + 8 * from * Math.min(WIDTH, steps),
    };
  });
}
