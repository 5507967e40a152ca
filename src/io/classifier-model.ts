import { isMercerError } from "../errors";
import { type Classifier, type ClassifierModel, functionsOf } from "../models/classifier-model";
import { columnsFor, type Label, readLabels } from "../models/labels";
import { fault, fieldOf, readList, readWord, shown } from "./fields";
import { kernelModelFields, readKernelModel } from "./kernel-model";

export function classifierModelFields(model: Classifier): object {
  const { kind, loss = "squared", classes } = model;
  return { ...kernelModelFields(functionsOf(model)), kind, loss, classes };
}

export function readClassifierModel(model: object): ClassifierModel {
  const loss = readWord(fieldOf(model, "loss", "$.model"), "$.model.loss", ["squared", "logistic", "hinge", "softmax"]);
  const classes = readClasses(fieldOf(model, "classes", "$.model"), "$.model.classes");
  const functions = readKernelModel(model);
  const { coefficients } = functions;
  const cols = coefficients instanceof Float64Array ? 1 : coefficients.cols;
  if (cols !== columnsFor(classes.length) || (cols === 1) !== coefficients instanceof Float64Array) {
    throw fault("$.model.coefficients", `has ${cols} columns, which do not suit ${classes.length} classes`);
  }
  return { ...functions, kind: "classifierModel", loss, classes };
}

/** At least two labels of one type, in order. */
function readClasses(value: unknown, path: string): readonly Label[] {
  const labels = readList(value, path, readLabel);
  try {
    const { classes } = readLabels(labels, "classes");
    if (classes.length === labels.length && labels.length > 1 && labels.every((label, c) => label === classes[c])) return classes;
  } catch (error) {
    if (!isMercerError(error)) throw error;
  }
  throw fault(path, "must be two or more different labels of one type, in order");
}

function readLabel(value: unknown, path: string): Label {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw fault(path, `must be a string, a number or a boolean; it is ${shown(value)}`);
}
