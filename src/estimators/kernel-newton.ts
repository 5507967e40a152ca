import { mercerError } from "../errors";
import { type OptionNames, readChoice, readNumber, readOptions } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { formulaOf } from "../losses/formula";
import { readLossOptions } from "../losses/read";
import { requireTargets, unitsOfTargets } from "../losses/targets";
import type { MatrixLike, Points, Values } from "../matrix";
import type { KernelModel } from "../models/model";
import { readProblem } from "../problem/problem";
import { watch } from "../progress";
import type { SmoothLoss } from "../proof/divergence";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { type NewtonOptions, solveNewton } from "../solvers/newton";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { lossUnit } from "./loss-unit";
import { solvedModel } from "./solved-model";

/** Newton's method on a smooth loss, as plain data; made by `kernelNewton`. */
export interface KernelNewton {
  readonly kind: "kernelNewton";
}

/** The same with its fields. */
export interface KernelNewtonSpec extends KernelNewton, NewtonOptions {
  readonly kernel: KernelSpec;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface KernelNewtonOptions extends StandardizeOptions {
  /** k, made by its constructor: rbf(), matern({ nu: 1.5, lengthScale: 1 }), add(linear(), white(1)), …; precomputed() where X is K itself. */
  kernel: Kernel;
  /** poisson(), logistic(), huber(), squaredHinge() or squared(), or the name of one. */
  loss: SmoothLoss | SmoothLoss["kind"];
  /** `loss: "huber", delta` is short for `loss: huber({ delta })`; an error beside any other loss. */
  delta?: number;
  /** λ > 0, 1 unless given. */
  lambda?: number;
  /** An unpenalised constant b in h; off unless asked for. */
  intercept?: boolean;
  /** What the gap between J and its minimum comes down to, relative to J; 1e-10 unless given. */
  tolerance?: number;
}

const OPTIONS: OptionNames<KernelNewtonOptions> = {
  kernel: true,
  loss: true,
  delta: true,
  lambda: true,
  intercept: true,
  tolerance: true,
  standardize: true,
};

const KIND = /* @__PURE__ */ fittedBy("kernelNewton", { read: kernelNewton, run: fitKernelNewton, unitOfLoss: lossUnit });

/**
 * Newton's method on J = Σ_i w_i L(h(x_i) + b, y_i) + λ‖h‖² for a loss without kinks, to a proven gap:
 *
 *     poisson        eʰ − yh, y ≥ 0             counts; the model predicts the logarithm of the rate, which is eʰ
 *     logistic       log(1 + e^−yh), y = ±1     the model predicts the logarithm of the odds of +1
 *     huber          e², and 2δ|e| − δ² beyond δ, e = h − y
 *     squaredHinge   max(0, 1 − yh)², y = ±1
 *     squared        (h − y)²                   one step; `kernelRidge` says more of it
 *
 * @throws "argument" for a parameter out of range, and for a loss with kinks; "kernel" for an unknown kernel
 * @example
 * const counts = y.map((value) => Math.round(2 + value));
 * const model = fit(kernelNewton({ kernel: rbf(), lambda: 0.1, loss: "poisson" }), X, counts);
 * predict(model, Z).map(Math.exp); // the rates
 */
export function kernelNewton(options: KernelNewtonOptions): KernelNewtonSpec {
  const given = readOptions(options, "kernelNewton", OPTIONS);
  const { kernel, loss, delta, lambda = 1, intercept = false, tolerance = 1e-10, standardize } = given;
  if (loss === undefined) {
    throw mercerError("argument", 'loss is missing; kernelNewton takes "poisson", "logistic", "huber", "squaredHinge" or "squared"', {
      argument: "loss",
    });
  }
  const smooth = readSmooth(loss, delta);
  return {
    kind: KIND,
    kernel: keptKernel(kernel),
    loss: smooth,
    lambda: readNumber(lambda, "lambda", { above: 0 }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    tolerance: readNumber(tolerance, "tolerance", { above: 0 }),
    ...standardizeField(standardize, unitsOfTargets(smooth)),
  };
}

/** @throws "argument" for a loss with kinks */
function readSmooth(given: KernelNewtonOptions["loss"], delta: number | undefined): SmoothLoss {
  const loss = readLossOptions({ loss: given, delta }, "squared");
  if (!formulaOf(loss).kinks) return loss as SmoothLoss;
  const other = loss.kind === "hinge" ? "kernelClassifier" : "supportVectorRegression";
  const message = `the loss "${loss.kind}" has a kink, where Newton's method finds no curvature; use ${other}, which solves for its optimum`;
  throw mercerError("argument", message, { argument: "loss", value: loss.kind });
}

function fitKernelNewton(spec: KernelNewtonSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const problem = readProblem(spec.kernel, X, y, options.sampleWeight);
  requireTargets(spec.loss, problem.Y.data, problem.t, "y");
  return solvedModel(problem, solveNewton(problem, spec, progress), started);
}
