import { mercerError } from "../errors";
import { type GroupedNoise, keptNoise, keptNoiseModel, type LogLinearNoise, type Noise, noiseAt } from "../gaussian/noise";
import { logLikelihoodsOf } from "../gaussian/precision";
import { type GaussianSolution, solveGaussian } from "../gaussian/solve";
import { type StructuredSolution, solveStructured } from "../gaussian/solve-structured";
import { type Structure, type StructureSolver, structureOf } from "../gaussian/structure";
import { asGiven, type OptionNames, readChoice, readOptions } from "../input";
import { keptKernel } from "../kernels/known";
import { isPsd } from "../kernels/psd";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { hasConstant, readTrend, type Trend, trendBasis } from "../kernels/trend";
import type { Matrix, MatrixLike, Points, Values, Vector } from "../matrix";
import type { GaussianProcessModel } from "../models/gaussian-process-model";
import { type Findings, reportOf } from "../models/report";
import { type Ground, NEW_GROUND } from "../problem/ground";
import { inOrdinaryUnits, inOriginalUnits, timesPowers } from "../problem/ordinary-units";
import { type Problem, readProblem, scatter, withoutOffset } from "../problem/problem";
import { watch } from "../progress";
import { doubts } from "../proof/error-bar";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { readNoise } from "./noise";

/** Gaussian process regression, as plain data; made by `gaussianProcess`. */
export interface GaussianProcess {
  readonly kind: "gaussianProcess";
}

