import { TILE } from "../../assembly/gram/program";
import { gramDiagonal, isOverflow, type Program } from "../core/gram";
import { describeValue, type MercerError, type MercerErrorOf, mercerError } from "../errors";
import { memoOf } from "../kernels/memo";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { codeOf } from "../program/code";
import { encode, encodeDiagonal } from "../program/encode";
import { type Side, sideBy } from "../program/side";
import type { PointView } from "../program/views";
import { type Block, copyOf, threadCount, view, type Workspace, withBlocks } from "../wasm/memory";
import { type GivenMatrix, layOut, type Plan, writeColumns, writeSide } from "./plan";

/** A resolved kernel between two sides. In training both are one and the same, and white noise counts. */
export interface Pairing {
  readonly kernel: KernelSpec;
  readonly rows: Side;
  readonly columns: Side;
  readonly training: boolean;
}

/** The points of a side against themselves: in training, or as if the columns were other points. */
export function amongThemselves(kernel: KernelSpec, side: Side, training: boolean): Pairing {
  return { kernel, rows: side, columns: side, training };
}

/** The points of a side; k(x, x), where a kernel needs it, by the core. */
export function sideOf(points: Matrix): Side {
  return sideBy(diagonalSeen, points);
}

function diagonalSeen(kernel: KernelSpec, view: PointView, side: Side): Float64Array {
  return runDiagonal(planDiagonal(kernel, view, side), amongThemselves(kernel, side, true));
}

/** The program of a pairing, not yet in memory. */
export function planOf({ kernel, rows, columns, training }: Pairing): Plan {
  return planFor(kernel, rows.points.rows, columns, training);
}

/** Plans last made of kernels that are resolved for their number of features, which alone decides about them. */
const plans = { training: new WeakMap<KernelSpec, Plan>(), other: new WeakMap<KernelSpec, Plan>() };

/** The program for m points at a time against a side; the one made last for a kernel that cannot change serves again where it fits. */
export function planFor(kernel: KernelSpec, m: number, columns: Side, training: boolean): Plan {
  const kept = plans[training ? "training" : "other"];
  const lasting = memoOf(kernel)?.features === columns.points.cols;
  const last = lasting ? kept.get(kernel) : undefined;
  if (last && last.rows === m && last.columns === columns.points.rows && last.threads === threadCount()) return last;
  const featuresOf = (view: PointView): number => columns.view(view).cols;
  const code = last?.code ?? codeOf(encode(kernel, featuresOf, training), featuresOf);
  const plan = layOut(code, m, columns, training);
  if (lasting) kept.set(kernel, plan);
  return plan;
}

/** A program in memory, waiting for rows. */
export interface Placed extends Program {
  /** The points that are the rows now. */
  readonly rows: Side;
  /** Points for the rows: as many as planned, or fewer. Does nothing in training, where the columns are the rows. */
  setRows(rows: Side): void;
}

/** Writes a plan into its block; from now on the workspace fills the tiles of custom kernels from the sides. */
export function place(workspace: Workspace, block: Block, plan: Plan, columns: Side, given: GivenMatrix | null = null): Placed {
  const numbers = (): Float64Array => view(workspace, block);
  writeColumns(plan, numbers, block.address, columns, given);
  const placed = {
    rows: columns,
    words: block.address,
    setRows(rows: Side): void {
      placed.rows = rows;
      if (!plan.training) writeSide(plan, numbers, "rows", rows);
    },
  };
  workspace.custom = (index, i, j, m, n, tile) => {
    const sides = { rows: placed.rows, columns, mirrored: plan.training && i === j && m === n };
    fillCustom(workspace, plan.customs[index], sides, { i, j, m, n }, tile);
  };
  return placed;
}

/** The same for as long as `body` runs. */
export function withProgram<T>(
  workspace: Workspace,
  block: Block,
  plan: Plan,
  { rows, columns }: Pick<Pairing, "rows" | "columns">,
  body: (program: Placed) => T,
  given: GivenMatrix | null = null,
): T {
  const outer = workspace.custom;
  let placed: Placed | null = null;
  try {
    placed = place(workspace, block, plan, columns, given);
    placed.setRows(rows);
    return body(placed);
  } catch (error) {
    throw isOverflow(error) ? withRange(error, [(placed?.rows ?? rows).points, columns.points]) : error;
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
    `the kernel overflows at the pair (${row}, ${column}), where ${range}; scale the features down, for instance with standardize: true`,
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
  { rows, columns, mirrored }: { readonly rows: Side; readonly columns: Side; readonly mirrored: boolean },
  { i, j, m, n }: { i: number; j: number; m: number; n: number },
  tile: number,
): void {
  if (!custom) return;
  const x = rows.view(custom.view);
  const z = columns.view(custom.view);
  const values = new Float64Array(m * n);
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

/** k(x_i, x_i) for every point, with white noise in training. */
export function diagonalOf(pairing: Pairing): Float64Array {
  return runDiagonal(planOf(pairing), pairing);
}

/** The program of k(x, x) in training, for the points of a view of a side. */
function planDiagonal(kernel: KernelSpec, view: PointView, side: Side): Plan {
  const featuresOf = (seen: PointView): number => side.view(seen).cols;
  return layOut(codeOf(encodeDiagonal(kernel, featuresOf, view), featuresOf), side.points.rows, side, true);
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
