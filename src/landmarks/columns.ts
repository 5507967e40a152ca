import { gramInto } from "../core/gram";
import type { MatrixView } from "../core/matrix-view";
import { planOf, sideOf, withProgram } from "../gram/run";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { rowsOf } from "../problem/support";
import type { Side } from "../program/side";
import { type Workspace, withMoreBlocks } from "../wasm/memory";

/** Points that landmarks are chosen among; no Gram matrix. */
export interface LandmarkPoints {
  readonly kernel: KernelSpec;
  readonly X: Matrix;
  /** X as the kernel sees it. */
  readonly side: Side;
}

/** k(x_i, x_j) for the rows asked for (null: all) and the columns asked for, into C, whose rows are contiguous; white noise counts nowhere. */
export function columnsOf(
  workspace: Workspace,
  points: LandmarkPoints,
  rows: readonly number[] | null,
  columns: readonly number[],
  C: MatrixView,
): void {
  const pairing = {
    kernel: points.kernel,
    rows: rows ? sideOf(rowsOf(points.X, rows)) : points.side,
    columns: sideOf(rowsOf(points.X, columns)),
    training: false,
  };
  const plan = planOf(pairing);
  withMoreBlocks(workspace, { program: plan.length }, ({ program }) => {
    withProgram(workspace, program, plan, pairing, (placed) => {
      gramInto(workspace, placed, C);
    });
  });
}
