import { mercerError } from "../errors";
import type { KernelModel } from "../models/model";
import { type Problem, withoutOffset } from "../problem/problem";
import type { Watch } from "../progress";
import { ITERATIVE_DEFAULTS, type IterativePlan } from "../solvers/iterative/plan";
import { type IterativeSolution, solveIteratively } from "../solvers/iterative/solve";
import { solvedModel } from "./solved-model";

/** As much of kernel ridge regression as matters here; what is not told has its default. */
interface Asked extends Partial<IterativePlan> {
  readonly intercept: boolean;
  readonly solver: string;
}

interface Attempt {
  readonly started: number;
  readonly progress: Watch;
  readonly resume: unknown;
}

/** @throws "diverged" or "aborted", both with the best `model` and the `state` from which it can be resumed */
export function fitIteratively(spec: Asked, problem: Problem, lambdas: Float64Array, { started, progress, resume }: Attempt): KernelModel {
  const { intercept, tolerance, maxIterations, seed, rank, storage } = spec;
  const d = ITERATIVE_DEFAULTS;
  const plan = {
    tolerance: tolerance ?? d.tolerance,
    maxIterations: maxIterations ?? d.maxIterations,
    seed: seed ?? d.seed,
    rank: rank ?? d.rank,
    storage: storage ?? d.storage,
  };
  const solution = solveIteratively(intercept ? withoutOffset(problem) : problem, lambdas, { intercept, plan, resume }, progress);
  const { rank: landmarks, iterations, reason, errorBound, trainingLoss, certificate, bytes } = solution;
  const why = spec.solver === "auto" ? `K does not fit into memory; ${reason}` : reason;
  const found = {
    solver: "iterative",
    rank: landmarks,
    iterations,
    reason: why,
    warnings: [],
    errorBound,
    trainingLoss,
    certificate,
    bytes,
  } as const;
  const { coefficients, intercepts } = solution;
  return concludeIteration(solution, solvedModel(problem, { ...found, coefficients, intercepts }, started));
}

function concludeIteration({ ending, failure, state, iterations, certificate }: IterativeSolution, model: KernelModel): KernelModel {
  const { tolerance, reached } = certificate;
  const proven = `after ${iterations} iterations the predictions are proven to within ${reached.toPrecision(2)} deviations of y, not ${tolerance}`;
  switch (ending) {
    case "certified":
      return model;
    case "aborted":
      throw failure instanceof Error ? Object.assign(failure, { model, state }) : failure;
    case "iterations": {
      const remedy = "go on with a larger maxIterations and fit(…, { resume: error.state }), or use a larger lambda, rank or tolerance";
      throw mercerError("diverged", `${proven}; error.model is the fit by then; ${remedy}`, { model, state, iterations });
    }
    case "rounding": {
      const remedy = "rounding allows no less: use a larger tolerance or lambda, or scale the features (standardize: true)";
      throw mercerError("diverged", `${proven}; error.model is the fit by then; ${remedy}`, { model, state, iterations });
    }
    default:
      return ending satisfies never;
  }
}
