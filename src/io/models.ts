import { describeValue, isMercerError } from "../errors";
import type { KernelSpec } from "../kernels/spec";
import type { ClassifierModel } from "../models/classifier-model";
import { columnsFor, type Label, readLabels } from "../models/labels";
import type { KernelModel, LinearModel } from "../models/model";
import { readAbout, requireAbout } from "./about";
import { readCalibrator, requireColumnsOf } from "./calibrator";
import {
  type Fields,
  fault,
  listOf,
  nullable,
  oneOf,
  optional,
  type Part,
  readIntercept,
  readMatrix,
  readPositive,
  readTargets,
  recordOf,
} from "./fields";
import { readGaussianProcessModel } from "./gaussian-process-model";
import { readFeaturesAt, readKernelAt, requirePoints } from "./kernels";
import { readReport } from "./report";
import { readUnits, requireUnits } from "./scaling";
import { requireColumns, requireRecord, requireRows, targetsOf } from "./sizes";

/** h(z) = Σ_i α_i k(x_i, z) + b, field by field. */
const FUNCTION_FIELDS: Fields<Omit<KernelModel, "kind">> = {
  kernel: readKernelAt,
  n: readPositive,
  d: nullable(readPositive),
  points: nullable(readMatrix),
  coefficients: readTargets,
  intercept: readIntercept,
  scaling: optional(readUnits),
  about: optional(readAbout),
  report: readReport,
};

export const KERNEL_MODEL: Fields<KernelModel> = { kind: oneOf("kernelModel"), ...FUNCTION_FIELDS };

/** h(z) = w·φ(z) + b, field by field. */
export const LINEAR_MODEL: Fields<LinearModel> = {
  kind: oneOf("linearModel"),
  features: readFeaturesAt,
  weights: readTargets,
  intercept: readIntercept,
  scaling: optional(readUnits),
  about: optional(readAbout),
  report: readReport,
};

/** One h for every class, or for two. */
export const CLASSIFIER_MODEL: Fields<ClassifierModel> = {
  kind: oneOf("classifierModel"),
  ...FUNCTION_FIELDS,
  loss: oneOf("squared", "logistic", "hinge", "softmax"),
  classes: readClasses,
  calibrator: optional(readCalibrator),
};

/** The model of each kind, if its parts fit together: conditions between fields, which no schema of one field can tell. */
export const READERS = {
  kernelModel: (part: Part): KernelModel => fitting(recordOf(KERNEL_MODEL)(part)),
  gaussianProcessModel: readGaussianProcessModel,
  linearModel(part: Part): LinearModel {
    const model = recordOf(LINEAR_MODEL)(part);
    const { weights, intercept, report, scaling, about } = model;
    requireColumns(weights, intercept);
    requireAbout(about, scaling?.X?.center.length ?? null, targetsOf(weights));
    requireUnits(scaling, undefined, weights);
    requireRecord(report, weights instanceof Float64Array ? weights.length : weights.rows);
    return model;
  },
  classifierModel(part: Part): ClassifierModel {
    const model = fitting(recordOf(CLASSIFIER_MODEL)(part), 1);
    const { coefficients, classes } = model;
    const cols = targetsOf(coefficients);
    if (cols !== columnsFor(classes.length) || (cols === 1) !== coefficients instanceof Float64Array) {
      throw fault("$.model.coefficients", `has ${cols} columns, which do not suit ${classes.length} classes`);
    }
    if (model.scaling?.y) throw fault("$.model.scaling.y", "must be null: labels have no units");
    if (model.calibrator) requireColumnsOf(model.calibrator, cols);
    return model;
  },
};

/** @param t the targets that it was fitted to, where these are not the columns of the coefficients */
function fitting<M extends Omit<KernelModel, "kind">>(model: M, t = targetsOf(model.coefficients)): M {
  const { kernel, n, d, points, coefficients, intercept, report, scaling, about } = model;
  requirePoints(kernel as KernelSpec, n, d, points);
  requireRows(coefficients, n, "$.model.coefficients");
  requireColumns(coefficients, intercept);
  requireUnits(scaling, points, coefficients);
  requireAbout(about, d, t);
  requireRecord(report, n);
  return model;
}

/** At least two labels of one type, in order. */
export function readClasses(part: Part): readonly Label[] {
  const labels = listOf(readLabel)(part);
  try {
    const { classes } = readLabels(labels, "classes");
    if (classes.length === labels.length && labels.length > 1 && labels.every((label, c) => label === classes[c])) return classes;
  } catch (error) {
    if (!isMercerError(error)) throw error;
  }
  throw fault(part.path, "must be two or more different labels of one type, in order");
}

function readLabel({ value, path }: Part): Label {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw fault(path, `must be a string, a number or a boolean; it is ${describeValue(value)}`);
}
