import { mercerError } from "../errors";
import { rawBound } from "../estimators/raw-units";
import type { Structure } from "../gaussian/structure";
import { structuredProduct } from "../gaussian/structured-product";
import { type OptionNames, readOptions } from "../input";
import type { KernelSpec } from "../kernels/spec";
import { formulaOf } from "../losses/formula";
import { readLoss } from "../losses/read";
import type { Loss, LossName } from "../losses/spec";
import { requireTargets } from "../losses/targets";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import type { Classifier } from "../models/classifier-model";
import type { Label } from "../models/labels";
import {
  columnsOf as columnsOfModel,
  type GaussianProcessModel,
  type KernelModel,
  type Model,
  type RegressionModel,
  requireModel,
} from "../models/model";
import { offsetsOf } from "../models/offsets";
import { predict } from "../models/predict";
import { structureOfModel } from "../models/structure";
import { type Problem, readProblem, withTargets } from "../problem/problem";
import { rowsOf, supportOf } from "../problem/support";
import { WATCHING, type Watch, type WatchOptions, watch } from "../progress";
import type { Told } from "../provenance/digest";
import { type Claim, compared, unchecked } from "./claim";
import { gapClaims } from "./gap";
import { identityClaims, sizeClaim } from "./identity";
import { normalEquationsClaim } from "./least-squares";
import { type Observed, observe } from "./observed";
import { likelihoodClaim, trendDoubt } from "./process";
import { restOf } from "./rest";
import { equationClaims, type Solved } from "./ridge";
import { featureDoubt, kernelDoubt } from "./rounding";
import { timesGram } from "./times-gram";
import { measured, type Predicted, softmaxMeasured } from "./training-loss";

export interface VerifyOptions extends WatchOptions {
  /** w_i ≥ 0, one for all or one per point, as they were in the fit; those of classes included. */
  readonly sampleWeight?: number | Values;
  /** The loss of the fit, where the model does not tell it: of descents, of Newton's method and of support vector regression. */
  readonly loss?: Loss | LossName;
}

/** What a model and its report say, held against its data. */
export interface Verification {
  /** Whether nothing was found amiss. What was not checked does not count. */
  readonly holds: boolean;
  readonly claims: readonly Claim[];
}

const OPTIONS: OptionNames<VerifyOptions> = { sampleWeight: true, loss: true, ...WATCHING };

/**
 * Whether a model is what it says it is: the fit of these data, as its report has it. Every claim comes back with what was told, what was found and how far the two may be apart by rounding; what the
 * data cannot tell is listed with the reason.
 *
 *     points, size, scaling    the points are the rows of X in the units of the model
 *     digest, classes          X and y have the digest, y has the classes
 *     trainingLoss             Σ w L(h(x_i), y_i) anew, from the predictions
 *     lambda, equations        y − b − Kα = λW⁻¹α for one λ ≥ 0 (ridge), Nα (Gaussian process); ΦᵀW(y − h) = 0 (least squares)
 *     backwardError, errorBound, logMarginalLikelihood, gap    anew
 *
 * It takes the time and memory of a product with K, and of a fit where there is a likelihood. It tells a forged model from an honest one, and whose data it was fitted to; not what λ should have been.
 *
 * @throws as `fit` for data that it would not take; "argument" for what is no model, and for a loss where the model tells its own
 *
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * const { holds, claims } = verify(model, X, y);
 * claims.filter((claim) => claim.holds === false);
 */
export function verify(model: RegressionModel, X: Points, y: Values | MatrixLike, options?: VerifyOptions): Verification;
export function verify<L extends Label>(model: Classifier<L>, X: Points, labels: ArrayLike<L>, options?: VerifyOptions): Verification;
export function verify(model: Model, X: Points, y: Told, options: VerifyOptions = {}): Verification {
  const { sampleWeight, loss, ...watching } = readOptions(options, "verify", OPTIONS);
  const progress = watch(watching);
  const read = requireModel(model);
  requirePoints(read);
  const observed = observe(read, X, y, sampleWeight);
  const claims = [...identityClaims(observed, observed.rawX, y), ...numberClaims(observed, loss, progress), ...restOf(observed.report)];
  return { holds: claims.every(({ holds }) => holds !== false), claims };
}

/** @throws "unsupported" for a model on landmarks, whose equations take all of the data */
function requirePoints({ report }: Model): void {
  if (report?.solver !== "nystrom") return;
  const message =
    "verify holds a model against the points that it is made of; one of nystrom has landmarks in their place: compare it with a fit of its own, or its score";
  throw mercerError("unsupported", message, { argument: "model" });
}

