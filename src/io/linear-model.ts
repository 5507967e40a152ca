import type { LinearModel } from "../models/model";
import { type Fields, oneOf, type Part, readIntercept, readTargets, recordOf } from "./fields";
import { readFeaturesAt } from "./kernels";
import { readReport } from "./report";
import { requireColumns, requireRecord } from "./sizes";

/** h(z) = w·φ(z) + b, field by field. */
export const LINEAR_MODEL: Fields<LinearModel> = {
  kind: oneOf("linearModel"),
  features: readFeaturesAt,
  weights: readTargets,
  intercept: readIntercept,
  report: readReport,
};

export function readLinearModel(part: Part): LinearModel {
  const model = recordOf(LINEAR_MODEL)(part);
  const { weights, intercept, report } = model;
  requireColumns(weights, intercept);
  requireRecord(report, weights instanceof Float64Array ? weights.length : weights.rows);
  return model;
}
