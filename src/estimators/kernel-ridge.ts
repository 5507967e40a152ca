import { mercerError } from "../errors";
import { type Structure, structureOf } from "../gaussian/structure";
import { isVector, notMade, type OptionNames, readChoice, readMade, readNumber, readOptions, readVector } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { MatrixLike, Points, Values, Vector } from "../matrix";
import { type KernelModel, kernelModel, reportOf } from "../models/model";
import { type KernelPoints, ownPoints } from "../problem/points";
import { readProblem, scatter } from "../problem/problem";
import { watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { type Strategy, solveByStrategy } from "../solvers/strategy";
import type { FitOptions } from "./fit-options";
import { structuredRidge } from "./structured-ridge";

/** Kernel ridge regression, as plain data; made by `kernelRidge`. */
export interface KernelRidge {
  readonly kind: "kernelRidge";
}

/** The same with its fields. */
export interface KernelRidgeSpec extends KernelRidge {
  readonly kernel: KernelSpec;
  /** λ, one for all targets or one per target */
  readonly lambda: number | readonly number[];
  readonly intercept: boolean;
  readonly solver: Strategy | Structure["kind"];
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface KernelRidgeOptions extends StandardizeOptions {
  /** k, made by its constructor: rbf(), matern({ nu: 1.5, lengthScale: 1 }), add(linear(), white(1)), …; precomputed() where X is K itself. */
  kernel: Kernel;
  /** λ ≥ 0, 1 unless given; one number, or one per target. */
  lambda?: number | Vector;
  /** An unpenalised constant b in h; off unless asked for. */
  intercept?: boolean;
  /**
   * "auto": the features where they are twelve times fewer than the points, or fewer at all and λ = 0; else Cholesky, LU when K + λI turns out indefinite, the minimum norm by eigenvalues when it is singular; the report says which and why.
   * From 1000 points on it takes "stateSpace", a Kalman filter in O(n), for one feature and a kernel of Matérn parts, and "kronecker", eigenvalues of each axis, for a
   * full grid and a kernel that is a product over the features; both are exact. "fourier", never taken unasked, puts waves in the place of a Gaussian kernel of up to three
   * features; the report has the proven error.
   */
  solver?: "auto" | "cholesky" | "lu" | "pivotedCholesky" | "eigen" | "primal" | "stateSpace" | "kronecker" | "fourier";
}

const OPTIONS: OptionNames<KernelRidgeOptions> = { kernel: true, lambda: true, intercept: true, solver: true, standardize: true };

/**
 * Kernel ridge regression: minimises Σ_i w_i (h(x_i) − y_i)² + λ‖h‖², by α = (K + λW⁻¹)⁻¹(y − b).
 *
 * λ is not scaled by n. With λ = 0 it interpolates where K is invertible; for a singular K it is α = K⁺y, the minimum-norm solution of least loss.
 *
 * @throws "argument" for a negative λ, "kernel" for an unknown kernel
 * @example const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1, intercept: true, standardize: true }), X, y);
 */
export function kernelRidge(options: KernelRidgeOptions): KernelRidgeSpec {
  const { kernel, lambda = 1, intercept = false, solver = "auto", standardize } = readOptions(options, "kernelRidge", OPTIONS);
  return {
    kind: "kernelRidge",
    kernel: keptKernel(kernel),
    lambda: isVector(lambda) ? readLambdas(lambda) : readNumber(lambda, "lambda", { minimum: 0 }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    solver: readChoice(solver, "solver", [
      "auto",
      "cholesky",
      "lu",
      "pivotedCholesky",
      "eigen",
      "primal",
      "stateSpace",
      "kronecker",
      "fourier",
    ]),
    ...standardizeField(standardize, "units"),
  };
}

/** @throws "argument" unless kernelRidge made it */
export function readKernelRidge(estimator: KernelRidge): KernelRidgeSpec {
  if (readMade(estimator, "estimator", "kernelRidge").kind !== "kernelRidge") throw notMade(estimator, "estimator", "kernelRidge");
  return kernelRidge(estimator as KernelRidgeSpec);
}

export function fitKernelRidge(spec: KernelRidgeSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const { kernel, lambda, intercept, solver } = spec;
  const problem = readProblem(kernel, X, y, options.sampleWeight, solver === "lu");
  const lambdas = perTarget(lambda, problem.t);
  const structure = ridgeStructure(spec, problem, lambdas);
  const structured = structure && structuredRidge(problem, structure, { lambdas, intercept }, started);
  if (structured || isStructured(solver)) return structured as KernelModel;
  const solution = solveByStrategy(problem, lambdas, { solver, intercept }, progress);
  const points = ownPoints(problem);
  const report = reportOf(solution, started);
  return kernelModel(
    { kernel: problem.kernel, n: problem.all.rows, points, report },
    scatter(problem, solution.coefficients),
    solution.intercepts,
    problem.isVector,
  );
}

/** The structure of K that is to be used; of a problem without ridge, which may have no one solution, only where it is asked for. */
export function ridgeStructure({ kernel, solver }: KernelRidgeSpec, points: KernelPoints, lambdas: Float64Array): Structure | null {
  const { weights } = points;
  const noise = (weights ?? new Float64Array(1).fill(1)).map((weight) => (lambdas[0] as number) / weight);
  if (isStructured(solver)) return structureOf(solver, kernel, points, noise);
  return solver === "auto" && lambdas.every((lambda) => lambda > 0) ? structureOf(solver, kernel, points, noise) : null;
}

function isStructured(solver: KernelRidgeSpec["solver"]): solver is Structure["kind"] {
  return solver === "stateSpace" || solver === "kronecker" || solver === "fourier";
}

/** λ for each of t targets. */
export function perTarget(lambda: number | readonly number[], t: number): Float64Array {
  if (typeof lambda === "number") return new Float64Array(t).fill(lambda);
  if (lambda.length !== t) {
    throw mercerError("shape", `lambda has ${lambda.length} elements, y has ${t} targets; give one number, or one per target`, {
      argument: "lambda",
    });
  }
  return Float64Array.from(lambda);
}

function readLambdas(lambda: Vector): number[] {
  return Array.from(readVector(lambda, "lambda"), (value, q) => readNumber(value, `lambda[${q}]`, { minimum: 0 }));
}
