import { type Block, view, type Workspace } from "../wasm/memory";
import { type MatrixView, OPERAND_BYTES, operands } from "./matrix-view";

/** Numbers that `tallQr` leaves [R QᵀY] in, its first n rows, and works in. */
export function tallRoom({ core }: Workspace, m: number, n: number, t: number): number {
  return core.tallChunks(m, n) * n * (n + t);
}

/** Columns, those of Y included, that a thread's scratch has room for. */
export const TALL_COLUMNS = 1024;

/** [R QᵀY], n × (n + t), into the first rows of `room` from A = Q R (m × n) and Y (m × t), rows contiguous; see assembly/factor/tall-qr.ts. */
export function tallQr(workspace: Workspace, A: MatrixView, Y: MatrixView, room: Block): void {
  const at = operands(workspace, A, Y);
  workspace.core.tallQr(at, at + OPERAND_BYTES, room.address, workspace.scratch);
}

/** max_i |a_ij| of every column of A, whose rows are contiguous. */
export function columnMagnitudes(workspace: Workspace, A: MatrixView, most: Block): Float64Array {
  workspace.core.columnMagnitudes(A.rows, A.cols, A.address, A.rs, most.address);
  return view(workspace, most);
}

/** Column j of A times scales[j], in place. */
export function scaleColumns({ core }: Workspace, A: MatrixView, scales: Block): void {
  core.scaleColumns(A.rows, A.cols, A.address, A.rs, scales.address);
}
