import { mercerError } from "../errors";
import { type OptionNames, readChoice, readNumber, readOptions } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { readLossOptions } from "../losses/read";
import type { Loss } from "../losses/spec";
import type { MatrixLike, Points, Values } from "../matrix";
import type { KernelModel } from "../models/model";
import { readProblem } from "../problem/problem";
import { watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { type PiecewiseLoss, type SupportVectorOptions, solveSupportVector } from "../solvers/support-vector";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { lossUnit } from "./loss-unit";
import { solvedModel } from "./solved-model";

/** Support vector regression, as plain data; made by `supportVectorRegression`. */
export interface SupportVectorRegression {
  readonly kind: "supportVectorRegression";
}

/** The same with its fields. */
export interface SupportVectorRegressionSpec extends SupportVectorRegression, SupportVectorOptions {
  readonly kernel: KernelSpec;
  readonly loss: TubeLoss;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

/** The piecewise linear losses of regression. */
type TubeLoss = Exclude<PiecewiseLoss, { readonly kind: "hinge" }>;

export interface SupportVectorRegressionOptions extends StandardizeOptions {
  /** k, made by its constructor: rbf(), matern({ nu: 1.5, lengthScale: 1 }), add(linear(), white(1)), …; precomputed() where X is K itself. */
  kernel: Kernel;
  /** λ > 0, 1 unless given; C = 1/(2λ). */
  lambda?: number;
  /** "epsilonInsensitive" unless given; absolute() is least absolute deviations, quantile({ tau }) quantile regression. */
  loss?: TubeLoss | TubeLoss["kind"];
  /** ε ≥ 0 of the ε-insensitive loss, short for `loss: epsilonInsensitive({ epsilon })`; 0.1 unless given. */
  epsilon?: number;
  /** An unpenalised constant b in h; on unless told otherwise. */
  intercept?: boolean;
  /** Where to stop: the gap relative to J, and the violation of the optimality conditions relative to half of what it is at β = 0; 0.001 unless given. */
  tolerance?: number;
}

const OPTIONS: OptionNames<SupportVectorRegressionOptions> = {
  kernel: true,
  lambda: true,
  loss: true,
  epsilon: true,
  intercept: true,
  tolerance: true,
  standardize: true,
};

const KIND = /* @__PURE__ */ fittedBy("supportVectorRegression", {
  read: supportVectorRegression,
  run: fitSupportVectorRegression,
  unitOfLoss: lossUnit,
});

/**
 * Support vector regression: minimises J = λ‖h‖² + Σ_i w_i L(h(x_i) + b, y_i) to a proven gap, for the losses
 *
 *     epsilonInsensitive   max(0, |h − y| − ε)                          points whose error is less than ε have a coefficient of 0 in the end
 *     absolute             |h − y|                                      the median
 *     quantile             τ max(y − h, 0) + (1 − τ) max(h − y, 0)      the τ-quantile
 *
 * @throws "argument" for a parameter out of range, and for another loss; "kernel" for an unknown kernel
 * @example const model = fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1, loss: epsilonInsensitive({ epsilon: 0.1 }) }), X, y);
 */
export function supportVectorRegression(options: SupportVectorRegressionOptions): SupportVectorRegressionSpec {
  const given = readOptions(options, "supportVectorRegression", OPTIONS);
  const { kernel, lambda = 1, loss, epsilon, intercept = true, tolerance = 1e-3, standardize } = given;
  return {
    kind: KIND,
    kernel: keptKernel(kernel),
    lambda: readNumber(lambda, "lambda", { above: 0 }),
    loss: requireTube(readLossOptions({ loss, epsilon }, "epsilonInsensitive")),
    intercept: readChoice(intercept, "intercept", [true, false]),
    tolerance: readNumber(tolerance, "tolerance", { above: 0 }),
    ...standardizeField(standardize, "units"),
  };
}

/** @throws "argument" for a loss that is not piecewise linear, or not of regression */
function requireTube(loss: Loss): TubeLoss {
  if (loss.kind === "epsilonInsensitive" || loss.kind === "absolute" || loss.kind === "quantile") return loss;
  const message = `the loss "${loss.kind}" has no support vector regression, which takes epsilonInsensitive(), absolute() and quantile(); use kernelDescent`;
  throw mercerError("argument", message, { argument: "loss", value: loss.kind });
}

function fitSupportVectorRegression(
  spec: SupportVectorRegressionSpec,
  X: Points,
  y: Values | MatrixLike,
  options: FitOptions,
): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const problem = readProblem(spec.kernel, X, y, options.sampleWeight);
  return solvedModel(problem, solveSupportVector(problem, spec, progress), started);
}
