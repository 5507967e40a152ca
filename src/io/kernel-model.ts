import type { KernelSpec } from "../kernels/spec";
import type { KernelModel } from "../models/model";
import { type Fields, nullable, oneOf, type Part, readIntercept, readMatrix, readPositive, readTargets, recordOf } from "./fields";
import { readKernelAt, requirePoints } from "./kernels";
import { readReport } from "./report";
import { requireColumns, requireRecord, requireRows } from "./sizes";

/** h(z) = Σ_i α_i k(x_i, z) + b, field by field. */
export const FUNCTION_FIELDS: Fields<Omit<KernelModel, "kind">> = {
  kernel: readKernelAt,
  n: readPositive,
  d: nullable(readPositive),
  points: nullable(readMatrix),
  coefficients: readTargets,
  intercept: readIntercept,
  report: readReport,
};

export const KERNEL_MODEL: Fields<KernelModel> = { kind: oneOf("kernelModel"), ...FUNCTION_FIELDS };

export function readKernelModel(part: Part): KernelModel {
  return fitting(recordOf(KERNEL_MODEL)(part));
}

/** The model, if its parts fit together. */
export function fitting<M extends Omit<KernelModel, "kind">>(model: M): M {
  const { kernel, n, d, points, coefficients, intercept, report } = model;
  requirePoints(kernel as KernelSpec, n, d, points);
  requireRows(coefficients, n, "$.model.coefficients");
  requireColumns(coefficients, intercept);
  requireRecord(report, n);
  return model;
}
