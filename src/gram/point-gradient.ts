import { diagonalDerivative, pointDerivative, type Weights } from "../core/derivative";
import { mercerError } from "../errors";
import { hasConstantDiagonal } from "../kernels/constant-diagonal";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { type PointDerivativeCode, pointDerivativeCode } from "../program/point-derivative";
import type { Side } from "../program/side";
import { gradientBefore } from "../program/view-gradient";
import { copyOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { onTape } from "./derivative";
import { sideOf } from "./run";

/**
 * The gradients ∇_z Σ_j M_ij k(z, x_j) at z = z_i, for the m points z_i of the rows and the n points x_j of the columns: m × d. One reverse pass over the
 * tiles of K, of which nothing is stored.
 *
 * @param pairing of a resolved kernel; not in training, where the points of both sides are the same
 * @param weights M, m × n, in blocks of the workspace: { vectors: { v: α, count: 1 } } for M_ij = α_j
 * @throws "kernel" for a kernel with a function or a matrix of the user's in it; "unsupported" with `row` and `column` where the kernel has no gradient at a
 * pair of points: the Matérn kernel of ν = ½ for equal ones, the Laplacian for a feature in which they agree; "not-finite" where the kernel overflows
 */
export function pointGradient(
  workspace: Workspace,
  { kernel, rows, columns }: { readonly kernel: KernelSpec; readonly rows: Side; readonly columns: Side },
  weights: Weights,
): Matrix {
  const [m, n] = [rows.points.rows, columns.points.rows];
  const code = pointDerivativeCode(kernel, (seen) => columns.view(seen).cols, m);
  const sides = { rows, columns, training: false, given: null };
  const total = new Float64Array(rows.points.data.length);
  const sums = onTape(
    workspace,
    code.tape,
    sides,
    { sums: code.length },
    (backward, words, blocks) => {
      const unknown = pointDerivative(workspace, words, backward, weights, { m, n }, blocks.sums);
      if (unknown) {
        const [row, column] = unknown;
        const message = `the kernel has no gradient at row ${row} of Z: it has a kink where that meets the training point ${column}`;
        throw mercerError("unsupported", message, { row, column });
      }
      return copyOf(workspace, blocks.sums);
    },
    true,
  );
  addViews(code, rows, sums, 1, total);
  for (const { values, sums: at, diagonal } of code.normalizations) {
    const v = rows.values(values).map((u, i) => (u === 0 ? 0 : (-0.5 * (sums[at + i] as number)) / u));
    const own = { rows, columns: rows, training: true, given: null };
    const owed = onTape(
      workspace,
      diagonal.tape,
      own,
      { sums: diagonal.length, v: m },
      (backward, words, blocks) => {
        view(workspace, blocks.v).set(v);
        diagonalDerivative(workspace, words, backward, blocks.v, m, blocks.sums);
        return copyOf(workspace, blocks.sums);
      },
      true,
    );
    // x is on both sides of k(x, x)
    addViews(diagonal, rows, owed, 2, total);
  }
  const at = total.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw overflow(Math.floor(at / rows.points.cols), at % rows.points.cols);
  return { ...rows.points, data: total };
}

/** Points whose k(x, x) are differentiated together. */
const TOGETHER = 64;

/**
 * ∇k(x, x) at every point of a side, m × d row by row; null where k(x, x) is constant. By symmetry it is twice the gradient by one side.
 *
 * @throws as `pointGradient`
 */
export function diagonalGradient(kernel: KernelSpec, { points }: Side): Float64Array | null {
  if (hasConstantDiagonal(kernel)) return null;
  const { rows: m, cols: d } = points;
  const gradients = new Float64Array(m * d);
  for (let from = 0; from < m; from += TOGETHER) {
    const rows = Math.min(TOGETHER, m - from);
    const side = sideOf({ rows, cols: d, data: points.data.subarray(from * d, (from + rows) * d) });
    const { data } = withBlocks({ identity: rows * rows }, ({ identity }, workspace) => {
      const numbers = view(workspace, identity).fill(0);
      for (let i = 0; i < rows; i++) numbers[i * (rows + 1)] = 1;
      return pointGradient(workspace, { kernel, rows: side, columns: side }, { matrix: { block: identity, factor: 2 } });
    });
    gradients.set(data, from * d);
  }
  return gradients;
}

/** Adds what the views have, times a factor, to the gradients by the points. */
function addViews({ views }: PointDerivativeCode, side: Side, sums: Float64Array, factor: number, total: Float64Array): void {
  for (const { view: seen, sums: at } of views) {
    const { rows, cols } = side.view(seen);
    const { data } = gradientBefore(side, seen, { rows, cols, data: sums.subarray(at, at + rows * cols) });
    data.forEach((value, i) => {
      total[i] = (total[i] as number) + factor * value;
    });
  }
}

function overflow(row: number, column: number): Error {
  const message = `the gradient at row ${row} overflows in feature ${column}; scale the features down, for instance with standardize: true`;
  return mercerError("not-finite", message, { row, column });
}
