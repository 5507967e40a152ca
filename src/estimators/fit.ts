import { mercerError } from "../errors";
import { notMade, readMade, readOptions } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, KernelModel, LinearModel, Model } from "../models/model";
import { FIT_OPTIONS, type FitOptions } from "./fit-options";
import { fitGaussianProcess, type GaussianProcess } from "./gaussian-process";
import { fitKernelClassifier, type KernelClassifier } from "./kernel-classifier";
import { fitKernelDescent, type KernelDescent } from "./kernel-descent";
import { fitKernelNewton, type KernelNewton } from "./kernel-newton";
import { fitKernelRidge, type KernelRidge } from "./kernel-ridge";
import { fitLeastSquares, type LeastSquares } from "./least-squares";
import { fitLinearDescent, type LinearDescent } from "./linear-descent";
import { fitSupportVectorRegression, type SupportVectorRegression } from "./support-vector-regression";

/**
 * Fits an estimator to points X (n × d, one per row) and targets: a vector y gives a model of vector results, a matrix Y (even n × 1) one
 * of matrix results; a classifier takes labels, strings, numbers or booleans. Inputs are neither modified nor kept.
 *
 * @throws "shape", "argument", "not-finite" for inputs that do not fit or are not numbers; "not-positive-definite", "singular",
 * "asymmetric", "diverged" when the problem has no such solution; "memory" when it is too large; "aborted" by `options.signal`
 */
export function fit<L extends Label>(
  estimator: KernelClassifier,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options?: FitOptions,
): ClassifierModel<L>;
export function fit(estimator: GaussianProcess, X: Points, y: Values, options?: FitOptions): GaussianProcessModel<Float64Array>;
export function fit(estimator: GaussianProcess, X: Points, Y: MatrixLike, options?: FitOptions): GaussianProcessModel<Matrix>;
export function fit(estimator: LeastSquares | LinearDescent, X: Points, y: Values, options?: FitOptions): LinearModel<Float64Array>;
export function fit(estimator: LeastSquares | LinearDescent, X: Points, Y: MatrixLike, options?: FitOptions): LinearModel<Matrix>;
export function fit(
  estimator: KernelRidge | KernelDescent | KernelNewton | SupportVectorRegression,
  X: Points,
  y: Values,
  options?: FitOptions,
): KernelModel<Float64Array>;
export function fit(
  estimator: KernelRidge | KernelDescent | KernelNewton | SupportVectorRegression,
  X: Points,
  Y: MatrixLike,
  options?: FitOptions,
): KernelModel<Matrix>;
export function fit(
  estimator:
    | KernelRidge
    | GaussianProcess
    | KernelDescent
    | KernelNewton
    | KernelClassifier
    | SupportVectorRegression
    | LeastSquares
    | LinearDescent,
  X: Points,
  targets: Values | MatrixLike | ArrayLike<Label>,
  watching: FitOptions = {},
): Model {
  const options = readOptions(watching, "fit", FIT_OPTIONS);
  const y = targets as Values | MatrixLike;
  const spec = readMade(estimator, "estimator", MAKERS);
  switch (spec.kind) {
    case "kernelRidge":
      requireDirect(options);
      return fitKernelRidge(spec, X, y, options);
    case "gaussianProcess":
      requireDirect(options);
      return fitGaussianProcess(spec, X, y, options);
    case "kernelDescent":
      return fitKernelDescent(spec, X, y, options);
    case "kernelNewton":
      requireDirect(options);
      return fitKernelNewton(spec, X, y, options);
    case "kernelClassifier":
      requireDirect(options);
      return fitKernelClassifier(spec, X, targets as ArrayLike<Label>, options);
    case "leastSquares":
      requireDirect(options);
      return fitLeastSquares(spec, X, y, options);
    case "linearDescent":
      return fitLinearDescent(spec, X, y, options);
    case "supportVectorRegression":
      requireDirect(options);
      return fitSupportVectorRegression(spec, X, y, options);
    default:
      spec satisfies never;
      throw notMade(estimator, "estimator", MAKERS);
  }
}

const MAKERS =
  "kernelRidge, gaussianProcess, kernelDescent, kernelNewton, kernelClassifier, supportVectorRegression, leastSquares or linearDescent";

/** @throws "argument" for options that only a descent has */
function requireDirect(options: FitOptions): void {
  for (const name of ["start", "validation"] as const) {
    if (options[name] === undefined) continue;
    throw mercerError("argument", `options.${name} is for descent; a model solved for directly has no way to it`, { argument: name });
  }
}
