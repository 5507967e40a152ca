import { readVector, requireFeatures } from "../input";
import type { FeatureMap } from "../kernels/features";
import { readKernel } from "../kernels/read";
import { resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { Kernel } from "../kernels/spec";
import { cloned, type Matrix, type Points, rowAt, type Targets, type Values } from "../matrix";
import { type Classifier, functionsOf } from "../models/classifier-model";
import { classesOf, sharesOf } from "../models/classify";
import type { Label } from "../models/labels";
import { mapTo } from "../models/linear-predict";
import { columnsOf, type Model, type RegressionModel, requireClassifier } from "../models/model";
import { hasTrend } from "../models/offsets";
import { requireGramRows, respond } from "../models/predict";
import { offsetsAt, type Predictor, predictorOf, readPoint, shaped } from "../models/predictor";
import { seriesSums } from "../models/series";
import type { Side } from "../program/side";
import type { SeriesSums } from "../series/sums";
import { logistic } from "../special/elementary";
import { kernelFunction, type Program, programOf, sideOf } from "./kernel-function";
import { contractRow, multiplyRow } from "./sums";

/**
 * h(z) = Σ_i α_i k(x_i, z) + b, w·φ(z) + b for a linear model, or the mean of a Gaussian process, at every row z of Z, as `predict` of `mercer` and with its bits, without WebAssembly.
 *
 * @throws as `predict` of `mercer`; "kernel" for a kernel with a function of the caller's
 * @example
 * const file = toJSON(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y));
 * predict(fromJSON(file), Z); // one number for each row of Z
 */
export function predict<T extends Targets>(model: RegressionModel<T>, Z: Points): T;
export function predict(model: RegressionModel, Z: Points): Targets;
export function predict(model: RegressionModel, Z: Points): Targets {
  return respond(model, Z, withoutIntercept);
}

/**
 * Decision values at every row of Z, as `decision` of `mercer`.
 *
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels);
 * decision(model, Z);
 */
export function decision(model: Classifier, Z: Points): Targets {
  return predict(functionsOf(requireClassifier(model)), Z);
}

/**
 * The class at every row of Z, as `classify` of `mercer`.
 *
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels);
 * classify(model, Z); // ["in", "out", …]
 */
export function classify<L extends Label>(model: Classifier<L>, Z: Points): L[] {
  return classesOf(model, decision(model, Z));
}

/**
 * Probabilities of the classes at every row of Z, a column per class, as `probabilities` of `mercer`.
 *
 * @throws "unsupported" unless the model has a calibrator or was fitted with the logistic loss or softmax
 * @example
 * const file = toJSON(fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, labels));
 * probabilities(fromJSON(file), Z); // a column for each class
 */
export function probabilities(model: Classifier, Z: Points): Matrix {
  return sharesOf(
    model,
    () => decision(model, Z),
    (values) => values.map(logistic),
  );
}

/**
 * The model as a function of one point, made ready once; the bits of `predict`, or the labels of `classify`.
 *
 * @example
 * const file = toJSON(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y));
 * const h = predictor(fromJSON(file));
 * h([0.1, 0.2]); // a number
 */
export function predictor(model: RegressionModel<Float64Array>): Predictor<number>;
export function predictor(model: RegressionModel<Matrix>): Predictor<Float64Array>;
export function predictor<L extends Label>(model: Classifier<L>): Predictor<L>;
export function predictor(model: Model): Predictor<number | Float64Array | Label>;
export function predictor(model: Model): Predictor<number | Float64Array | Label> {
  return predictorOf(model, prepareRegression, predict);
}

function withoutIntercept(model: RegressionModel, z: Matrix, coefficients: Matrix): Matrix {
  const t = coefficients.cols;
  const response = responder(model, coefficients)(z, "Z");
  const data = new Float64Array(z.rows * t);
  for (let i = 0; i < z.rows; i++) data.set(response(i), i * t);
  return { rows: z.rows, cols: t, data };
}

function prepareRegression(model: RegressionModel): (x: Values) => number | Float64Array {
  const { coefficients, intercepts, isVector } = columnsOf(model);
  const points = model.kind === "linearModel" ? null : model.points;
  const isTrended = hasTrend(model);
  const respondTo = responder(model, cloned(coefficients));
  return (x) => {
    const point = points ? readPoint(x, points.cols) : readVector(x, "x");
    const one = { rows: 1, cols: point.length, data: point };
    return shaped(respondTo(one, "x")(0), isTrended ? offsetsAt(model, one) : intercepts, isVector);
  };
}

/** Made ready once: for points z, what a model says at point i, without the intercept. */
type Responder = (z: Matrix, name: string) => (i: number) => Float64Array;

function responder(model: RegressionModel, coefficients: Matrix): Responder {
  if (model.kind === "linearModel") return ofFeatures(model.features, coefficients);
  return model.points === null ? ofGramRows(model, coefficients) : ofPoints(model, model.points, coefficients);
}

function ofFeatures(features: FeatureMap, W: Matrix): Responder {
  return (z, name) => {
    const first = seenPoint(rowAt(z, 0));
    const { map } = mapTo(W.rows, features, first, name);
    return (i) => multiplyRow(map(i === 0 ? first : seenPoint(rowAt(z, i))), W);
  };
}

/** A model that is a combination of kernels. */
interface OnKernel {
  readonly kernel: Kernel;
  readonly report?: { readonly solver?: string } | undefined;
}

function ofGramRows(model: OnKernel, A: Matrix): Responder {
  const kernel = readKernel(model.kernel);
  return (z) => {
    requireGramRows(z, A.rows);
    const side = sideOf(z);
    return ofKernel(programOf(kernel, side), side, side, A);
  };
}

function ofPoints(model: OnKernel, points: Matrix, A: Matrix): Responder {
  const sums = seriesSums({ ...model, points }, A);
  if (sums) return ofSums(sums, A.cols);
  const columns = sideOf(cloned(points));
  const program = programOf(resolveKernel(model.kernel, columns.pointAt(0)), columns);
  return (z, name) => {
    requireFeatures(z, points.cols, name);
    return ofKernel(program, sideOf(z), columns, A);
  };
}

/** Sums from both sides of a series. */
function ofSums(sums: SeriesSums, t: number): Responder {
  return (z, name) => {
    requireFeatures(z, 1, name);
    const row = new Float64Array(t);
    return (i) => {
      sums.write(z.data[i] as number, row, 0);
      return row;
    };
  };
}

function ofKernel(program: Program, rows: Side, columns: Side, A: Matrix): (i: number) => Float64Array {
  const k = kernelFunction(program, rows, columns);
  const values = new Float64Array(A.rows);
  return (i) => {
    for (let j = 0; j < values.length; j++) values[j] = k(i, j);
    return contractRow(values, A);
  };
}
