import type { KernelModel } from "../models/model";
import { fieldOf, nullable, readIntercept, readMatrix, readPositive, readTargets } from "./fields";
import { plainKernel, readKernelAt, requirePoints } from "./kernels";
import { readReport, reportFields } from "./report";

export function kernelModelFields({ kind, kernel, n, d, points, coefficients, intercept, report }: KernelModel): object {
  return { kind, kernel: plainKernel(kernel), n, d, points, coefficients, intercept, report: reportFields(report) };
}

export function readKernelModel(model: object): KernelModel {
  const field = (name: string): unknown => fieldOf(model, name, "$.model");
  const kernel = readKernelAt(field("kernel"), "$.model.kernel");
  const n = readPositive(field("n"), "$.model.n");
  const points = nullable(readMatrix)(field("points"), "$.model.points");
  const d = nullable(readPositive)(field("d"), "$.model.d");
  requirePoints(kernel, n, d, points);
  const coefficients = readTargets(field("coefficients"), "$.model.coefficients", n);
  const intercept = readIntercept(field("intercept"), "$.model.intercept", coefficients);
  const report = readReport(field("report"), "$.model.report", n);
  return { kind: "kernelModel", kernel, n, d, points, coefficients, intercept, report } as KernelModel;
}