/** The same with its fields. */
export interface GaussianProcessSpec extends GaussianProcess {
  readonly kernel: KernelSpec;
  readonly noise: Noise;
  readonly trend: Trend;
  /** Left out for "auto". */
  readonly solver?: StructureSolver;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface GaussianProcessOptions extends StandardizeOptions {
  /** The covariance of the function. */
  kernel: Kernel;
  /**
   * Variance of the noise, ≥ 0: one number, one per point, or a model, `groupedNoise` or `logLinearNoise`; 1 unless given. White noise in the kernel is added to it. One per point is data: in units² of y also
   * where y is standardised.
   */
  noise?: number | Vector | GroupedNoise | LogLinearNoise;
  /** What is known of the mean. "none": it is 0. "constant" and "linear", or features: its coefficients are estimated with it, and their uncertainty counts (universal kriging). */
  trend?: Trend;
  /**
   * "cholesky": of the whole matrix. "stateSpace": a Kalman filter in O(n), exact, for one feature and a kernel of Matérn parts. "kronecker": eigenvalues of each axis, exact, for a full grid and
   * a kernel that is a product over the features. "auto", unless given, takes these two from 1000 points on where they fit; the report says which and why. "fourier": waves in the
   * place of a Gaussian kernel of up to three features, never taken unasked; the report has the proven error.
   */
  solver?: StructureSolver;
}

const OPTIONS: OptionNames<GaussianProcessOptions> = { kernel: true, noise: true, trend: true, solver: true, standardize: true };

const KIND = /* @__PURE__ */ fittedBy("gaussianProcess", { read: gaussianProcess, run: fitGaussianProcess });

/**
 * Gaussian process regression: y_i = f(x_i) + noise, f with the covariance k and the mean φ(x)·β.
 *
 *     mean      μ(z) = φ(z)·β + Σ_i α_i k(x_i, z),  α = G⁻¹(y − Fβ),  G = K + N
 *     variance  v(z) = k(z, z) − k_zᵀG⁻¹k_z + uᵀ(FᵀG⁻¹F)⁻¹u,  u = φ(z) − FᵀG⁻¹k_z
 *
 * N has the variances of the noise. Without a trend μ is `kernelRidge` with λ = noise; with the trend "constant" it is that with an intercept. Nothing is added to the
 * diagonal that was not asked for.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, chapter 2.
 *
 * @example
 * const model = fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.01 }), [0, 1, 2], [0, 1, 0]);
 * const { mean, variance } = predictDistribution(model, [0.5, 5]);
 *
 * @throws "argument" for a negative noise or an unknown trend, "kernel" for an unknown kernel
 */
export function gaussianProcess(options: GaussianProcessOptions): GaussianProcessSpec {
  const { kernel, noise = 1, trend = "none", solver = "auto", standardize } = readOptions(options, "gaussianProcess", OPTIONS);
  return {
    kind: KIND,
    kernel: keptKernel(kernel),
    noise: readNoise(noise),
    trend: readTrend(trend),
    ...(readChoice(solver, "solver", ["auto", "cholesky", "stateSpace", "kronecker", "fourier"]) === "auto" ? {} : { solver }),
    ...standardizeField(standardize, "units"),
  };
}

function fitGaussianProcess(spec: GaussianProcessSpec, X: Points, y: Values | MatrixLike, options: FitOptions): GaussianProcessModel {
  return fitGaussianProcessOn(NEW_GROUND, spec, X, y, options);
}

/** The same by the K and the factor of a ground. */
export function fitGaussianProcessOn(
  ground: Ground,
  spec: GaussianProcessSpec,
  X: Points,
  y: Values | MatrixLike,
  options: FitOptions,
): GaussianProcessModel {
  const started = performance.now();
  const progress = watch(options);
  const problem = readProcess(spec, X, y, options.sampleWeight);
  const atPoints = noiseAt(problem, spec.noise);
  const noiseModel = keptNoiseModel(spec.noise);
  const F = basisOf(spec.trend, problem);
  const structure = ground === NEW_GROUND ? structureOf(spec.solver ?? "auto", spec.kernel, problem, atPoints) : null;
  const solve = (own: Problem): GaussianSolution | StructuredSolution =>
    structure
      ? solveStructured(own, structure, atPoints, F, progress)
      : solveGaussian(own, atPoints, { F, isConstant: spec.trend === "constant" }, progress, ground);
  const units = inOrdinaryUnits(problem);
  // the likelihood is no multiple of that in other units
  const solution = units
    ? inUnitsOf(solve(units.problem), units.exponents, logLikelihoodsOf({ problem, noise: atPoints, F, structure }, progress))
    : solve(problem);
  return {
    kind: "gaussianProcessModel",
    kernel: problem.kernel,
    noise: keptNoise(problem, spec.noise, atPoints),
    ...(noiseModel ? { noiseModel } : {}),
    ...pointsAndCoefficients(problem, solution.coefficients),
    trend: spec.trend,
    trendCoefficients: spec.trend === "none" ? null : asGiven(withCentres(solution.trend, problem.centres), problem.isVector),
    logMarginalLikelihood: solution.logLikelihoods.reduce((sum, value) => sum + value, 0),
    report: reportOf(
      structure ? structuredFindings(problem, structure, solution as StructuredSolution) : findings(problem, solution as GaussianSolution),
      started,
    ),
  };
}

/** A solution in ordinary units in those of the problem, whose likelihoods are given. */
function inUnitsOf<S extends GaussianSolution | StructuredSolution>(
  solution: S,
  exponents: Int32Array,
  logLikelihoods: S["logLikelihoods"],
): S {
  const cols = exponents.length;
  const own = {
    coefficients: timesPowers({ cols, data: solution.coefficients }, exponents, 1),
    trend: { ...solution.trend, data: timesPowers({ cols, data: solution.trend.data }, exponents, 1) },
    logLikelihoods,
  };
  return "judgement" in solution
    ? { ...solution, ...own, judgement: { ...solution.judgement, ...inOriginalUnits(solution.judgement, exponents) } }
    : { ...solution, ...own, ...inOriginalUnits(solution, exponents) };
}

/** The problem of a Gaussian process, its targets less their offset where the trend has a constant for it. */
export function readProcess(
  { kernel, trend }: GaussianProcessSpec,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight?: number | Values,
): Problem {
  const problem = readProblem(kernel, X, y, sampleWeight);
  if (problem.precomputed && trend !== "none" && trend !== "constant") {
    const message = 'a precomputed kernel has no points for a trend; use "none" or "constant"';
    throw mercerError("kernel", message, { kind: problem.kernel.kind });
  }
  return hasConstant(trend) ? withoutOffset(problem) : problem;
}

/** A point that does not count says nothing of the variance either, and is left out; of a given matrix all columns stay. */
function pointsAndCoefficients(
  problem: Problem,
  coefficients: Float64Array,
): Pick<GaussianProcessModel, "n" | "d" | "points" | "coefficients"> {
  const { precomputed, X, t, isVector } = problem;
  const alpha = precomputed ? scatter(problem, coefficients) : { rows: X.rows, cols: t, data: coefficients };
  const points = precomputed ? null : { ...X, data: X.data.slice() };
  return { n: alpha.rows, d: points?.cols ?? null, points, coefficients: asGiven(alpha, isVector) };
}

function findings({ kernel, precomputed, X }: Problem, { conditionEstimate, judgement, bytes }: GaussianSolution): Findings {
  const { backwardError, errorBound, losses: trainingLoss } = judgement;
  const warnings = [
    ...covarianceWarnings(precomputed || isPsd(kernel, X.cols) === true),
    ...warningsAbout(conditionEstimate),
    ...doubts(judgement),
  ];
  const reason = "K + noise is positive definite";
  return {
    solver: "cholesky",
    solvers: undefined,
    reason,
    warnings,
    rank: null,
    conditionEstimate,
    backwardError,
    errorBound,
    trainingLoss,
    bytes,
  };
}

function structuredFindings(
  { kernel, X }: Problem,
  { kind }: Structure,
  { reason, backwardError, errorBound, losses: trainingLoss, bytes }: StructuredSolution,
): Findings {
  const nothing = {
    solvers: undefined,
    warnings: covarianceWarnings(isPsd(kernel, X.cols) === true),
    rank: null,
    conditionEstimate: null,
  };
  return { ...nothing, solver: kind, reason, backwardError, errorBound, trainingLoss, bytes };
}

/** The basis functions at the points that count. */
export function basisOf(trend: Trend, { X, side }: Problem): Matrix {
  return trendBasis(trend, X, (row) => side.pointAt(row));
}

/** β with the constants that were taken away from y. */
function withCentres(beta: Matrix, centres: Float64Array | null): Matrix {
  if (!centres) return beta;
  return { ...beta, data: beta.data.map((value, at) => (at < beta.cols ? value + (centres[at] as number) : value)) };
}

/** A matrix of the caller's own has been tried by Cholesky; a kernel that merely was one for these points may be none for others. */
function covarianceWarnings(isKnown: boolean): readonly string[] {
  if (isKnown) return [];
  return [
    "the kernel is not known to be positive semi-definite: K is definite for these points, and variances elsewhere may not exist; isPsd and diagnose tell more",
  ];
}

function warningsAbout(condition: number): readonly string[] {
  if (condition * Number.EPSILON < 1) return [];
  return [
    `K + noise is singular to working precision (condition number ${condition.toPrecision(2)}): the coefficients and variances carry no reliable digits; a larger noise makes them meaningful`,
  ];
}
