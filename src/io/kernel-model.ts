import { isPrecomputed } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { rowOf } from "../matrix";
import type { KernelModel } from "../models/model";
import { fault, readCount, readIntercept, readMatrix, readTargets, writeIntercept, writeMatrix, writeTargets } from "./fields";
import { readKernelAt, requireFit, requirePlain } from "./kernels";
import { readReport, writeReport } from "./report";

export function writeKernelModel({ kind, kernel, n, d, points, coefficients, intercept, report }: KernelModel): object {
  requirePlain(readKernel(kernel));
  return {
    kind,
    kernel,
    n,
    d,
    points: points && writeMatrix(points),
    coefficients: writeTargets(coefficients),
    intercept: writeIntercept(intercept),
    report: writeReport(report),
  };
}

export function readKernelModel(model: Record<string, unknown>): KernelModel {
  const kernel = readKernelAt(model.kernel, "$.model.kernel");
  const n = readCount(model.n, "$.model.n");
  const points = model.points === null ? null : readMatrix(model.points, "$.model.points");
  if ((points === null) !== isPrecomputed(kernel)) throw fault("$.model.points", "must be null for a precomputed kernel, and only then");
  const d = model.d === null ? null : readCount(model.d, "$.model.d");
  if (points && points.rows !== n) throw fault("$.model.points.rows", `is ${points.rows}, n is ${n}`);
  if (d !== (points?.cols ?? null)) throw fault("$.model.d", `is ${d}, the points have ${points?.cols ?? "no"} columns`);
  if (points) requireFit(kernel, rowOf(points, 0), "$.model.kernel");
  const coefficients = readTargets(model.coefficients, "$.model.coefficients", n);
  const intercept = readIntercept(model.intercept, "$.model.intercept", coefficients);
  const report = readReport(model.report, "$.model.report", n);
  return { kind: "kernelModel", kernel, n, d, points, coefficients, intercept, report } as KernelModel;
}
