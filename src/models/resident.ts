import type { Plan } from "../gram/plan";
import { planFor, sideOf } from "../gram/run";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel } from "../kernels/spec";
import type { Matrix } from "../matrix";
import type { Side } from "../program/side";

/** The training points of a model as its kernel sees them, and the program for `rows` points at a time against them. */
export interface Resident {
  readonly columns: Side;
  readonly plan: Plan;
}

export function residentOf({ kernel }: { readonly kernel: Kernel }, points: Matrix, rows: number): Resident {
  const columns = sideOf(points);
  return { columns, plan: planFor(resolveKernel(kernel, columns.pointAt(0)), rows, columns, false) };
}
