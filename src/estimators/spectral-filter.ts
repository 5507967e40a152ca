import { mercerError } from "../errors";
import { readNumber, readOptions } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Points, Values } from "../matrix";
import type { KernelModel } from "../models/model";
import { gramMatrix } from "../problem/gram";
import { readProblem } from "../problem/problem";
import { WATCHING, watch } from "../progress";
import { filterBytes, filtered, stableStep } from "../solvers/descent/filter";
import type { FitOptions } from "./fit-options";
import { solvedModel } from "./solved-model";

/** A model with the ridge that resembles it. */
export type FilteredModel = KernelModel<Float64Array> & {
  /** λ = 1/(2st): ridge regression damps the eigenvalues around it about as much. Infinity for no steps. */
  readonly equivalentLambda: number;
};

/**
 * The fit that functional descent on the squared loss reaches after t steps of size s from α = 0, without iterating:
 *
 *     α = U diag((1 − (1 − 2sλ_i)ᵗ)/λ_i) Uᵀy,  K = U diag(λ) Uᵀ,  2st for λ_i = 0
 *
 * Large eigenvalues are fitted first: stopping early is regularisation, with t in the place of 1/(2sλ).
 *
 * @throws "argument" for a step that is not positive or steps that are not a whole number from 0; "diverged" when the step is so far beyond
 * 1/λ₁ that the filter overflows, "not-finite" when a coefficient does all the same
 * @example const model = spectralFilter(rbf(), X, y, { step: 0.01, steps: 100 });
 */
export function spectralFilter(
  kernel: Kernel,
  X: Points,
  y: Values,
  options: { step: number; steps: number },
  watching: Pick<FitOptions, "onProgress" | "signal"> = {},
): FilteredModel {
  const started = performance.now();
  const progress = watch(readOptions(watching, "spectralFilter", WATCHING));
  const given = readOptions(options, "spectralFilter", { step: true, steps: true });
  const step = readNumber(given.step, "step", { above: 0 });
  // −0 steps are none, too
  const steps = readNumber(given.steps, "steps", { minimum: 0, integer: true }) + 0;
  const problem = readProblem(kernel, X, y, undefined);
  const { t, Y } = problem;
  if (t !== 1) throw mercerError("shape", `y has ${t} columns; spectralFilter takes one target`, { argument: "y" });
  const K = gramMatrix(problem, progress.during("gram"));
  const filter = filtered(K, problem.training.noise(), Y.data, { step, steps }, progress.during("eigen"));
  const { coefficients, rank, diverging, nullComponent, trainingLoss } = filter;
  const found = {
    solver: "spectral-filter",
    reason: `${steps} steps of functional descent by eigenvalues`,
    warnings: [
      diverging &&
        `descent with the step ${step} diverges: stable steps are below ${stableStep(filter.largest)} for a K without negative eigenvalues`,
      !Number.isFinite(trainingLoss) && "the training loss is beyond the largest number, 1.8e308, and given as Infinity; scale y down",
    ].filter((warning) => warning !== false),
    rank,
    trainingLoss: [trainingLoss],
    iterations: steps,
    step,
    diverging,
    nullComponent,
    bytes: filterBytes(problem.n),
    coefficients,
    intercepts: new Float64Array(1),
  } as const;
  const model = solvedModel(problem, found, started, true) as KernelModel<Float64Array>;
  const doubled = 2 * step * steps;
  return { ...model, equivalentLambda: Number.isFinite(doubled) ? 1 / doubled : 0.5 / step / steps };
}
