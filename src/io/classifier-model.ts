import { isMercerError } from "../errors";
import type { ClassifierModel } from "../models/classifier-model";
import { columnsFor, type Label, readLabels } from "../models/labels";
import { readCalibrator, requireColumnsOf } from "./calibrator";
import { type Fields, fault, listOf, oneOf, optional, type Part, recordOf, shown } from "./fields";
import { FUNCTION_FIELDS, fitting } from "./kernel-model";

/** One h for every class, or for two. */
export const CLASSIFIER_MODEL: Fields<ClassifierModel> = {
  kind: oneOf("classifierModel"),
  ...FUNCTION_FIELDS,
  loss: oneOf("squared", "logistic", "hinge", "softmax"),
  classes: readClasses,
  calibrator: optional(readCalibrator),
};

export function readClassifierModel(part: Part): ClassifierModel {
  const model = fitting(recordOf(CLASSIFIER_MODEL)(part));
  const { coefficients, classes } = model;
  const cols = coefficients instanceof Float64Array ? 1 : coefficients.cols;
  if (cols !== columnsFor(classes.length) || (cols === 1) !== coefficients instanceof Float64Array) {
    throw fault("$.model.coefficients", `has ${cols} columns, which do not suit ${classes.length} classes`);
  }
  if (model.calibrator) requireColumnsOf(model.calibrator, cols);
  return model;
}

/** At least two labels of one type, in order. */
function readClasses(part: Part): readonly Label[] {
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
  throw fault(path, `must be a string, a number or a boolean; it is ${shown(value)}`);
}
