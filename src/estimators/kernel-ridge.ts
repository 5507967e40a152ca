import { mercerError } from "../errors";
import { type Structure, structureOf } from "../gaussian/structure";
import { isVector, notMade, type OptionNames, readChoice, readMade, readNumber, readOptions, readVector } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { MatrixLike, Points, Values, Vector } from "../matrix";
import type { KernelModel } from "../models/model";
import { type Ground, NEW_GROUND } from "../problem/ground";
import type { KernelPoints } from "../problem/points";
import { readProblem } from "../problem/problem";
import { watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { fittingRoute } from "../solvers/fitting-route";
import type { IterativePlan } from "../solvers/iterative/plan";
import { type Strategy, solveByStrategy } from "../solvers/strategy";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { fitIteratively } from "./iterative-ridge";
import { solvedModel } from "./solved-model";
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
  readonly solver: Strategy | Structure["kind"] | "iterative";
  /** How "iterative" iterates, as far as it was told. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly seed?: number;
  readonly rank?: "auto" | number;
  readonly storage?: IterativePlan["storage"];
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
   * How K + λI is solved with; "auto" unless given. The report says which way was gone, and why.
   *
   *     cholesky          a factor in double precision
   *     mixed             a factor in single precision and conjugate gradients in double, to the same backward error
   *     lu                for a K that is not positive definite
   *     eigen             the solution of least norm, by eigenvalues
   *     pivotedCholesky   the same for a K of low rank, on the columns of its factor
   *     primal            in the space of the features, where they are finitely many
   *     iterative         conjugate gradients without K, ended by a proof
   *     stateSpace        a Kalman filter in O(n), exact: one feature and a kernel of Matérn parts
   *     kronecker         eigenvalues of each axis, exact: a full grid and a kernel that is a product over the features
   *     fourier           waves in the place of a Gaussian kernel of up to three features, with a proven error; never taken unasked
   *
   * "auto" takes the first of these that it can: "stateSpace" or "kronecker" from 1,000 points on; "primal" where the features are twelve times fewer than the points, or fewer at all and λ = 0;
   * "iterative" where K does not fit into memory; "mixed" from 800 points on where λ/‖K + λI‖ ≥ 1e-7; "cholesky". It goes on to "lu" when K + λI turns out indefinite, and to "eigen" when it is singular.
   */
  solver?:
    | "auto"
    | "cholesky"
    | "lu"
    | "pivotedCholesky"
    | "eigen"
    | "primal"
    | "mixed"
    | "iterative"
    | "stateSpace"
    | "kronecker"
    | "fourier";
  /** Of solver "iterative", as all below: no prediction is off from the exact fit's by more than so many deviations of y, which is proven, where k(z, z) is no larger than at the points; 1e-3 unless given. */
  tolerance?: number;
  /** Steps after which solver "iterative" gives up; 500 unless given. */
  maxIterations?: number;
  /** Chooses the landmarks of the preconditioner; 0 unless given. */
  seed?: number;
  /** Landmarks at most; "auto", as many as pay, unless given. */
  rank?: "auto" | number;
  /** Whether the lower triangle of K is kept in memory or its tiles are made anew in every product; "auto" keeps it up to 1 GiB, n = 16,000. The bits are the same, unless tiles are made in single precision for directions: from 4,096 points on, for Gaussian and Matérn kernels. */
  storage?: "auto" | "triangle" | "tiles";
}

const ITERATIVE = { tolerance: true, maxIterations: true, seed: true, rank: true, storage: true } as const;
const OPTIONS: OptionNames<KernelRidgeOptions> = {
  kernel: true,
  lambda: true,
  intercept: true,
  solver: true,
  standardize: true,
  ...ITERATIVE,
};

const KIND = /* @__PURE__ */ fittedBy("kernelRidge", { read: kernelRidge, run: fitKernelRidge });

/**
 * Kernel ridge regression: minimises Σ_i w_i (h(x_i) − y_i)² + λ‖h‖², by α = (K + λW⁻¹)⁻¹(y − b).
 *
 * λ is not scaled by n. With λ = 0 it interpolates where K is invertible; for a singular K it is α = K⁺y, the minimum-norm solution of least loss.
 *
 * Solver "iterative" takes 100,000 points and more, without K: conjugate gradients, ended by a proof that no prediction is off by more than the
 * tolerance. It needs λ > 0 and a kernel that is known to be positive semi-definite; "auto" takes it where K does not fit into memory.
 *
 * @throws "argument" for a negative λ, and for options of "iterative" beside another solver; "kernel" for an unknown kernel
 * @example const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1, intercept: true, standardize: true }), X, y);
 */
