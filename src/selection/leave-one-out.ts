import { mercerError } from "../errors";
import type { GaussianProcess, GaussianProcessSpec } from "../estimators/gaussian-process";
import { type KernelRidge, type KernelRidgeSpec, perTarget, readKernelRidge, ridgeStructure } from "../estimators/kernel-ridge";
import { observedBy, readGaussianProcess } from "../estimators/log-marginal-likelihood";
import { type Nystrom, type NystromSpec, readNystrom } from "../estimators/nystrom";
import { rawLikelihood } from "../estimators/raw-units";
import { structuredLeaveOneOut } from "../estimators/structured-ridge";
import { heldOut } from "../gaussian/held-out";
import type { Structure } from "../gaussian/structure";
import { asGiven, readMade, readOptions, readTargets } from "../input";
import type { Matrix, MatrixLike, Points, Targets, Values } from "../matrix";
import { readProblem } from "../problem/problem";
import { inStandardUnits } from "../problem/standard-units";
import { type Watch, type WatchOptions, watch } from "../progress";
import { type Scaling, toRawUnits } from "../scaling/units";
import { residualsByFactor } from "./by-factor";
import { difference, watchingOf } from "./cross-validate";
import { type Data, type Reached, readData, targetsOf } from "./data";
import { foldDataOf, judgeFold } from "./fold-result";
import { complementary, type Folds } from "./folds";
import { SELECTION_OPTIONS, type SelectionOptions } from "./lambda-path";
import { nystromResiduals } from "./nystrom-path";

/** What fits without one row each say of it. */
export interface LeaveOneOut<T extends Targets = Targets> {
  /** Shaped like y. */
  readonly predictions: T;
  /** y less the predictions. */
  readonly residuals: T;
  /** Of the left-out observation, its noise included; of a Gaussian process alone. */
  readonly variance?: Float64Array;
  /** Σ log of the density of each left-out observation, over points and targets; −Infinity where it is below the numbers; of a Gaussian process alone. */
  readonly logDensity?: number;
  /** "factor": from one factorisation; "sums": from the sums of a Nyström fit and one more pass; "refits": n fits; and why. */
  readonly route: "factor" | "sums" | "refits";
  readonly reason: string;
}

/**
 * The prediction for every row by a fit without it, of kernel ridge regression or of a Gaussian process: the residual is α_i/(G⁻¹)_ii, G = K + λW⁻¹, with no refit; with an intercept
 * G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1 takes the place of G⁻¹. It equals what n refits give; they are made where G is not positive definite, and where the kernel's features are so few
 * that they cost less.
 *
 * Where the estimator standardises, its units are learned once from all rows, as its other numbers are held; `crossValidate` learns them in each fold.
 *
 * @throws as `fit`; "shape" for a single row; "singular" for a row without which the rest does not determine the fit; "not-finite" where a prediction or a variance is beyond the numbers
 * @example
 * const { residuals } = leaveOneOut(kernelRidge({ kernel: rbf(), lambda: 0.1 }), [[0], [1], [2]], [0, 1, 4]);
 */
export function leaveOneOut(
  estimator: KernelRidge | Nystrom | GaussianProcess,
  X: Points,
  y: Values,
  options?: SelectionOptions,
): LeaveOneOut<Float64Array>;
export function leaveOneOut(
  estimator: KernelRidge | Nystrom | GaussianProcess,
  X: Points,
  Y: MatrixLike,
  options?: SelectionOptions,
): LeaveOneOut<Matrix>;
export function leaveOneOut(
  estimator: KernelRidge | Nystrom | GaussianProcess,
  X: Points,
  y: Values | MatrixLike,
  options?: SelectionOptions,
): LeaveOneOut;
export function leaveOneOut(
  estimator: KernelRidge | Nystrom | GaussianProcess,
  X: Points,
  y: Values | MatrixLike,
  options: SelectionOptions = {},
): LeaveOneOut {
  const { onProgress, signal, sampleWeight } = readOptions(options, "leaveOneOut", SELECTION_OPTIONS);
  const watching = watchingOf(onProgress, signal);
  const made = readMade(estimator, "estimator", MAKERS);
  const standard = inStandardUnits<GaussianProcessSpec | KernelRidgeSpec | NystromSpec>(readSpec(made), X, y, sampleWeight);
  const targets = standard.y as Values | MatrixLike;
  const found =
    standard.spec.kind === "gaussianProcess"
      ? ofProcess(standard.spec as GaussianProcessSpec, standard.X, targets, sampleWeight, watch(watching))
      : standard.spec.kind === "nystrom"
        ? ofLandmarks(standard.spec as NystromSpec, standard.X, targets, sampleWeight, watch(watching))
        : ofRidge(standard.spec as KernelRidgeSpec, standard.X, targets, sampleWeight, watching);
  return requireNumbers(standard.units?.y ? inRawUnits(found, y, standard.units.y) : found);
}

