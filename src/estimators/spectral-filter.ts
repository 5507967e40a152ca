import { mercerError } from "../errors";
import { readNumber, readOptions } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Points, Vector } from "../matrix";
import { type KernelModel, kernelModel } from "../models/model";
import { eigensystem } from "../solvers/eigensystem";
import { noiseOf } from "../solvers/noise";
import { gramMatrix, ownPoints, readProblem } from "../solvers/problem";
import { filterFactor } from "../solvers/spectral-filter";
import { type FitOptions, watch } from "../watch";

/** A model with the ridge that resembles it. */
export type FilteredModel = KernelModel<Float64Array> & {
  /** λ = 1/(2st): ridge regression damps the eigenvalues around it about as much. */
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
 * 1/λ₁ that the filter overflows
 */
export function spectralFilter(
  kernel: Kernel,
  X: Points,
  y: Vector,
  options: { step: number; steps: number },
  watching: Pick<FitOptions, "onProgress" | "signal"> = {},
): FilteredModel {
  const started = performance.now();
  const progress = watch(watching);
  const { step, steps } = readOptions(options, "options");
  readNumber(step, "step", { above: 0 });
  readNumber(steps, "steps", { minimum: 0, integer: true });
  const problem = readProblem(kernel, X, y, undefined);
  const { n, t, Y } = problem;
  if (t !== 1) throw mercerError("shape", `y has ${t} columns; spectralFilter takes one target`, { argument: "y" });
  const K = gramMatrix(problem, progress.during("gram"));
  const { values, vectors } = eigensystem(K, progress.during("eigen"));
  const shares = transposedProduct(n, vectors, Y.data);
  const alpha = product(
    n,
    vectors,
    shares.map((share, j) => share * filterFactor(values[j] as number, step, steps)),
  );
  const largest = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  if (!alpha.every(Number.isFinite)) {
    throw mercerError("diverged", `a step of ${step} is too large for ${steps} steps; use less than ${(1 / largest).toPrecision(3)}`, {
      step,
      largestStep: 1 / largest,
    });
  }
  const predictions = product(
    n,
    vectors,
    transposedProduct(n, vectors, alpha).map((share, j) => share * (values[j] as number)),
  );
  const noise = noiseOf(problem);
  const missed = predictions.map((h, i) => h - (noise?.[i] ?? 0) * (alpha[i] as number) - (Y.data[i] as number));
  const tolerance = n * Number.EPSILON * largest;
  const diverging = values.some((value) => value > tolerance && step * value > 1) || values.some((value) => value < -tolerance);
  const report = {
    solver: "spectral-filter",
    reason: `${steps} steps of functional descent by eigenvalues`,
    warnings: diverging
      ? [
          `descent with the step ${step} diverges: stable steps are below ${(1 / largest).toPrecision(3)} for a K without negative eigenvalues`,
        ]
      : [],
    rank: values.filter((value) => Math.abs(value) > tolerance).length,
    conditionEstimate: null,
    backwardError: null,
    trainingLoss: [missed.reduce((sum, value) => sum + value * value, 0)],
    iterations: steps,
    step,
    diverging,
    nullComponent: Math.sqrt(
      shares
        .filter((_, j) => Math.abs(values[j] as number) <= tolerance)
        .map((share) => 2 * step * steps * share)
        .reduce((sum, part) => sum + part * part, 0),
    ),
    record: null,
    bytes: 16 * n * n,
    elapsedMs: performance.now() - started,
  };
  const points = ownPoints(problem);
  const model = kernelModel(
    { kernel: problem.kernel, n, points, report },
    { rows: n, cols: 1, data: alpha },
    new Float64Array(1),
    true,
  ) as KernelModel<Float64Array>;
  return { ...model, equivalentLambda: 1 / (2 * step * steps) };
}

/** Vᵀx */
function transposedProduct(n: number, V: Float64Array, x: Float64Array): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sums[j] = (sums[j] as number) + (V[i * n + j] as number) * (x[i] as number);
  return sums;
}

/** Vx */
function product(n: number, V: Float64Array, x: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => x.reduce((sum, value, j) => sum + value * (V[i * n + j] as number), 0));
}
