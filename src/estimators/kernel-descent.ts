import { mercerError } from "../errors";
import { readChoice, readNumber, readOptions } from "../input";
import { readKernel } from "../kernels/read";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { MatrixLike, Points, Vector } from "../matrix";
import { type KernelModel, kernelModel, type Report } from "../models/model";
import { type Descent, type DescentPlan, descendOn } from "../solvers/descent";
import { ownPoints, type Problem, readProblem, scatter } from "../solvers/problem";
import { type FitOptions, watch } from "../watch";

/** Gradient descent on the dual coefficients, as plain data; made by `kernelDescent`. */
export interface KernelDescent {
  readonly kind: "kernelDescent";
}

/** The same with its fields. */
export interface KernelDescentSpec extends KernelDescent, DescentPlan {
  readonly kernel: KernelSpec;
  readonly loss: "squared";
}

export interface KernelDescentOptions {
  kernel: Kernel;
  loss?: "squared" | "absolute" | "huber" | "epsilonInsensitive" | "logistic" | "hinge" | "squaredHinge";
  /** λ ≥ 0, 0 unless given. */
  lambda?: number;
  /** Which gradient is followed: "functional" unless given. */
  gradient?: "functional" | "euclidean";
  /** s > 0, obeyed as given; "auto" is half the largest step that is proven stable. */
  step?: "auto" | number;
  iterations: number;
  /** Stop when no component of the functional gradient exceeds this share of its largest component at α = 0; 0 unless given. */
  tolerance?: number;
  momentum?: "none" | "nesterov" | "heavyBall" | { kind: "nesterov" | "heavyBall"; beta: number };
  batch?: number | "full";
  seed?: number;
  /** Keep the loss, and on request the coefficients, of every so many steps, from step 0 on. */
  record?: { every: number; coefficients?: boolean };
  nullSpace?: "keep" | "remove";
}

/**
 * Gradient descent from α = 0 on J = Σ_i w_i (h(x_i) − y_i)² + λ‖h‖², h = Kα, carried out on the dual coefficients alone:
 *
 *     functional   α ← α − s (2w∘(Kα − y) + 2λα)       stable for s < 1/(λ₁ + λ)
 *     Euclidean    α ← α − s K(2w∘(Kα − y) + 2λα)      stable for s < 1/(λ₁(λ₁ + λ))
 *
 * with λ₁ the largest eigenvalue of W^½KW^½; with weights the Euclidean limit is 1 over the largest eigenvalue of KWK + λK. The functional iterates are those of descent on the weights, w = Σ α_i φ(x_i); after t steps
 * they equal the spectral filter (1 − (1 − 2sλ_i)ᵗ)/λ_i. α is the raw iterate: where K is singular it may drift along null(K).
 *
 * @throws "argument" for a parameter out of range, "unsupported" for losses, momentum and batches that this version does not have
 */
export function kernelDescent(options: KernelDescentOptions): KernelDescentSpec {
  const { lambda = 0, gradient = "functional", step = "auto", tolerance = 0, record } = readOptions(options, "options");
  requireSupported(options);
  return {
    kind: "kernelDescent",
    kernel: readKernel(options.kernel),
    loss: "squared",
    lambda: readNumber(lambda, "lambda", { minimum: 0 }),
    gradient: readChoice(gradient, "gradient", ["functional", "euclidean"]),
    step: step === "auto" ? step : readNumber(step, "step", { above: 0 }),
    iterations: readNumber(options.iterations, "iterations", { minimum: 0, integer: true }),
    tolerance: readNumber(tolerance, "tolerance", { minimum: 0 }),
    record: record
      ? {
          every: readNumber(record.every, "record.every", { minimum: 1, integer: true }),
          coefficients: readChoice(record.coefficients ?? false, "record.coefficients", [true, false]),
        }
      : null,
  };
}

export function fitKernelDescent(estimator: KernelDescent, X: Points, y: Vector | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const spec = kernelDescent(estimator as KernelDescentSpec as KernelDescentOptions);
  const problem = readProblem(spec.kernel, X, y, options.sampleWeight);
  const descent = descendOn(problem, spec, progress);
  const model = modelOf(problem, spec, descent, performance.now() - started);
  if (descent.ending !== "not-finite") return model;
  throw mercerError(
    "diverged",
    `the descent left the finite numbers after step ${descent.iterations}: a step of ${descent.step} is too large; use step "auto" or at most ${descent.largestStep.toPrecision(3)}`,
    { model, step: descent.step, largestStep: descent.largestStep, iterations: descent.iterations },
  );
}

function modelOf(problem: Problem, spec: KernelDescentSpec, descent: Descent, elapsedMs: number): KernelModel {
  const { isVector, t } = problem;
  const shaped = (values: Float64Array) => {
    const all = scatter(problem, values);
    return isVector ? all.data : all;
  };
  const report: Report = {
    solver: "gradient-descent",
    reason: `${spec.gradient} gradient, ${spec.step === "auto" ? "step certified stable" : "step as given"}`,
    warnings: descent.warnings,
    rank: null,
    conditionEstimate: null,
    backwardError: null,
    trainingLoss: descent.trainingLoss,
    iterations: descent.iterations,
    step: descent.step,
    diverging: descent.diverging,
    nullComponent: null,
    record: spec.record && {
      steps: descent.steps,
      losses: descent.losses,
      ...(spec.record.coefficients ? { coefficients: descent.coefficients.map(shaped) } : {}),
    },
    bytes: descent.bytes,
    elapsedMs,
  };
  const points = ownPoints(problem);
  return kernelModel(
    { kernel: problem.kernel, n: problem.all.rows, points, report },
    scatter(problem, descent.alpha),
    new Float64Array(t),
    isVector,
  );
}

function requireSupported({ loss = "squared", momentum = "none", batch = "full", nullSpace = "keep" }: KernelDescentOptions): void {
  const asked: readonly (readonly [string, unknown, string])[] = [
    ["loss", loss, "squared"],
    ["momentum", momentum, "none"],
    ["batch", batch, "full"],
    ["nullSpace", nullSpace, "keep"],
  ];
  for (const [name, value, supported] of asked) {
    if (value !== supported) {
      throw mercerError("unsupported", `${name} ${JSON.stringify(value)} is not in this version; ${JSON.stringify(supported)} is`, {
        argument: name,
      });
    }
  }
}
