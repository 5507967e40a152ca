import { mercerError } from "../errors";
import { notMade, readMade, readOptions } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, KernelModel, LinearModel, Model } from "../models/model";
import { inStandardUnits } from "../problem/standard-units";
import { requireWatching } from "../progress";
import { spreadOfTarget, type Units } from "../scaling/units";
import { requireFiniteModel } from "./finite-model";
import { FIT_OPTIONS, type FitOptions } from "./fit-options";
import { type Fitter, fitterOf, KINDS, type Spec } from "./fitter";
import type { GaussianProcess } from "./gaussian-process";
import type { KernelClassifier } from "./kernel-classifier";
import type { KernelDescent } from "./kernel-descent";
import type { KernelNewton } from "./kernel-newton";
import type { KernelRidge } from "./kernel-ridge";
import type { LeastSquares } from "./least-squares";
import type { LinearDescent } from "./linear-descent";
import type { Nystrom } from "./nystrom";
import { errorInRawUnits, inRawUnits, squaredUnit } from "./raw-units";
import type { SupportVectorRegression } from "./support-vector-regression";
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
  requireWatching(options);
  const { kind } = readMade(estimator, "estimator", MAKERS);
  if (!KINDS.includes(kind)) throw notMade(estimator, "estimator", MAKERS);
  if (kind !== "kernelRidge" && options.resume !== undefined) {
    throw mercerError("argument", 'options.resume is for kernelRidge({ solver: "iterative" })', { argument: "resume" });
  }
  const fitter = fitterOf(kind);
  if (!fitter.descends) requireDirect(options);
  return fitInUnits(fitter, fitter.read(estimator as Spec), X, targets, options);
}

/** The fit itself, in the units of the data or, where the estimator says so, in standard ones and back. */
function fitInUnits({ run, unitOfLoss }: Fitter, spec: Spec, X: Points, y: Parameters<Fitter["run"]>[2], options: FitOptions): Model {
  if (!spec.standardize) return requireFiniteModel(run(spec, X, y, options));
  const standard = inStandardUnits(spec, X, y, options.sampleWeight);
  const units = standard.units as Units;
  const unitOf = unitOfLoss ? (spread: number) => unitOfLoss(spec, spread) : squaredUnit;
  const inRaw = (model: Model): Model => inRawUnits(model, units, unitOf, standard.X as Matrix);
  try {
    return requireFiniteModel(
      inRaw(run(standard.spec, standard.X, standard.y, surroundingsInUnits(options, units, unitOf(spreadOfTarget(units))))),
    );
  } catch (error) {
    throw errorInRawUnits(error, inRaw);
  }
}

const MAKERS = `${KINDS.slice(0, -1).join(", ")} or ${KINDS.at(-1)}`;

/** @throws "argument" for options that only a descent has */
function requireDirect(options: FitOptions): void {
  for (const name of ["start", "validation"] as const) {
    if (options[name] === undefined) continue;
    throw mercerError("argument", `options.${name} is for descent; a model solved for directly has no way to it`, { argument: name });
  }
}
