import { mercerError, readingError } from "../errors";
import type { Matrix, Targets } from "../matrix";
import type { Classifier } from "./classifier-model";
import type { GaussianModel } from "./gaussian-process-model";
import type { KernelModel } from "./kernel-model";
import { columnsFor, type Label } from "./labels";
import type { LinearModel } from "./linear-model";
import { noModel, readInterceptOf, readMatrixOf, readTargetsOf, rowCountOf } from "./parts";
import type { ReportLike } from "./report";
import { readUnitsOf } from "./units";

export type { ClassifierModel } from "./classifier-model";
export type { GaussianModel, GaussianProcessModel } from "./gaussian-process-model";
export { type KernelModel, kernelModel } from "./kernel-model";
export { type LinearModel, linearModel } from "./linear-model";
export { type Report, type ReportLike, reportOf } from "./report";

/** A model as it may be handed in, whose report is of anyone's making. */
export type RegressionModel<T extends Targets = Targets> = KernelModel<T, ReportLike> | LinearModel<T, ReportLike> | GaussianModel<T>;
export type Model = RegressionModel | Classifier;

/**
 * A model whose parts are what its kind says, with arrays of this realm.
 *
 * @throws "argument" for what is no model, by its kind and its parts; "shape" where they do not fit together
 */
export function requireModel<M extends Model>(model: M, name = "model"): M {
  try {
    return readParts(model, name) as M;
  } catch (error) {
    throw readingError(error, name);
  }
}

function readParts(given: Model, name: string): Model {
  const model = readOwnParts(given, name);
  if (model.scaling === undefined) return model;
  const d = model.kind === "linearModel" ? null : (model.points?.cols ?? null);
  return { ...model, scaling: readUnitsOf(model.scaling, d, model.kind === "linearModel" ? model.weights : model.coefficients, name) };
}

/** The model with all fields its own: those of a prototype would be lost where it is copied. */
function withOwnFields(model: Model): Model {
  if (typeof model !== "object" || model === null) return model;
  const parent: unknown = Object.getPrototypeOf(model);
  if (parent === Object.prototype || parent === null) return model;
  const own: Record<string, unknown> = {};
  for (const field in model) own[field] = model[field as keyof Model];
  return own as unknown as Model;
}

function readOwnParts(given: Model, name: string): Model {
  const model = withOwnFields(given);
  switch (model?.kind) {
    case "kernelModel":
    case "classifierModel": {
      if (model.kernel === undefined || (model.kind === "classifierModel" && !Array.isArray(model.classes))) throw noModel(model, name);
      const coefficients = readTargetsOf(model.coefficients, `${name}.coefficients`);
      const points = model.points === null ? null : readMatrixOf(model.points, `${name}.points`);
      requirePoints(points, coefficients, name);
      if (model.kind === "classifierModel") requireClasses(model.classes, coefficients, name);
      if (model.kind === "classifierModel" && model.intercept === undefined) return withParts(model, { coefficients, points });
      return withParts(model, { coefficients, points, intercept: readInterceptOf(model.intercept, coefficients, name) });
    }
    case "gaussianProcessModel": {
      if (model.kernel === undefined || model.noise === undefined) throw noModel(model, name);
      const coefficients = readTargetsOf(model.coefficients, `${name}.coefficients`);
      const points = model.points === null ? null : readMatrixOf(model.points, `${name}.points`);
      requirePoints(points, coefficients, name);
      if (model.trendCoefficients === null || model.trendCoefficients === undefined) return withParts(model, { coefficients, points });
      const trendCoefficients = readTargetsOf(model.trendCoefficients, `${name}.trendCoefficients`);
      return withParts(model, { coefficients, points, trendCoefficients });
    }
    case "linearModel": {
      if (model.features === undefined) throw noModel(model, name);
      const weights = readTargetsOf(model.weights, `${name}.weights`);
      return withParts(model, { weights, intercept: readInterceptOf(model.intercept, weights, name) });
    }
    default:
      throw noModel(model, name);
  }
}

function requirePoints(points: Matrix | null, coefficients: Targets, name: string): void {
  if (!points || points.rows === rowCountOf(coefficients)) return;
  const message = `${name}.coefficients has ${rowCountOf(coefficients)} rows, ${name}.points has ${points.rows}`;
  throw mercerError("shape", message, { argument: name });
}

/** @throws "argument" unless the classes are different labels, as many as the columns tell */
function requireClasses(classes: readonly Label[], coefficients: Targets, name: string): void {
  const { length } = classes;
  const columns = "cols" in coefficients ? coefficients.cols : 1;
  if (length > 1 && columnsFor(length) === columns && new Set(classes).size === length) return;
  const message = `${name}.classes has ${length} labels, ${new Set(classes).size} of them different; ${name}.coefficients has ${columns} columns, which tell ${columns === 1 ? 2 : columns}`;
  throw mercerError("argument", message, { argument: name });
}

/** The model itself where its parts are those that were read. */
function withParts<M extends Model>(
  model: M,
  parts: Partial<Record<keyof M | "weights" | "coefficients" | "points" | "trendCoefficients", unknown>>,
): M {
  return Object.entries(parts).every(([name, part]) => model[name as keyof M] === part) ? model : { ...model, ...parts };
}

/** @throws "argument" unless the value is a model whose predictions are numbers */
export function requireRegression(model: RegressionModel): RegressionModel {
  const read = requireModel<Model>(model);
  if (read.kind !== "classifierModel") return read;
  throw mercerError("argument", "model is a classifier; classify gives its labels, decision its values", { argument: "model" });
}

/** @throws "argument" unless the value is a classifier */
export function requireClassifier<M extends Classifier>(model: M): M {
  const read = requireModel<Model>(model);
  if (read.kind === "classifierModel") return read as M;
  throw mercerError("argument", "model must be a classifier; predict gives the numbers of any other", { argument: "model" });
}

/** α or w as a matrix, and b as one number per target: 0 for a Gaussian process, which has a trend in its place. */
export function columnsOf(model: RegressionModel): {
  readonly coefficients: Matrix;
  readonly intercepts: ArrayLike<number>;
  readonly isVector: boolean;
} {
  const intercept = model.kind === "gaussianProcessModel" ? noIntercept(model) : model.intercept;
  const coefficients = model.kind === "linearModel" ? model.weights : model.coefficients;
  if (coefficients instanceof Float64Array) {
    return { coefficients: { rows: coefficients.length, cols: 1, data: coefficients }, intercepts: [intercept as number], isVector: true };
  }
  return { coefficients, intercepts: intercept as Float64Array, isVector: false };
}

function noIntercept({ coefficients }: GaussianModel): number | Float64Array {
  return coefficients instanceof Float64Array ? 0 : new Float64Array(coefficients.cols);
}
