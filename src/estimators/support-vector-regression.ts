import { type OptionNames, readChoice, readNumber, readOptions } from "../input";
import { keptKernel } from "../kernels/read";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { MatrixLike, Points, Values } from "../matrix";
import { type KernelModel, kernelModel, reportOf } from "../models/model";
import { ownPoints } from "../problem/points";
import { readProblem, scatter } from "../problem/problem";
import { watch } from "../progress";
import { type SupportVectorOptions, solveSupportVector } from "../solvers/support-vector";
import type { FitOptions } from "./fit-options";

/** Support vector regression, as plain data; made by `supportVectorRegression`. */
export interface SupportVectorRegression {
  readonly kind: "supportVectorRegression";
}

/** The same with its fields. */
export interface SupportVectorRegressionSpec extends SupportVectorRegression, Omit<SupportVectorOptions, "loss"> {
  readonly kernel: KernelSpec;
}

export interface SupportVectorRegressionOptions {
  kernel: Kernel;
  /** λ > 0, 1 unless given; C = 1/(2λ). */
  lambda?: number;
  /** Errors up to ε ≥ 0 are forgiven; 0.1 unless given. */
  epsilon?: number;
  /** An unpenalised constant b in h; on unless told otherwise. */
  intercept?: boolean;
  /** Where to stop: the gap relative to J, and the violation of the optimality conditions relative to half of what it is at β = 0; 0.001 unless given. */
  tolerance?: number;
}

const OPTIONS: OptionNames<SupportVectorRegressionOptions> = {
  kernel: true,
  lambda: true,
  epsilon: true,
  intercept: true,
  tolerance: true,
};

/**
 * Support vector regression: minimises J = λ‖h‖² + Σ_i w_i max(0, |h(x_i) + b − y_i| − ε) to a proven gap. Points whose error is less than ε
 * have a coefficient of 0 in the end; the others are the support vectors.
 *
 * @throws "argument" for a parameter out of range, "kernel" for an unknown kernel
 */
export function supportVectorRegression(options: SupportVectorRegressionOptions): SupportVectorRegressionSpec {
  const given = readOptions(options, "supportVectorRegression", OPTIONS);
  const { kernel, lambda = 1, epsilon = 0.1, intercept = true, tolerance = 1e-3 } = given;
  return {
    kind: "supportVectorRegression",
    kernel: keptKernel(kernel),
    lambda: readNumber(lambda, "lambda", { above: 0 }),
    epsilon: readNumber(epsilon, "epsilon", { minimum: 0 }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    tolerance: readNumber(tolerance, "tolerance", { above: 0 }),
  };
}

export function fitSupportVectorRegression(
  estimator: SupportVectorRegression,
  X: Points,
  y: Values | MatrixLike,
  options: FitOptions,
): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const spec = supportVectorRegression(estimator as SupportVectorRegressionSpec);
  const problem = readProblem(spec.kernel, X, y, options.sampleWeight);
  const solution = solveSupportVector(problem, { ...spec, loss: "epsilonInsensitive" }, progress);
  const report = reportOf(solution, started);
  const parts = { kernel: problem.kernel, n: problem.all.rows, points: ownPoints(problem), report };
  return kernelModel(parts, scatter(problem, solution.coefficients.data), solution.intercepts, problem.isVector);
}