/** @throws "not-finite" where a prediction, a residual or a variance is beyond the numbers, or the density is none */
function requireNumbers(found: LeaveOneOut): LeaveOneOut {
  const { predictions, residuals, variance, logDensity = 0 } = found;
  for (const part of [predictions, residuals, ...(variance ? [variance] : [])]) {
    const [data, cols] = part instanceof Float64Array ? [part, 1] : [part.data, part.cols];
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw beyond(`what is said of row ${Math.floor(at / cols)} without it`, Math.floor(at / cols), at % cols);
  }
  if (logDensity < Infinity) return found;
  throw beyond("the density of the left-out observations");
}

function beyond(what: string, row?: number, column?: number): Error {
  const message = `${what} is beyond the largest number; divide y by a power of ten`;
  return mercerError("not-finite", message, { argument: "y", row, column });
}

const MAKERS = "kernelRidge, nystrom or gaussianProcess";

function readSpec(made: KernelRidge | Nystrom | GaussianProcess): GaussianProcessSpec | KernelRidgeSpec | NystromSpec {
  switch (made.kind) {
    case "gaussianProcess":
      return readGaussianProcess(made);
    case "nystrom":
      return readNystrom(made);
    default:
      return readKernelRidge(made);
  }
}

/** Of a Nyström fit, the landmarks staying those of all rows. */
function ofLandmarks(
  spec: NystromSpec,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: SelectionOptions["sampleWeight"],
  progress: Watch,
): LeaveOneOut {
  const { matrix: Y, isVector } = readTargets(y, "y");
  if (Y.rows === 1) throw mercerError("shape", "X has one row; leave-one-out needs at least two", { argument: "X" });
  const residuals = { ...Y, data: nystromResiduals(spec, X, y, (t) => perTarget(spec.lambda, t), sampleWeight, progress) };
  return {
    predictions: asGiven(difference(Y, residuals), isVector),
    residuals: asGiven(residuals, isVector),
    route: "sums",
    reason: "e/(1 − l), l the leverage of the row among the features of the landmarks, which stay those of all rows",
  };
}

/** In raw units, in which y was given. */
function inRawUnits(found: LeaveOneOut, y: Values | MatrixLike, scaling: Scaling): LeaveOneOut {
  const { matrix: Y, isVector } = readTargets(y, "y");
  const standard = found.predictions instanceof Float64Array ? found.predictions : found.predictions.data;
  const predictions = { rows: Y.rows, cols: Y.cols, data: toRawUnits(standard.slice(), scaling) };
  const spread = scaling.spread[0] as number;
  return {
    ...found,
    predictions: asGiven(predictions, isVector),
    residuals: asGiven(difference(Y, predictions), isVector),
    ...(found.variance && { variance: found.variance.map((value) => value * spread * spread) }),
    ...(found.logDensity === undefined ? {} : { logDensity: rawLikelihood(found.logDensity, { n: Y.rows, p: 0 }, scaling) }),
  };
}