/** What takes predictions: sizes that fit, and classes that are known. */
function numberClaims(observed: Observed, given: Loss | LossName | undefined, progress: Watch): Claim[] {
  const loss = lossOf(observed.model, given);
  const { trainingLoss } = observed.report;
  if (!sizeClaim(observed).holds) return [unchecked("trainingLoss", trainingLoss, "the sizes differ")];
  if (!observed.Y) return [unchecked("trainingLoss", trainingLoss, "the classes differ")];
  return observed.functions.kind === "linearModel"
    ? linearClaims(observed, observed.Y, loss)
    : kernelClaims(observed, observed.Y, loss, progress);
}

/** The loss of a fit; null where neither the model nor the caller tells it. */
function lossOf(model: Model, given: Loss | LossName | undefined): Loss | "softmax" | null {
  const own = ownLoss(model);
  if (own === null) return given === undefined ? null : readLoss(given);
  if (given === undefined) return own;
  const message = "loss is for models that do not tell it: of descents, of Newton's method and of support vector regression; leave it out";
  throw mercerError("argument", message, { argument: "loss" });
}

function ownLoss(model: Model): Loss | "softmax" | null {
  if (model.kind === "classifierModel") {
    const { loss = "squared", classes } = model;
    if (loss !== "softmax") return { kind: loss };
    return classes.length === 2 ? { kind: "logistic" } : "softmax";
  }
  return ["newton", "smo", "gradient-descent"].includes(model.report.solver) ? null : { kind: "squared" };
}

const OF_WAVES = "it is of waves in the place of the kernel; the error bound tells how far predictions are";

const NO_LOSS = "the model does not tell the loss of its fit; give it as options.loss";

function lossClaim({ model, report }: Observed, predicted: Predicted, loss: Loss | "softmax" | null): Claim {
  const told = report.trainingLoss;
  if (report.solver === "fourier") return unchecked("trainingLoss", told, OF_WAVES);
  if (loss === null) return unchecked("trainingLoss", told, NO_LOSS);
  if (loss === "softmax") {
    const { loss: found, bound } = softmaxMeasured(predicted);
    return compared("trainingLoss", told, [found], [bound]);
  }
  requireTargets(loss, predicted.Y.data, predicted.Y.cols, "y");
  const sums = Array.from({ length: predicted.h.cols }, (_, q) => measured(predicted, q, loss));
  const unit = (q: number): number => {
    const spread = model.kind === "classifierModel" ? 1 : (model.scaling?.y?.spread[q] ?? 1);
    return formulaOf(loss).degree === 2 ? spread * spread : formulaOf(loss).degree === 1 ? spread : 1;
  };
  const [found, bound] = [sums.map((sum, q) => sum.loss * unit(q)), sums.map((sum, q) => sum.bound * unit(q))];
  return compared("trainingLoss", told, found, bound);
}

function linearClaims(observed: Observed, Y: Matrix, loss: Loss | "softmax" | null): Claim[] {
  const { functions, X, weights, report } = observed;
  if (functions.kind !== "linearModel") return [];
  const { coefficients } = columnsOfModel(functions);
  const support = supportOf(weights);
  const x = rowsOf(X, support);
  const predicted: Predicted = {
    h: matrixOf(predict(functions, x)),
    doubt: featureDoubt(functions.features, x, coefficients),
    Y: rowsOf(Y, support),
    weights: weights && (weights.filter((w) => w > 0) as Float64Array),
  };
  const claims = [lossClaim(observed, predicted, loss)];
  if (report.solver !== "qr") return claims;
  return [
    ...claims,
    normalEquationsClaim(functions, x, predicted),
    unchecked("backwardError", report.backwardError, "it is of the factors of the features"),
    unchecked("errorBound", report.errorBound ?? null, "it is of the factors of the features"),
  ];
}

function matrixOf(values: Float64Array | Matrix): Matrix {
  return values instanceof Float64Array ? { rows: values.length, cols: 1, data: values } : values;
}

function withOffsets(data: Float64Array, offset: (at: number) => number, t: number): Matrix {
  return { rows: data.length / t, cols: t, data: data.map((value, at) => value + offset(at)) };
}

/** A model that is a combination of kernels. */
type OnKernel = Exclude<RegressionModel, { readonly kind: "linearModel" }>;

