import { readKernel } from "../kernels/read";
import type { LinearModel } from "../models/model";
import { readIntercept, readTargets, writeIntercept, writeTargets } from "./fields";
import { functionsStay, readKernelAt, requirePlain } from "./kernels";
import { readReport, writeReport } from "./report";

export function writeLinearModel({ kind, features, weights, intercept, report }: LinearModel): unknown {
  if (typeof features === "function") throw functionsStay("function");
  requirePlain(readKernel(features));
  return { kind, features, weights: writeTargets(weights), intercept: writeIntercept(intercept), report: writeReport(report) };
}

export function readLinearModel(model: Record<string, unknown>): LinearModel {
  const features = readKernelAt(model.features, "$.model.features");
  const weights = readTargets(model.weights, "$.model.weights", null);
  const intercept = readIntercept(model.intercept, "$.model.intercept", weights);
  const M = weights instanceof Float64Array ? weights.length : weights.rows;
  return { kind: "linearModel", features, weights, intercept, report: readReport(model.report, "$.model.report", M) } as LinearModel;
}
