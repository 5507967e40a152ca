import { mercerError } from "../errors";
import { readChoice, readNumber, readOptions } from "../input";
import type { Matrix } from "../matrix";
import { functionsOf } from "../models/classifier-model";
import { columnsOf, type Model, type RegressionModel, requireModel } from "../models/model";
import type { Scaling } from "../scaling/units";
import { resolvedKernel } from "./imported";
import { Builder, type Value } from "./onnx/builder";
import { addClasses } from "./onnx/classes";
import { combinedFeatures } from "./onnx/features";
import { gramOf } from "./onnx/kernels";

export interface OnnxOptions {
  /** Numbers of the graph and of its input: "float64" unless given; "float32", to which everything is rounded, for runtimes that know no other. */
  precision?: "float64" | "float32";
  /** The number of columns of Z, for a linear model whose features do not tell it. */
  features?: number;
}

/**
 * The model as a graph of ONNX (opset 17, IR version 8) of standard operators: points in, raw values out, the scaling of the model within.
 *
 *     input    Z               rows × d, or rows × n for a precomputed kernel: k(Z, X)
 *     output   prediction      of regression: rows, or rows × targets; of a Gaussian process its mean
 *              decision        of a classifier: rows, or rows × classes
 *              label           rows, of strings, int64, float64 or booleans as the classes are
 *              probabilities   rows × classes, where the model has them
 *
 * Distances take rows · n · d numbers at a time: give many points in parts. A negative feature under a χ² kernel gives NaN.
 *
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * const bytes = toOnnx(model); // for await writeFile("model.onnx", bytes)
 *
 * @throws "kernel" for one with a function of the caller's, and for features that are no monomials; "argument" for what is no model, and where d is not known; "not-finite" for a number
 * that float32 does not have
 */
export function toOnnx(model: Model, options: OnnxOptions = {}): Uint8Array {
  const { precision = "float64", features } = readOptions(options, "toOnnx", { precision: true, features: true });
  const to = new Builder(readChoice(precision, "precision", ["float64", "float32"]));
  const given = features === undefined ? null : readNumber(features, "features", { minimum: 1, integer: true });
  const read = requireModel(model);
  if (read.kind === "classifierModel") {
    addClasses(to, read, responseOf(to, functionsOf(read), given).value);
    return to.encode();
  }
  const { value, isVector, cols } = responseOf(to, read, given);
  to.output("prediction", isVector ? to.columns(value, 0) : value, isVector ? null : cols);
  return to.encode();
}

/** What a model says in raw units, rows × targets. */
function responseOf(to: Builder, model: RegressionModel, features: number | null) {
  const { coefficients, intercepts, isVector } = columnsOf(model);
  const d = columnsOfInput(model, coefficients, features);
  const raw = to.input("Z", d);
  const { X, y } = model.scaling ?? { X: null, y: null };
  const Z = X ? to.scaled("Div", to.subtract(raw, vector(to, X.center)), X.spread) : raw;
  const combined =
    model.kind === "linearModel"
      ? combinedFeatures(to, model.features, Z, d, coefficients)
      : combinedKernels(to, model, Z, d, coefficients);
  const h = to.add(combined, offsetOf(to, model, Z, d, Float64Array.from(intercepts)));
  return { value: y ? inRaw(to, h, y) : h, isVector, cols: coefficients.cols };
}

function inRaw(to: Builder, h: Value, { center, spread }: Scaling): Value {
  return to.add(to.scaled("Mul", h, spread), vector(to, center));
}

/** A model that is a combination of kernels. */
type OnKernel = Exclude<RegressionModel, { readonly kind: "linearModel" }>;

function combinedKernels(to: Builder, model: OnKernel, Z: Value, d: number, A: Matrix): Value {
  const { points } = model;
  const B = points ? to.numbers(points.data, [points.rows, points.cols]) : Z;
  const K = gramOf(to, resolvedKernel(model.kernel, points), { A: Z, B, d, n: A.rows });
  return to.product(K, to.numbers(A.data, [A.rows, A.cols]));
}

/** b, or the trend of a Gaussian process. */
function offsetOf(to: Builder, model: RegressionModel, Z: Value, d: number, intercepts: Float64Array): Value {
  if (model.kind !== "gaussianProcessModel" || !model.trendCoefficients) return vector(to, intercepts);
  const { trend = "none", trendCoefficients: beta } = model;
  const B = beta instanceof Float64Array ? { rows: beta.length, cols: 1, data: beta } : beta;
  if (trend === "none" || trend === "constant") return vector(to, B.data);
  if (trend !== "linear") return combinedFeatures(to, trend, Z, d, B);
  const slopes = to.numbers(B.data.slice(B.cols), [B.rows - 1, B.cols]);
  return to.add(to.product(Z, slopes), vector(to, B.data.slice(0, B.cols)));
}

function vector(to: Builder, values: Float64Array): Value {
  return to.numbers(values, [values.length]);
}

/** @throws "argument" for a linear model that does not tell */
function columnsOfInput(model: RegressionModel, { rows }: Matrix, given: number | null): number {
  if (model.kind !== "linearModel") return model.points?.cols ?? rows;
  const { features, scaling } = model;
  const isIdentity = typeof features !== "function" && features.kind === "linear";
  const known = scaling?.X?.center.length ?? (isIdentity ? rows : given);
  if (known !== null) return known;
  throw mercerError("argument", "the features of this model do not tell how many columns Z has; give the option features", {
    argument: "features",
  });
}
