import { mercerError } from "../errors";
import { readPoints, readTargets, requireFeatures } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { columnOf, type Matrix, type MatrixLike, type Points, type Values } from "../matrix";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { type KernelModel, kernelModel, reportOf } from "../models/model";
import { type Problem, readProblem, withoutOffset } from "../problem/problem";
import { readWeights } from "../problem/weights";
import type { Watch } from "../progress";
import { type NystromSolution, solveSums, whitenedSums } from "../solvers/nystrom/fit";
import { chooseLandmarks } from "../solvers/nystrom/landmarks";
import { type LogisticOptions, type LogisticSolution, solveLogistic } from "../solvers/nystrom/logistic";
import type { Rows, Sums } from "../solvers/nystrom/sums";
import { type Whitening, whiten } from "../solvers/nystrom/whitening";
import type { FitOptions } from "./fit-options";
import { perTarget } from "./kernel-ridge";
import type { NystromSpec } from "./nystrom";

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
