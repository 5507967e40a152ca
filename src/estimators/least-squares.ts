import { mercerError } from "../errors";
import { type OptionNames, readChoice, readNumber, readOptions } from "../input";
import type { NotNegative } from "../kernels/compatibility";
import { linear } from "../kernels/constructors";
import { type FeatureMap, featuresOf, resolveFeatures } from "../kernels/features";
import { keptKernel } from "../kernels/known";
import { featureRounding } from "../kernels/rounding";
import type { MatrixLike, Points, Values } from "../matrix";
import { type LinearModel, linearModel, reportOf } from "../models/model";
import { inOrdinaryUnits, inOriginalUnits, timesPowers } from "../problem/ordinary-units";
import { readProblem, withoutOffset } from "../problem/problem";
import { watch } from "../progress";
import { doubts } from "../proof/error-bar";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { linearBar } from "../solvers/primal/bar";
import { solvePrimal } from "../solvers/primal/solve";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";

/** Linear least squares on given features, as plain data; made by `leastSquares`. */
export interface LeastSquares {
  readonly kind: "leastSquares";
}

/** The same with its fields. */
export interface LeastSquaresSpec extends LeastSquares {
  readonly features: FeatureMap;
  readonly lambda: number;
  readonly intercept: boolean;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface LeastSquaresOptions<F extends FeatureMap = FeatureMap> extends StandardizeOptions {
  /** A kernel that stands for its explicit map φ, or φ itself; the columns of X unless given. */
  features?: F & NotNegative<F>;
  /** λ ≥ 0, 0 unless given. */
  lambda?: number;
  /** An unpenalised constant b; off unless asked for. */
  intercept?: boolean;
}

const OPTIONS: OptionNames<LeastSquaresOptions> = { features: true, lambda: true, intercept: true, standardize: true };

const KIND = /* @__PURE__ */ fittedBy("leastSquares", { read: leastSquares, run: fitLeastSquares });

/**
 * Least squares and ridge regression: minimises Σ_i s_i (w·φ(x_i) + b − y_i)² + λ‖w‖², s the sample weights. Of several such w the one of
 * least norm, w = Φ⁺y for λ = 0. It predicts what `kernelRidge` with the kernel φ(x)·φ(z) does, and keeps the digits that squaring Φ costs.
 *
 * @throws "argument" for a negative λ; "kernel" for an unknown kernel, and in `fit` for one with infinitely many features
 * @example const { weights, intercept } = fit(leastSquares({ lambda: 0.1, intercept: true }), X, y);
 */
export function leastSquares<F extends FeatureMap>(options: LeastSquaresOptions<F> = {}): LeastSquaresSpec {
  return specOf(KIND, options);
}

/** The same for those who do not fit it. @throws "argument" for an option out of range or unknown */
export function readLeastSquares(estimator: LeastSquares): LeastSquaresSpec {
  return specOf("leastSquares", estimator as LeastSquaresSpec);
}

function specOf<F extends FeatureMap>(kind: LeastSquaresSpec["kind"], options: LeastSquaresOptions<F>): LeastSquaresSpec {
  const { features = linear(), lambda = 0, intercept = false, standardize } = readOptions(options, "leastSquares", OPTIONS);
  return {
    kind,
    features: typeof features === "function" ? features : keptKernel(features),
    lambda: readNumber(lambda, "lambda", { minimum: 0 }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    ...standardizeField(standardize, "units"),
  };
}

function fitLeastSquares(spec: LeastSquaresSpec, X: Points, y: Values | MatrixLike, options: FitOptions): LinearModel {
  const started = performance.now();
  watch(options);
  const { features, lambda, intercept } = spec;
  const read = readProblem(linear(), X, y, options.sampleWeight);
  // small targets stay: of weights below the numbers nothing is to be told but what these leave
  const units = inOrdinaryUnits(read, -Infinity);
  const given = units?.problem ?? read;
  const { X: points, Y, weights: sampleWeights, isVector, all, centres } = intercept ? withoutOffset(given) : given;
  const resolved = resolveFeatures(features, given.side.pointAt(0));
  const phi = featuresOf(resolved, points, (row) => given.side.pointAt(row));
  if (phi.cols === 0) throw mercerError("shape", "the map gives no features; at least one is needed", { argument: "features" });
  const solution = solvePrimal({ phi, Y, sampleWeights }, lambda, intercept);
  const { reason, rank, conditionEstimate, backwardError, bytes } = solution;
  const rounding = typeof resolved === "function" ? 0 : featureRounding(resolved, all.cols);
  const bar = linearBar({ phi, Y, sampleWeights, rounding, lambda }, solution.weights, intercept ? solution.intercepts : null, centres);
  const warnings = [...solution.warnings, ...doubts(bar)];
  const b = centres ? solution.intercepts.map((value, q) => value + (centres[q] as number)) : solution.intercepts;
  const found = { losses: solution.trainingLoss, errorBound: bar.errorBound };
  const { losses: trainingLoss, errorBound } = units ? inOriginalUnits(found, units.exponents) : found;
  const report = reportOf(
    { solver: "qr", reason, warnings, rank, conditionEstimate, backwardError, errorBound, trainingLoss, bytes },
    started,
  );
  const original = (data: Float64Array): Float64Array => (units ? timesPowers({ cols: Y.cols, data }, units.exponents, 1) : data);
  const weights = { ...solution.weights, data: original(solution.weights.data) };
  return linearModel({ features: resolved, report }, weights, original(b), isVector);
}
