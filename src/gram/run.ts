import { TILE } from "../../assembly/gram/program";
import { gramDiagonal, isOverflow, type Program } from "../core/gram";
import { describeValue, type MercerError, type MercerErrorOf, mercerError } from "../errors";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { encode, encodeDiagonal } from "../program/encode";
import { type Side, sideOf as sideWith } from "../program/side";
import type { PointView } from "../program/views";
import { type Block, copyOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { type GivenMatrix, type Plan, planProgram } from "./plan";

/** A resolved kernel between two sides. Where both are one and the same, it is training: white noise counts. */
export interface Pairing {
  readonly kernel: KernelSpec;
  readonly rows: Side;
  readonly columns: Side;
}

/** The points of a side; k(x, x), where a kernel needs it, by the core. */
export function sideOf(points: Matrix): Side {
  return sideWith(points, (kernel, view, side) => runDiagonal(planDiagonal(kernel, view, side), { kernel, rows: side, columns: side }));
}

/** The program of a pairing, not yet in memory. */
export function planOf({ kernel, rows, columns }: Pairing): Plan {
  const same = rows === columns;
  return planProgram(
    encode(kernel, (view) => columns.view(view).cols, same),
    rows.points.rows,
    columns,
    same,
  );
}

/** A program in memory, waiting for rows. */
export interface Placed extends Program {
  /** Points for the rows: as many as planned, or fewer. Does nothing where the columns are the rows. */
  setRows(rows: Side): void;
}

/** Writes a plan into its block; from now on the workspace fills the tiles of custom kernels from the sides. */
export function place(
  workspace: Workspace,
  block: Block,
  plan: Plan,
  columns: Side,
  given: GivenMatrix = { address: 0, stride: 0 },
): Placed {
  const numbers = (): Float64Array => view(workspace, block);
  plan.write(numbers, block.address, given);
  let present = columns;
  workspace.custom = (index, i, j, m, n, tile) => fillCustom(workspace, plan.customs[index], present, columns, { i, j, m, n }, tile);
  return {
    words: block.address,
    tiles: block.address + 8 * plan.tiles,
    stack: 8 * plan.stack,
    setRows(rows) {
      present = rows;
      if (rows !== columns) plan.writeRows(numbers, rows);
    },
  };
}

/** The same for as long as `body` runs. */
export function withProgram<T>(
  workspace: Workspace,
  block: Block,
  plan: Plan,
  { rows, columns }: Pairing,
  body: (program: Program) => T,
  given?: GivenMatrix,
): T {
  const outer = workspace.custom;
  try {
    const placed = place(workspace, block, plan, columns, given);
    placed.setRows(rows);
    return body(placed);
  } catch (error) {
    throw isOverflow(error) ? withRange(error, [rows.points, columns.points]) : error;
  } finally {
    workspace.custom = outer;
  }
}

/** The error of an overflow, with the range of the features that led to it. */
function withRange(error: MercerErrorOf<"not-finite">, sides: readonly Matrix[]): MercerError {
  const extreme = (choose: (a: number, b: number) => number): number =>
    sides.map(({ data }) => data.reduce((a, b) => choose(a, b))).reduce((a, b) => choose(a, b));
  const [smallest, largest] = [extreme(Math.min), extreme(Math.max)];
  const { row, column } = error;
  const range = `features range over [${Number(smallest.toPrecision(4))}, ${Number(largest.toPrecision(4))}]`;
  return mercerError(
    "not-finite",
    `the kernel overflows at the pair (${row}, ${column}), where ${range}; scale the features down, for instance with standardize`,
    {
      row,
      column,
      smallest,
      largest,
    },
  );
}

function fillCustom(
  workspace: Workspace,
  custom: Plan["customs"][number] | undefined,
  rows: Side,
  columns: Side,
  { i, j, m, n }: { i: number; j: number; m: number; n: number },
  tile: number,
): void {
  if (!custom) return;
  const x = rows.view(custom.view);
  const z = columns.view(custom.view);
  const values = new Float64Array(m * n);
  const mirrored = rows === columns && i === j && m === n;
  for (let r = 0; r < m; r++) {
    const point = x.data.slice((i + r) * x.cols, (i + r + 1) * x.cols);
    for (let c = 0; c < (mirrored ? r + 1 : n); c++) {
      const value: unknown = custom.kernel.evaluate(point.slice(), z.data.slice((j + c) * z.cols, (j + c + 1) * z.cols));
      if (typeof value !== "number" || !Number.isFinite(value)) {
        throw mercerError(
          "not-finite",
          `the custom kernel is ${describeValue(value)} at the pair (${i + r}, ${j + c}); a finite number is needed`,
          {
            row: i + r,
            column: j + c,
            value,
          },
        );
      }
      values[r * n + c] = value;
      if (mirrored) values[c * n + r] = value;
    }
  }
  const target = new Float64Array(workspace.core.memory.buffer, tile, TILE * TILE);
  for (let r = 0; r < m; r++) target.set(values.subarray(r * n, (r + 1) * n), r * TILE);
}

/** k(x_i, x_i) of a resolved kernel for every point; with white noise as in training, unless told otherwise. */
export function diagonalOf(kernel: KernelSpec, points: Matrix, training = true): Float64Array {
  const side = sideOf(points);
  const pairing = { kernel, rows: side, columns: training ? side : sideOf(points) };
  return runDiagonal(planOf(pairing), pairing);
}

/** The program of k(x, x) in training, for the points of a view of a side. */
function planDiagonal(kernel: KernelSpec, view: PointView, side: Side): Plan {
  return planProgram(
    encodeDiagonal(kernel, (seen) => side.view(seen).cols, view),
    side.points.rows,
    side,
    true,
  );
}

function runDiagonal(plan: Plan, pairing: Pairing): Float64Array {
  const n = pairing.rows.points.rows;
  return withBlocks({ program: plan.length, diagonal: n }, ({ program, diagonal }, workspace) =>
    withProgram(workspace, program, plan, pairing, (placed) => {
      gramDiagonal(workspace, placed, n, diagonal);
      return copyOf(workspace, diagonal);
    }),
  );
}
