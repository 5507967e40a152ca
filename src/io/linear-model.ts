import type { LinearModel } from "../models/model";
import { fieldOf, readIntercept, readTargets } from "./fields";
import { functionsStay, plainKernel, readKernelAt, requireFeatures } from "./kernels";
import { readReport, reportFields } from "./report";

export function linearModelFields({ kind, features, weights, intercept, report }: LinearModel): object {
  if (typeof features === "function") throw functionsStay("function");
  return { kind, features: plainKernel(features), weights, intercept, report: reportFields(report) };
}

export function readLinearModel(model: object): LinearModel {
  const field = (name: string): unknown => fieldOf(model, name, "$.model");
  const features = readKernelAt(field("features"), "$.model.features");
  requireFeatures(features);
  const weights = readTargets(field("weights"), "$.model.weights", null);
  const intercept = readIntercept(field("intercept"), "$.model.intercept", weights);
  const M = weights instanceof Float64Array ? weights.length : weights.rows;
  return { kind: "linearModel", features, weights, intercept, report: readReport(field("report"), "$.model.report", M) } as LinearModel;
}
