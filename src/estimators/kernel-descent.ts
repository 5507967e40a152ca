import { type OptionNames, readChoice, readOptions } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { unitsOfTargets } from "../losses/targets";
import type { MatrixLike, Points, Values } from "../matrix";
import type { KernelModel } from "../models/model";
import { readProblem, scatter } from "../problem/problem";
import { watch } from "../progress";
import { type Standardization, standardizeField } from "../scaling/method";
import { descendOnGram, type KernelDescentPlan } from "../solvers/descent/on-gram";
import { DESCENT_OPTIONS, type DescentOptions, readDescent } from "./descent-options";
import { concludeDescent, descentReport } from "./descent-report";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { lossUnit } from "./loss-unit";
import { reportedModel } from "./solved-model";
import { readKernelStart, readValidation } from "./surroundings";

/** Gradient descent on the dual coefficients, as plain data; made by `kernelDescent`. */
export interface KernelDescent {
  readonly kind: "kernelDescent";
}

/** The same with its fields. */
export interface KernelDescentSpec extends KernelDescent, KernelDescentPlan {
  readonly kernel: KernelSpec;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface KernelDescentOptions extends DescentOptions {
  /** k, made by its constructor: rbf(), matern({ nu: 1.5, lengthScale: 1 }), add(linear(), white(1)), …; precomputed() where X is K itself. */
  kernel: Kernel;
  /** Which gradient is followed: "functional" unless given. */
  gradient?: "functional" | "euclidean";
  /** Whether α keeps its part in null(K), which no prediction sees; "remove" takes it out once, after the last step. "keep" unless given. */
  nullSpace?: "keep" | "remove";
  /** Whether K is kept in memory or its tiles are made anew in every step, for the same bits; "auto" keeps it if there is room. */
  storage?: "auto" | "stored" | "tiles";
}

const OPTIONS: OptionNames<KernelDescentOptions> = { ...DESCENT_OPTIONS, kernel: true, gradient: true, nullSpace: true, storage: true };

const KIND = /* @__PURE__ */ fittedBy("kernelDescent", {
  read: kernelDescent,
  run: fitKernelDescent,
  descends: true,
  unitOfLoss: lossUnit,
});

/**
 * Gradient descent from α = 0 on J = Σ_i w_i L(h(x_i), y_i) + λ‖h‖², h = Kα, carried out on the dual coefficients alone:
 *
 *     functional   α ← α − s (w∘L′ + 2λα)       for the squared loss stable for s < 1/(λ₁ + λ)
 *     Euclidean    α ← α − s K(w∘L′ + 2λα)      for the squared loss stable for s < 1/(λ₁(λ₁ + λ))
 *
 * with λ₁ the largest eigenvalue of W^½KW^½; with weights the Euclidean limit is 1 over the largest eigenvalue of KWK + λK. For L″ ≤ c replace λ₁
 * by cλ₁/2, one of the two factors for the Euclidean. The functional iterates are those of descent on the weights, w = Σ α_i φ(x_i); after t steps
 * with the squared loss they equal the spectral filter (1 − (1 − 2sλ_i)ᵗ)/λ_i. α is the raw iterate: where K is singular it may drift along null(K).
 *
 * @throws "argument" for a parameter out of range, "unsupported" for mini-batches with tiles, a tolerance or a discrepancy
 * @example const model = fit(kernelDescent({ kernel: rbf(), iterations: 200, momentum: "nesterov" }), X, y);
 */
export function kernelDescent(options: KernelDescentOptions): KernelDescentSpec {
  const given = readOptions(options, "kernelDescent", OPTIONS);
  const { gradient = "functional", nullSpace = "keep", storage = "auto" } = given;
  const plan = readDescent(given);
  return {
    kind: KIND,
    kernel: keptKernel(given.kernel),
    ...plan,
    gradient: readChoice(gradient, "gradient", ["functional", "euclidean"]),
    nullSpace: readChoice(nullSpace, "nullSpace", ["keep", "remove"]),
    storage: readChoice(storage, "storage", plan.batch === "full" ? ["auto", "stored", "tiles"] : ["auto", "stored"]),
    ...standardizeField(given.standardize, unitsOfTargets(plan.loss)),
  };
}

function fitKernelDescent(spec: KernelDescentSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const problem = readProblem(spec.kernel, X, y, options.sampleWeight);
  const { t, isVector, all } = problem;
  const surroundings = {
    start: readKernelStart(options.start, problem),
    validation: readValidation(options.validation, problem.precomputed ? all.rows : all.cols, t, spec.loss),
  };
  const descent = descendOnGram(problem, spec, surroundings, progress);
  const report = descentReport(spec, descent, `${spec.gradient} gradient`, (values) => scatter(problem, values), isVector, started);
  const ended = { alpha: descent.coefficients, intercepts: new Float64Array(t), isVector };
  return concludeDescent(descent, reportedModel(problem, report, ended));
}
