import { mercerError } from "../errors";
import { notMade, readMade, readOptions } from "../input";
import type { Loss } from "../losses/spec";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, KernelModel, LinearModel, Model } from "../models/model";
import { inStandardUnits, type MayStandardize } from "../problem/standard-units";
import { spreadOfTarget, type Units } from "../scaling/units";
import { FIT_OPTIONS, type FitOptions } from "./fit-options";
import { fitGaussianProcess, type GaussianProcess, type GaussianProcessSpec, gaussianProcess } from "./gaussian-process";
import { fitKernelClassifier, type KernelClassifier, type KernelClassifierSpec, kernelClassifier } from "./kernel-classifier";
import { fitKernelDescent, type KernelDescent, type KernelDescentOptions, kernelDescent } from "./kernel-descent";
import { fitKernelNewton, type KernelNewton, type KernelNewtonSpec, kernelNewton } from "./kernel-newton";
import { fitKernelRidge, type KernelRidge, type KernelRidgeSpec, kernelRidge } from "./kernel-ridge";
import { fitLeastSquares, type LeastSquares, type LeastSquaresSpec, leastSquares } from "./least-squares";
import { fitLinearDescent, type LinearDescent, type LinearDescentOptions, linearDescent } from "./linear-descent";
import { fitNystrom, type Nystrom, type NystromSpec, nystrom } from "./nystrom";
import { errorInRawUnits, inRawUnits, lossOfSpread } from "./raw-units";
import {
  fitSupportVectorRegression,
  type SupportVectorRegression,
  type SupportVectorRegressionSpec,
  supportVectorRegression,
} from "./support-vector-regression";
import { surroundingsInUnits } from "./surroundings";

/**
 * Fits an estimator to points X (n × d, one per row) and targets: a vector y gives a model of vector results, a matrix Y (even n × 1) one
 * of matrix results; a classifier takes labels, strings, numbers or booleans. Inputs are neither modified nor kept.
 *
 * @throws "shape", "argument", "not-finite" for inputs that do not fit or are not numbers; "not-positive-definite", "singular",
 * "asymmetric", "diverged" when the problem has no such solution; "memory" when it is too large; "aborted" by `options.signal`
 * @example
 * const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, y);
 * predict(model, Z); // one number for each row of Z
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
  estimator: KernelRidge | Nystrom | KernelDescent | KernelNewton | SupportVectorRegression,
  X: Points,
  y: Values,
  options?: FitOptions,
): KernelModel<Float64Array>;
export function fit(
  estimator: KernelRidge | Nystrom | KernelDescent | KernelNewton | SupportVectorRegression,
  X: Points,
  Y: MatrixLike,
  options?: FitOptions,
): KernelModel<Matrix>;
export function fit(
  estimator:
    | KernelRidge
    | Nystrom
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
  if (spec.kind !== "kernelRidge" && options.resume !== undefined) {
    throw mercerError("argument", 'options.resume is for kernelRidge({ solver: "iterative" })', { argument: "resume" });
  }
  switch (spec.kind) {
    case "kernelRidge":
      requireDirect(options);
      return fitInUnits(kernelRidge(spec as KernelRidgeSpec), X, y, options, fitKernelRidge);
    case "nystrom":
      requireDirect(options);
      return fitInUnits(nystrom(spec as NystromSpec), X, y, options, fitNystrom);
    case "gaussianProcess":
      requireDirect(options);
      return fitInUnits(gaussianProcess(spec as GaussianProcessSpec), X, y, options, fitGaussianProcess);
    case "kernelDescent":
      return fitInUnits(kernelDescent(spec as KernelDescentOptions & typeof spec), X, y, options, fitKernelDescent);
    case "kernelNewton":
      requireDirect(options);
      return fitInUnits(kernelNewton(spec as KernelNewtonSpec), X, y, options, fitKernelNewton);
    case "kernelClassifier":
      requireDirect(options);
      return fitInUnits(kernelClassifier(spec as KernelClassifierSpec), X, targets as ArrayLike<Label>, options, fitKernelClassifier);
    case "leastSquares":
      requireDirect(options);
      return fitInUnits(leastSquares(spec as LeastSquaresSpec), X, y, options, fitLeastSquares);
    case "linearDescent":
      return fitInUnits(linearDescent(spec as LinearDescentOptions & typeof spec), X, y, options, fitLinearDescent);
    case "supportVectorRegression":
      requireDirect(options);
      return fitInUnits(supportVectorRegression(spec as SupportVectorRegressionSpec), X, y, options, fitSupportVectorRegression);
    default:
      spec satisfies never;
      throw notMade(estimator, "estimator", MAKERS);
  }
}

/** The fit itself, in the units of the data or, where the estimator says so, in standard ones and back. */
function fitInUnits<E extends MayStandardize, Y extends Values | MatrixLike | ArrayLike<Label>, M extends Model>(
  spec: E,
  X: Points,
  y: Y,
  options: FitOptions,
  run: (spec: E, X: Points, y: Y, options: FitOptions) => M,
): M {
  if (!spec.standardize) return run(spec, X, y, options);
  const standard = inStandardUnits(spec, X, y, options.sampleWeight);
  const units = standard.units as Units;
  const loss = lossOf(spec);
  try {
    const model = run(
      standard.spec,
      standard.X,
      standard.y as Y,
      surroundingsInUnits(options, units, lossOfSpread(loss, spreadOfTarget(units))),
    );
    return inRawUnits(model, units, loss, standard.X as Matrix);
  } catch (error) {
    throw errorInRawUnits(error, (model) => inRawUnits(model, units, loss, standard.X as Matrix));
  }
}

/** What a fit minimises; the squared loss where the estimator has no other. */
function lossOf(spec: { readonly kind: string; readonly loss?: Loss | string }): Loss {
  return typeof spec.loss === "object" ? spec.loss : { kind: "squared" };
}

const MAKERS =
  "kernelRidge, nystrom, gaussianProcess, kernelDescent, kernelNewton, kernelClassifier, supportVectorRegression, leastSquares or linearDescent";

/** @throws "argument" for options that only a descent has */
function requireDirect(options: FitOptions): void {
  for (const name of ["start", "validation"] as const) {
    if (options[name] === undefined) continue;
    throw mercerError("argument", `options.${name} is for descent; a model solved for directly has no way to it`, { argument: name });
  }
}
