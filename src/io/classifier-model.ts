import { isMercerError } from "../errors";
import { type Classifier, type ClassifierModel, functionsOf } from "../models/classifier-model";
import { columnsFor, type Label, readLabels } from "../models/labels";
import { fault, readArray } from "./fields";
import { readKernelModel, writeKernelModel } from "./kernel-model";

const LOSSES = ["squared", "logistic", "hinge"] as const;

export function writeClassifierModel(model: Classifier): unknown {
  const { kind, loss = "squared", classes } = model;
  return { ...writeKernelModel(functionsOf(model)), kind, loss, classes };
}

export function readClassifierModel(model: Record<string, unknown>): ClassifierModel {
  const loss = LOSSES.find((name) => name === model.loss);
  if (loss === undefined) throw fault("$.model.loss", `must be one of ${LOSSES.join(", ")}; it is ${JSON.stringify(model.loss)}`);
  const classes = readClasses(model.classes, "$.model.classes");
  const functions = readKernelModel(model);
  const { coefficients } = functions;
  const cols = coefficients instanceof Float64Array ? 1 : coefficients.cols;
  if (cols !== columnsFor(classes.length) || (cols === 1) !== coefficients instanceof Float64Array) {
    throw fault("$.model.coefficients", `has ${cols} columns, which do not suit ${classes.length} classes`);
  }
  return { ...functions, kind: "classifierModel", loss, classes };
}

/** At least two labels of one type, in order. */
function readClasses(value: unknown, path: string): Label[] {
  const labels = readArray(value, path, (label) => label as Label);
  try {
    const { classes } = readLabels(labels, "classes");
    if (classes.length === labels.length && labels.length > 1 && labels.every((label, c) => label === classes[c])) return labels;
  } catch (error) {
    if (!isMercerError(error)) throw error;
  }
  throw fault(path, "must be two or more different labels of one type, in order");
}