function kernelClaims(observed: Observed, Y: Matrix, loss: Loss | "softmax" | null, progress: Watch): Claim[] {
  const { functions, X, weights, report } = observed;
  const model = functions as OnKernel;
  const isProcess = model.kind === "gaussianProcessModel";
  // the noise of a process has been divided by the weights
  const problem = readProblem(model.kernel, X, Y, weights ?? undefined, true);
  const Z = problem.precomputed ? rowsOf(X, problem.support) : problem.X;
  const { coefficients, intercepts } = columnsOfModel(model);
  const alpha = coefficients.rows === problem.n ? coefficients : rowsOf(coefficients, problem.support);
  const structure = problem.precomputed ? null : structureOfModel(model, problem.X);
  const product = structure && structuredProduct(problem, structure, progress);
  const doubt = kernelDoubt(problem, alpha, product, progress);
  const h = product ? withOffsets(product.times(alpha.data, alpha.cols), offsetsOf(model, Z), alpha.cols) : matrixOf(predict(model, Z));
  const blur = model.kind === "gaussianProcessModel" ? trendDoubt(model, problem) : null;
  const predicted: Predicted = {
    h,
    doubt: blur ? doubt.map((most, at) => most + (blur[at] as number)) : doubt,
    Y: problem.Y,
    weights: problem.weights,
  };
  const claims = [lossClaim(observed, predicted, loss)];
  const inRaw = boundInRaw(observed);
  const promise = promiseOf(observed);
  if (isProcess)
    return [
      ...claims,
      ...processClaims(
        observed,
        problem,
        Z,
        { alpha, doubt, predicted, times: timesGram(model, problem, Z, product), promise, product, structure },
        progress,
      ),
    ];
  switch (report.solver) {
    case "cholesky":
    case "lu":
    case "mixed":
    case "pivotedCholesky":
    case "eigen":
    case "primal":
    case "stateSpace":
    case "kronecker":
    case "fourier":
      return [
        ...claims,
        ...equationClaims(
          problem,
          {
            alpha,
            intercepts,
            doubt,
            blur: null,
            noise: null,
            asymmetric: report.solver === "lu",
            inRaw,
            predicted,
            times: timesGram(model, problem, Z, product),
            promise,
            product,
          },
          report,
          progress,
        ),
      ];
    case "newton":
      if (loss === null || loss === "softmax") break;
      return [...claims, ...gapClaims(model, problem, timesGram(model, problem, Z, product), predicted, loss), boundUnchecked(report)];
    default:
  }
  const reason = loss === null ? NO_LOSS : "it is of the dual, and λ is not in the model";
  return report.gap ? [...claims, unchecked("gap", report.gap, reason), boundUnchecked(report)] : claims;
}

/** An error bound in raw units. */
function boundInRaw({ functions, model, X }: Observed): (bound: number) => number | null {
  const y = model.kind === "classifierModel" ? null : model.scaling?.y;
  return (bound) => (y ? rawBound(functions as KernelModel | GaussianProcessModel, bound, y, X) : bound);
}

/** The error bound of the report in the units of the model. */
function promiseOf({ model, report }: Observed): (q: number) => number | null {
  const spread = model.kind === "classifierModel" ? undefined : model.scaling?.y?.spread;
  return (q) => (typeof report.errorBound === "number" ? report.errorBound / (spread?.[q] ?? 1) : null);
}

function boundUnchecked({ errorBound = null }: Observed["report"]): Claim {
  return unchecked("errorBound", errorBound, "it rests on the gap, in twice the digits");
}

/** α solves (K + N)α = y − Fβ, and the likelihood is that of y. */
function processClaims(
  observed: Observed,
  problem: Problem,
  Z: Matrix,
  found: Pick<Solved, "alpha" | "doubt" | "predicted" | "times" | "promise" | "product"> & { readonly structure: Structure | null },
  progress: Watch,
): Claim[] {
  const { functions, report, model } = observed;
  if (functions.kind !== "gaussianProcessModel" || model.kind !== "gaussianProcessModel") return [];
  const { trend = "none", noise: given } = functions;
  const { n, t, Y, support } = problem;
  const noise = Float64Array.from({ length: n }, (_, i) =>
    typeof given === "number" ? given : (given[given.length === n ? i : (support?.[i] ?? i)] as number),
  );
  const isConstant = trend === "constant";
  const offset = offsetsOf(functions, Z);
  const offsets = Float64Array.from({ length: n * t }, (_, at) => offset(at));
  const judged = isConstant ? problem : withTargets(problem, { ...Y, data: Y.data.map((y, at) => y - (offsets[at] as number)) });
  const intercepts = isConstant ? offsets.subarray(0, t) : new Float64Array(t);
  const blur = trendDoubt(functions, problem);
  const unweighted = { ...judged, weights: null };
  const data = {
    kernel: problem.kernel as KernelSpec,
    trend,
    noise,
    X: problem.X,
    Y,
    scaling: model.scaling ?? null,
    structure: found.structure,
  };
  return [
    ...equationClaims(unweighted, { ...found, intercepts, blur, noise, asymmetric: false, inRaw: boundInRaw(observed) }, report, progress),
    report.solver === "fourier"
      ? unchecked("logMarginalLikelihood", model.logMarginalLikelihood, OF_WAVES)
      : likelihoodClaim(model.logMarginalLikelihood, data, progress),
  ];
}
