import { isMercerError } from "../errors";
import type { Targets } from "../matrix";
import { type Classifier, type ClassifierModel, functionsOf } from "../models/classifier-model";
import { columnsFor, type Label, readLabels } from "../models/labels";
import { type Field, fault, fieldOf, list, oneOf, shown } from "./fields";
import { readKernelModel, writeKernelModel } from "./kernel-model";

const LOSS = oneOf(["squared", "logistic", "hinge"]);

/** A label: its type tells what it is. */
const label: Field<Label> = { read: readLabel, write: readLabel };
const LABELS = list(label);

export function writeClassifierModel(model: Classifier): object {
  const { kind, loss = "squared" } = model;
  const written = writeKernelModel(functionsOf(model));
  const classes = readClasses(fieldOf(model, "classes", "$.model"));
  requireColumns(model.coefficients, classes);
  return { ...written, kind, loss: LOSS.write(loss, "$.model.loss"), classes };
}

export function readClassifierModel(model: object): ClassifierModel {
  const loss = LOSS.read(fieldOf(model, "loss", "$.model"), "$.model.loss");
  const classes = readClasses(fieldOf(model, "classes", "$.model"));
  const functions = readKernelModel(model);
  requireColumns(functions.coefficients, classes);
  return { ...functions, kind: "classifierModel", loss, classes };
}

function readLabel(value: unknown, path: string): Label {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw fault(path, `must be a string, a number or a boolean; it is ${shown(value)}`);
}

/** At least two labels of one type, in order. */
function readClasses(value: unknown): readonly Label[] {
  const path = "$.model.classes";
  const labels = LABELS.read(value, path);
  try {
    const { classes } = readLabels(labels, "classes");
    if (classes.length === labels.length && labels.length > 1 && labels.every((one, c) => one === classes[c])) return classes;
  } catch (error) {
    if (!isMercerError(error)) throw error;
  }
  throw fault(path, "must be two or more different labels of one type, in order");
}

/** One column of decision values for two classes, else one for each. */
function requireColumns(coefficients: Targets, classes: readonly Label[]): void {
  const cols = coefficients instanceof Float64Array ? 1 : coefficients.cols;
  if (cols === columnsFor(classes.length) && (cols === 1) === coefficients instanceof Float64Array) return;
  throw fault("$.model.coefficients", `has ${cols} columns, which do not suit ${classes.length} classes`);
}