export function kernelRidge(options: KernelRidgeOptions): KernelRidgeSpec {
  const given = readOptions(options, "kernelRidge", OPTIONS);
  const { kernel, lambda = 1, intercept = false, solver = "auto", standardize } = given;
  return {
    kind: KIND,
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
      "mixed",
      "iterative",
      "stateSpace",
      "kronecker",
      "fourier",
    ]),
    ...iterativeFields(given, solver),
    ...standardizeField(standardize, "units"),
  };
}

/** @throws "argument" unless kernelRidge made it */
export function readKernelRidge(estimator: KernelRidge): KernelRidgeSpec {
  if (readMade(estimator, "estimator", "kernelRidge").kind !== "kernelRidge") throw notMade(estimator, "estimator", "kernelRidge");
  return kernelRidge(estimator as KernelRidgeSpec);
}

export function fitKernelRidge(spec: KernelRidgeSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  return fitKernelRidgeOn(NEW_GROUND, spec, X, y, options);
}

/** The same by the K and the factor of a ground. */
export function fitKernelRidgeOn(
  ground: Ground,
  spec: KernelRidgeSpec,
  X: Points,
  y: Values | MatrixLike,
  options: FitOptions,
): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const { kernel, lambda, intercept, solver } = spec;
  const problem = readProblem(kernel, X, y, options.sampleWeight, solver === "lu");
  const lambdas = perTarget(lambda, problem.t);
  const structure = options.resume === undefined ? ridgeStructure(spec, problem, lambdas) : null;
  const structured = structure && structuredRidge(problem, structure, { lambdas, intercept }, started, progress);
  if (structured || isStructured(solver)) return structured as KernelModel;
  if (solver === "iterative" || (solver === "auto" && fittingRoute(problem, lambdas) === "iterative")) {
    return fitIteratively(spec, problem, lambdas, { started, progress, resume: options.resume });
  }
  if (options.resume !== undefined) throw mercerError("argument", 'options.resume is for solver "iterative"', { argument: "resume" });
  return solvedModel(problem, solveByStrategy(problem, lambdas, { solver, intercept }, progress, ground), started);
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

/** Nothing told of "iterative". */
const UNTOLD: Partial<IterativePlan> = {};

/** The options of "iterative" that are given, checked. @throws "argument" where another solver would ignore them */
function iterativeFields(given: KernelRidgeOptions, solver: KernelRidgeSpec["solver"]): Partial<IterativePlan> {
  const { tolerance, maxIterations, seed, rank, storage } = given;
  // asked one by one: a fit of few points has little else to do
  if ((tolerance ?? maxIterations ?? seed ?? rank ?? storage) === undefined) return UNTOLD;
  const stray = Object.keys(ITERATIVE).find((name) => given[name as keyof typeof ITERATIVE] !== undefined);
  if (solver !== "iterative" && solver !== "auto") {
    throw mercerError("argument", `${stray} is for solver "iterative"; solver "${solver}" has no use for it`, { argument: stray });
  }
  return {
    ...(tolerance === undefined ? {} : { tolerance: readNumber(tolerance, "tolerance", { above: 0 }) }),
    ...(maxIterations === undefined ? {} : { maxIterations: readNumber(maxIterations, "maxIterations", { minimum: 0, integer: true }) }),
    ...(seed === undefined ? {} : { seed: readNumber(seed, "seed", { minimum: 0, integer: true }) }),
    ...(rank === undefined ? {} : { rank: rank === "auto" ? rank : readNumber(rank, "rank", { minimum: 1, integer: true }) }),
    ...(storage === undefined ? {} : { storage: readChoice(storage, "storage", ["auto", "triangle", "tiles"]) }),
  };
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

/** λ ≥ 0, one per target. */
export function readLambdas(lambda: Vector): number[] {
  return Array.from(readVector(lambda, "lambda"), (value, q) => readNumber(value, `lambda[${q}]`, { minimum: 0 }));
}
