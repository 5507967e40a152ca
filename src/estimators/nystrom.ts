import { mercerError } from "../errors";
import {
  isVector,
  type OptionNames,
  readChoice,
  readMade,
  readNumber,
  readOptions,
  readPoints,
  readTargets,
  requireFeatures,
} from "../input";
import { keptKernel } from "../kernels/known";
import { isPrecomputed } from "../kernels/parts";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { columnOf, type Matrix, type MatrixLike, type Points, toArrays, type Values, type Vector } from "../matrix";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { type KernelModel, kernelModel, reportOf } from "../models/model";
import { type Problem, readProblem, withoutOffset } from "../problem/problem";
import { readWeights } from "../problem/weights";
import { type Watch, watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { type NystromSolution, solveSums, whitenedSums } from "../solvers/nystrom/fit";
import { chooseLandmarks } from "../solvers/nystrom/landmarks";
import { type LogisticOptions, type LogisticSolution, solveLogistic } from "../solvers/nystrom/logistic";
import type { Rows, Sums } from "../solvers/nystrom/sums";
import { type Whitening, whiten } from "../solvers/nystrom/whitening";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { perTarget, readLambdas } from "./kernel-ridge";

/** Ridge regression on the span of a few landmarks, as plain data; made by `nystrom`. */
export interface Nystrom {
  readonly kind: "nystrom";
}

/** The same with its fields. */
export interface NystromSpec extends Nystrom {
  readonly kernel: KernelSpec;
  /** λ, one for all targets or one per target */
  readonly lambda: number | readonly number[];
  /** How many to choose, or the points themselves, row by row. */
  readonly landmarks: number | readonly (readonly number[])[];
  /** Of the choice. */
  readonly seed: number;
  readonly intercept: boolean;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface NystromOptions extends StandardizeOptions {
  /** k, made by its constructor: positive semi-definite, without white noise. */
  kernel: Kernel;
  /** λ ≥ 0, 1 unless given; one number, or one per target. */
  lambda?: number | Vector;
  /** How many landmarks to choose among the points by randomly pivoted Cholesky; or the landmarks, one per row, in the units of X. */
  landmarks: number | Points;
  /** Of the choice; 0 unless given. */
  seed?: number;
  /** An unpenalised constant b in h; off unless asked for. */
  intercept?: boolean;
}

const OPTIONS: OptionNames<NystromOptions> = {
  kernel: true,
  lambda: true,
  landmarks: true,
  seed: true,
  intercept: true,
  standardize: true,
};

const KIND = /* @__PURE__ */ fittedBy("nystrom", { read: nystrom, run: fitNystrom });

/**
 * Ridge regression on the span of landmarks c_1 … c_m: minimises Σ_i w_i (h(x_i) − y_i)² + λ‖h‖² over h = Σ_j β_j k(c_j, ·) + b, by (K_mn W K_nm + λK_mm)β = K_mn W y.
 *
 * It takes n·m² operations and memory for m², whatever n is: for more points than `kernelRidge` has room for. An approximation, unless all points are landmarks: the report says by how much
 * (`featureLoss`). The model is a kernel model of the m landmarks. λ is not scaled by n.
 *
 * Source: C. K. I. Williams and M. Seeger, Using the Nyström method to speed up kernel machines (2001); A. J. Smola and B. Schölkopf, Sparse greedy matrix approximation (2000).
 *
 * @throws "argument" for a negative λ, and for landmarks that are neither a number nor points; "kernel" for an unknown kernel; in `fit` "unsupported" for white noise in the kernel
 * @example const model = fit(nystrom({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, landmarks: 2 }), X, y);
 */
export function nystrom(options: NystromOptions): NystromSpec {
  return specOf(KIND, options);
}

function specOf(kind: NystromSpec["kind"], options: NystromOptions): NystromSpec {
  const { kernel, lambda = 1, landmarks, seed = 0, intercept = false, standardize } = readOptions(options, "nystrom", OPTIONS);
  return {
    kind,
    kernel: keptKernel(kernel),
    lambda: isVector(lambda) ? readLambdas(lambda) : readNumber(lambda, "lambda", { minimum: 0 }),
    landmarks: readLandmarks(landmarks),
    seed: readNumber(seed, "seed", { integer: true }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    ...standardizeField(standardize, "units"),
  };
}

/** A number, or points as rows of plain data. */
export function readLandmarks(landmarks: number | Points): number | readonly (readonly number[])[] {
  if (typeof landmarks === "number") return readNumber(landmarks, "landmarks", { minimum: 1, integer: true });
  if (typeof landmarks !== "object" || landmarks === null) {
    const message = "landmarks must be a whole number from 1 on, or the points themselves";
    throw mercerError("argument", message, { argument: "landmarks", value: landmarks });
  }
  return toArrays(readPoints(landmarks, "landmarks"));
}

/** The same for those who do not fit it. @throws "argument" unless nystrom made it */
export function readNystrom(estimator: Nystrom): NystromSpec {
  return specOf("nystrom", readMade(estimator, "estimator", "nystrom") as NystromSpec);
}

export function fitNystrom(spec: NystromSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const { matrix, isVector } = readTargets(y, "y");
  return fitLandmarks(spec, X, isVector ? matrix.data : matrix, options.sampleWeight, { progress, started }, isVector);
}

/** What a fit on landmarks asks of an estimator. */
type OnLandmarks = Pick<NystromSpec, "kernel" | "lambda" | "landmarks" | "seed" | "intercept">;

/** The model of the landmarks; a vector of coefficients where it `isVector`, or has one target. */
export function fitLandmarks(
  spec: OnLandmarks,
  X: Points,
  y: Float64Array | Matrix,
  sampleWeight: FitOptions["sampleWeight"],
  { progress, started }: { readonly progress: Watch; readonly started: number },
  isVector = !(y instanceof Float64Array) && y.cols === 1,
): KernelModel {
  // told before the long work
  const lambdas = perTarget(spec.lambda, y instanceof Float64Array ? 1 : y.cols);
  const { whitening, sums, unit, centres, warnings, bytes } = summedRows(spec, X, y, sampleWeight, progress);
  const solution = inUnits(solveSums(whitening, sums, lambdas, spec.intercept, progress), unit, centres);
  const told = { ...solution, warnings: [...warnings, ...solution.warnings], bytes: Math.max(bytes, solution.bytes) };
  return nystromModel(whitening, told, isVector, started);
}

/** The rows of a fit and their sums, of y divided by a power of two and less its centres where there is an intercept. */
export interface SummedRows {
  readonly whitening: Whitening;
  readonly rows: Rows;
  readonly sums: Sums;
  readonly unit: number;
  readonly centres: Float64Array | null;
  readonly warnings: readonly string[];
  readonly bytes: number;
}

export function summedRows(
  spec: OnLandmarks,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: FitOptions["sampleWeight"],
  progress: Watch,
): SummedRows {
  const given = readNystromProblem(spec, X, y, sampleWeight);
  const problem = spec.intercept ? withoutOffset(given) : given;
  const { t, centres, all } = problem;
  const { whitening, warnings } = landmarksFor(spec, problem, progress);
  const unit = powerOfTwo(largestMagnitude(problem.Y.data));
  const { matrix: targets } = readTargets(y, "y");
  const Y = { ...targets, data: targets.data.map((value, at) => (value - (centres?.[at % t] ?? 0)) / unit) };
  // rows of weight 0 stay where they are: blocks are those of a statistic
  const rows = { X: all, Y, weights: readWeights(sampleWeight, all.rows) };
  return { whitening, rows, ...whitenedSums(whitening, rows, progress), unit, centres, warnings };
}

/** The logistic loss on landmarks, one fit for each column of signs. */
export function fitLogisticLandmarks(
  spec: OnLandmarks & LogisticOptions,
  X: Points,
  signs: Matrix,
  sampleWeight: FitOptions["sampleWeight"],
  { progress, started }: { readonly progress: Watch; readonly started: number },
): KernelModel {
  const problem = readNystromProblem(spec, X, signs, sampleWeight);
  const { whitening, warnings } = landmarksFor(spec, problem, progress);
  const { all, t } = problem;
  const weights = readWeights(sampleWeight, all.rows);
  const found = Array.from({ length: t }, (_, q) => {
    return solveLogistic(whitening, { X: all, y: columnOf(signs.data, t, q), weights }, spec, progress);
  });
  const m = whitening.landmarks.rows;
  const data = new Float64Array(m * t);
  found.forEach(({ coefficients }, q) => {
    for (let j = 0; j < m; j++) data[j * t + q] = coefficients[j] as number;
  });
  const most = (read: (one: LogisticSolution) => number): number => found.reduce((a, one) => Math.max(a, read(one)), 0);
  const late = found.filter(({ reached }) => !reached).length;
  const short = late > 0 ? [`${late} of ${t} fits ended above the tolerance ${spec.tolerance}: see gap`] : [];
  const report = reportOf(
    {
      solver: "nystrom",
      reason: `Newton's method on the features of ${m} landmarks, one pass over the points for each step; featureLoss is what they leave of the kernel, the mean over the points`,
      warnings: [...warnings, ...short],
      rank: m,
      conditionEstimate: most(({ conditionEstimate }) => conditionEstimate),
      backwardError: most(({ backwardError }) => backwardError),
      errorBound: null,
      trainingLoss: found.map(({ loss }) => loss),
      gap: found.map(({ gap }) => gap),
      featureLoss: (found[0] as LogisticSolution).featureLoss,
      iterations: found.reduce((sum, { steps }) => sum + steps, 0),
      bytes: most(({ bytes }) => bytes),
    },
    started,
  );
  const points: Matrix = { ...whitening.landmarks, data: whitening.landmarks.data.slice() };
  const intercepts = Float64Array.from(found, ({ intercept }) => intercept);
  return kernelModel({ kernel: whitening.kernel, n: m, points, report }, { rows: m, cols: t, data }, intercepts, t === 1);
}

/** The points, checked. @throws "unsupported" for a precomputed kernel */
function readNystromProblem(
  spec: Pick<NystromSpec, "kernel">,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: FitOptions["sampleWeight"],
): Problem {
  if (isPrecomputed(spec.kernel)) {
    const message = "nystrom needs points, of which a precomputed kernel has none; use kernelRidge, or the kernel itself";
    throw mercerError("unsupported", message, { argument: "kernel" });
  }
  return readProblem(spec.kernel, X, y, sampleWeight);
}

/** The landmarks given, or chosen among the points, and what there is to tell of them. */
export function landmarksFor(
  { landmarks, seed }: Pick<NystromSpec, "landmarks" | "seed">,
  { kernel, X }: Pick<Problem, "kernel" | "X">,
  progress: Watch,
): { readonly whitening: Whitening; readonly warnings: readonly string[] } {
  const points =
    typeof landmarks === "number"
      ? chooseLandmarks(kernel, X, landmarks, seed, progress.during("landmarks"))
      : readPoints(landmarks, "landmarks");
  requireFeatures(points, X.cols, "landmarks");
  const whitening = whiten(kernel, points);
  const warnings: string[] = [];
  if (typeof landmarks === "number" && points.rows < landmarks) {
    const why = points.rows === X.rows ? "there are no more points" : "the others are told by these";
    warnings.push(`${points.rows} landmarks instead of ${landmarks}: ${why}`);
  }
  if (whitening.dropped > 0) {
    warnings.push(`${whitening.dropped} of ${points.rows} landmarks were dropped: the others tell all but 1e-10 of them`);
  }
  return { whitening, warnings };
}

/** What was found for y divided by a unit, less its centres, for y itself. */
function inUnits(solution: NystromSolution, unit: number, centres: Float64Array | null): NystromSolution {
  const { coefficients, intercepts, trainingLoss } = solution;
  return {
    ...solution,
    coefficients: { ...coefficients, data: coefficients.data.map((value) => finite(value * unit)) },
    intercepts: intercepts.map((b, q) => b * unit + (centres?.[q] ?? 0)),
    trainingLoss: trainingLoss.map((loss) => loss * unit * unit),
  };
}

/** The model of the landmarks. */
export function nystromModel({ kernel, landmarks }: Whitening, solution: NystromSolution, isVector: boolean, started: number): KernelModel {
  const { coefficients, intercepts, conditionEstimate, backwardError, trainingLoss, featureLoss, warnings, bytes } = solution;
  const m = landmarks.rows;
  const reason = `h is the exact minimiser over the span of ${m} landmarks, by Cholesky of the ${m} × ${m} sums of whitened features; featureLoss is what they leave of the kernel, the mean over the points`;
  const report = reportOf(
    {
      solver: "nystrom",
      reason,
      warnings,
      rank: m,
      conditionEstimate,
      backwardError,
      errorBound: null,
      trainingLoss,
      featureLoss,
      iterations: null,
      bytes,
    },
    started,
  );
  const points: Matrix = { ...landmarks, data: landmarks.data.slice() };
  return kernelModel({ kernel, n: m, points, report }, coefficients, intercepts, isVector);
}

function finite(coefficient: number): number {
  if (Number.isFinite(coefficient)) return coefficient;
  throw mercerError("not-finite", "a coefficient is beyond the numbers; use a larger lambda, or scale the targets down", { argument: "y" });
}