function ofRidge(
  spec: KernelRidgeSpec,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: SelectionOptions["sampleWeight"],
  watching: WatchOptions,
): LeaveOneOut {
  const progress = watch(watching);
  const data = readData(spec, X, y, sampleWeight);
  const n = data.X.rows;
  if (n === 1) throw mercerError("shape", "X has one row; leave-one-out needs at least two", { argument: "X" });
  const { Y, isVector } = data.y as Reached & { kind: "numbers" };
  const structured = byStructure(spec, data, progress);
  if (structured) {
    return {
      predictions: asGiven(difference(Y, structured.residuals), isVector),
      residuals: asGiven(structured.residuals, isVector),
      route: "factor",
      reason: `K + λI is positive definite${waves(structured.kind)}`,
    };
  }
  const folds = complementary(
    Int32Array.from({ length: n }, (_, i) => i),
    n,
  );
  const found = residualsByFactor(spec, data, folds, progress);
  const [residuals, reason] = typeof found === "string" ? [null, found] : [found, "K + λI is positive definite"];
  const predictions = residuals ? difference(Y, residuals) : refits(spec, data, folds, watching, progress);
  return {
    predictions: asGiven(predictions, isVector),
    residuals: asGiven(residuals ?? difference(Y, predictions), isVector),
    route: residuals ? "factor" : "refits",
    reason,
  };
}

/** By the structure of K, where it has one that is to be used. @throws "argument" for points of weight 0, where it was asked for */
function byStructure(
  spec: KernelRidgeSpec,
  { X, y, weights }: Data,
  progress: Watch,
): { readonly residuals: Matrix; readonly kind: Structure["kind"] } | null {
  const problem = readProblem(spec.kernel, X, targetsOf(y) as Matrix, weights ?? undefined);
  const lambdas = perTarget(spec.lambda, problem.t);
  const structure = ridgeStructure(spec, problem, lambdas);
  if (!structure || (problem.support && !structure.isAsked)) return null;
  if (problem.support) throw ofNoWeight();
  const data = structuredLeaveOneOut(problem, structure, { lambdas, intercept: spec.intercept }, progress);
  return data && { residuals: { rows: problem.n, cols: problem.t, data }, kind: structure.kind };
}

/** Told where the kernel is not the one that was asked for. */
function waves(kind: Structure["kind"] | undefined): string {
  return kind === "fourier" ? ", its kernel replaced by waves, as was asked for" : "";
}

function ofNoWeight(): Error {
  const message = "rows of weight 0 have no variance of the noise to be left out with; take them out of X";
  return mercerError("argument", message, { argument: "sampleWeight" });
}

/** Of a Gaussian process, whose covariance is positive definite or there is no such process. */
function ofProcess(
  spec: GaussianProcessSpec,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: SelectionOptions["sampleWeight"],
  progress: Watch,
): LeaveOneOut {
  const observed = observedBy(spec, X, y, sampleWeight);
  const { n, t, isVector, support } = observed.problem;
  if (n === 1) throw mercerError("shape", "X has one row that counts; leave-one-out needs at least two", { argument: "X" });
  if (support) throw ofNoWeight();
  const { residuals: data, variance, logDensity } = heldOut(observed, progress);
  const residuals = { rows: n, cols: t, data };
  const predictions = difference(readTargets(y, "y").matrix, residuals);
  return {
    predictions: asGiven(predictions, isVector),
    residuals: asGiven(residuals, isVector),
    variance,
    logDensity,
    route: "factor",
    reason: `K + noise is positive definite${waves(observed.structure?.kind)}`,
  };
}

function refits(spec: KernelRidge, data: Data, folds: Folds, watching: WatchOptions, progress: Watch): Matrix {
  const rows = folds.tests.map((_, fold) => {
    const { predictions } = judgeFold(spec, foldDataOf(data, folds, fold), watching);
    progress.tell({ phase: "folds", done: fold + 1, total: folds.tests.length });
    return (predictions as Reached & { kind: "numbers" }).Y;
  });
  const [{ cols }] = rows as [Matrix];
  const result = { rows: rows.length, cols, data: new Float64Array(rows.length * cols) };
  for (const [i, { data: row }] of rows.entries()) result.data.set(row, i * cols);
  return result;
}
