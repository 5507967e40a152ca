import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import type { Classifier } from "./classifier-model";
import type { KernelModel } from "./kernel-model";
import type { LinearModel } from "./linear-model";

export type { ClassifierModel } from "./classifier-model";
export { type KernelModel, kernelModel } from "./kernel-model";
export { type LinearModel, linearModel } from "./linear-model";
export type { Report } from "./report";

export type RegressionModel = KernelModel | LinearModel;
export type Model = RegressionModel | Classifier;

/** @throws "argument" unless the value is a model, by its kind and its parts */
export function requireModel<M extends Model>(model: M): M {
  const needed = {
    kernelModel: ["coefficients", "points"],
    linearModel: ["weights", "features"],
    classifierModel: ["coefficients", "points", "classes"],
  }[model?.kind];
  const complete = needed?.every((part) => model[part as keyof M] !== undefined);
  if (!complete) throw mercerError("argument", "model must be a model, as fit or fromJSON return it", { argument: "model" });
  return model;
}

/** @throws "argument" unless the value is a model whose predictions are numbers */
export function requireRegression(model: RegressionModel): RegressionModel {
  if (requireModel<Model>(model).kind !== "classifierModel") return model;
  throw mercerError("argument", "model is a classifier; classify gives its labels, decision its values", { argument: "model" });
}

/** @throws "argument" unless the value is a classifier */
export function requireClassifier<M extends Classifier>(model: M): M {
  if (requireModel<Model>(model).kind === "classifierModel") return model;
  throw mercerError("argument", "model must be a classifier; predict gives the numbers of any other", { argument: "model" });
}

/** α or w as a matrix, and b as one number per target. */
export function columnsOf(model: RegressionModel): {
  readonly coefficients: Matrix;
  readonly intercepts: ArrayLike<number>;
  readonly isVector: boolean;
} {
  const { intercept } = model;
  const coefficients = model.kind === "linearModel" ? model.weights : model.coefficients;
  if (coefficients instanceof Float64Array) {
    return { coefficients: { rows: coefficients.length, cols: 1, data: coefficients }, intercepts: [intercept as number], isVector: true };
  }
  return { coefficients, intercepts: intercept as Float64Array, isVector: false };
}
