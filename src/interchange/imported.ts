import { MEMORY } from "../io/leaves";
import { modelOf, type ReadModel } from "../io/tree";
import { canonical } from "../kernels/canonical";
import { resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { type Matrix, rowOf } from "../matrix";
import type { ImportedReport } from "../models/report";

/** A model as a tree: its fields, arrays among them, before anything has been checked. */
export type Tree = Readonly<Record<string, unknown>>;

/** The model of a tree, checked in all its parts. @throws "format" with the `path` of the first fault */
export function modelOfTree(tree: Tree): ReadModel {
  return modelOf({ value: tree, path: "$.model", leaves: MEMORY });
}

/** The fields of a combination of kernels: n, d, and the kernel with "auto" replaced by its value. Without points it is of a precomputed kernel. */
export function onPoints(kernel: KernelSpec, points: Matrix | null, n: number): Tree {
  return { kernel: resolvedKernel(kernel, points), n, d: points?.cols ?? null, points };
}

/** The canonical form, with "auto" replaced by its value where there are points. */
export function resolvedKernel(kernel: Kernel, points: Matrix | null): KernelSpec {
  return points ? resolveKernel(kernel, seenPoint(rowOf(points, 0))) : canonical(kernel);
}

/** What is known of a fit by another program: what it says itself. */
export function importedReport(reason: string, warnings: readonly string[] = []): Omit<ImportedReport, "elapsedMs"> {
  return {
    solver: "imported",
    reason,
    warnings,
    rank: null,
    conditionEstimate: null,
    backwardError: null,
    trainingLoss: [],
    iterations: null,
    step: null,
    diverging: false,
    nullComponent: null,
    record: null,
    bytes: 0,
  };
}
