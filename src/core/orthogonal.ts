import { type Block, type Blocks, i32, view, type Workspace } from "../wasm/memory";
import { solveLower, solveUpper } from "./factors";
import { asMatrix, flipped, type MatrixView, OPERAND_BYTES, operands, partOf } from "./matrix-view";

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
export function qr(workspace: Workspace, factors: QrFactors): void {
  const { core, scratch } = workspace;
  const { rows: m, cols: n, rs } = factors.A;
  for (const block of reflectionsOf(factors)) {
    const { from, V, l } = block;
    core.qr(m - from, V.cols, V.address, rs, l, factors.work.address, scratch);
    const done = from + V.cols;
    reflect(workspace, factors, block, partOf(factors.A, from, done, m - from, n - done), true);
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
  for (const { from, V, l } of reflectionsOf(factors)) core.triangle(m - from, V.cols, V.address, rs, l, work.address, scratch);
  return order;
}

/** X ← Q X, or Qᵀ X, for X (m × t), its rows contiguous. */
export function applyQ(workspace: Workspace, factors: QrFactors, X: MatrixView, transposed: boolean): void {
  const blocks = reflectionsOf(factors);
  for (const block of transposed ? blocks : blocks.reverse()) {
    reflect(workspace, factors, block, partOf(X, block.from, 0, X.rows - block.from, X.cols), transposed);
  }
}

/** The first columns of Q, as many as Q (m × min(m, n)) has, one row after the other. */
export function formQ(workspace: Workspace, factors: QrFactors, Q: Block): void {
  const m = factors.A.rows;
  const t = factors.pivots.length;
  const values = view(workspace, Q).fill(0);
  for (let k = 0; k < t; k++) values[k * (t + 1)] = 1;
  // What the reflections from a block on have made differs from the identity only from its row and column on
  for (const block of reflectionsOf(factors).reverse()) {
    const { from } = block;
    reflect(workspace, factors, block, partOf(asMatrix(Q, m, t), from, from, m - from, t - from), false);
  }
}

/** X ← R⁻¹ X, or R⁻ᵀ X, for X (r × t) and the leading r × r triangle of R. */
export function solveR(workspace: Workspace, { A }: QrFactors, X: MatrixView, transposed: boolean): void {
  if (transposed) solveLower(workspace, flipped(partOf(A, 0, 0, X.rows, X.rows)), X);
  else solveUpper(workspace, partOf(A, 0, 0, X.rows, X.rows), X);
}

/** Reflections that are applied together: they begin at row and column `from`, V has them below its diagonal, and their triangle is at the address l. */
interface Reflections {
  readonly from: number;
  readonly V: MatrixView;
  readonly l: number;
}

function reflectionsOf({ A, triangles, pivots }: QrFactors): Reflections[] {
  const steps = pivots.length;
  return Array.from({ length: Math.ceil(steps / WIDTH) }, (_, b) => {
    const from = b * WIDTH;
    const V = partOf(A, from, from, A.rows - from, Math.min(WIDTH, steps - from));
    return { from, V, l: triangles.address + 8 * from * Math.min(WIDTH, steps) };
  });
}

/** C ← Q C, or Qᵀ C, for the reflections of one block and the rows of C that they change. */
function reflect(workspace: Workspace, { work }: QrFactors, { V, l }: Reflections, C: MatrixView, transposed: boolean): void {
  const at = operands(workspace, V, C);
  workspace.core.reflect(at, l, at + OPERAND_BYTES, transposed, work.address, workspace.scratch);
}
