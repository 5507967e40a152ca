import type { KernelSpec } from "../kernels/spec";
import type { LinearModel } from "../models/model";
import { type Field, fieldOf, intercepts, targets } from "./fields";
import { functionsStay, plainKernel, requireFeatures } from "./kernels";
import { report } from "./report";

const WEIGHTS = targets(null);

export function writeLinearModel(model: LinearModel): object {
  const { kind, features, weights: w } = model;
  if (typeof features === "function") throw functionsStay("function");
  const part = (name: string, field: Field<unknown>): unknown => field.write(fieldOf(model, name, "$.model"), `$.model.${name}`);
  const written = part("features", plainKernel);
  requireFeatures(features as KernelSpec);
  const weights = part("weights", WEIGHTS);
  return { kind, features: written, weights, intercept: part("intercept", intercepts(w)), report: part("report", report(rowsOf(w))) };
}

export function readLinearModel(model: object): LinearModel {
  const part = <T>(name: string, field: Field<T>): T => field.read(fieldOf(model, name, "$.model"), `$.model.${name}`);
  const features = part("features", plainKernel);
  requireFeatures(features);
  const weights = part("weights", WEIGHTS);
  const intercept = part("intercept", intercepts(weights));
  return { kind: "linearModel", features, weights, intercept, report: part("report", report(rowsOf(weights))) } as LinearModel;
}

function rowsOf(weights: LinearModel["weights"]): number {
  return weights instanceof Float64Array ? weights.length : weights.rows;
}
