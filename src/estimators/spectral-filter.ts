import { type Eigensystem, eigensystem, eigensystemBytes } from "../dense/eigensystem";
import { mercerError } from "../errors";
import { roundedDown } from "../errors/rounded";
import { readNumber, readOptions } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points, Values } from "../matrix";
import { euclideanNorm, largestMagnitude, powerOfTwo, sumOfSquares } from "../matrix/magnitude";
import { type KernelModel, kernelModel, reportOf } from "../models/model";
import { noiseOf } from "../problem/noise";
import { gramMatrix, ownPoints, readProblem } from "../problem/problem";
import { WATCHING, watch } from "../progress";
import { filterFactor } from "../solvers/descent/filter";
import type { FitOptions } from "./fit-options";

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
  const { step, steps } = readOptions(options, "spectralFilter", { step: true, steps: true });
  readNumber(step, "step", { above: 0 });
  readNumber(steps, "steps", { minimum: 0, integer: true });
  const problem = readProblem(kernel, X, y, undefined);
  const { n, t, Y } = problem;
  if (t !== 1) throw mercerError("shape", `y has ${t} columns; spectralFilter takes one target`, { argument: "y" });
  const K = gramMatrix(problem, progress.during("gram"));
  const spectrum = eigensystem(K, progress.during("eigen"));
  const filtered = filter(spectrum, Y.data, step, steps);
  const trainingLoss = lossOf(K, filtered, noiseOf(problem), Y.data);
  const found = {
    solver: "spectral-filter",
    reason: `${steps} steps of functional descent by eigenvalues`,
    warnings: [
      ...(filtered.diverging
        ? [
            `descent with the step ${step} diverges: stable steps are below ${largestStep(filtered.largest)} for a K without negative eigenvalues`,
          ]
        : []),
      ...(Number.isFinite(trainingLoss)
        ? []
        : ["the training loss is beyond the largest number, 1.8e308, and given as Infinity; scale y down"]),
    ],
    rank: filtered.rank,
    trainingLoss: [trainingLoss],
    iterations: steps,
    step,
    diverging: filtered.diverging,
    nullComponent: filtered.nullComponent,
    bytes: 8 * n * n + eigensystemBytes(n),
  } as const;
  const points = ownPoints(problem);
  const model = kernelModel(
    { kernel: problem.kernel, n, points, report: reportOf(found, started) },
    { rows: n, cols: 1, data: filtered.coefficients },
    new Float64Array(1),
    true,
  ) as KernelModel<Float64Array>;
  const doubled = 2 * step * steps;
  return { ...model, equivalentLambda: Number.isFinite(doubled) ? 1 / doubled : 0.5 / step / steps };
}

interface Filtered {
  readonly coefficients: Float64Array;
  /** The power of two next to the largest |y|. */
  readonly unit: number;
  readonly rank: number;
  readonly largest: number;
  /** Proven up to the rounding of the eigenvalues, n·ε·max|λ|. */
  readonly diverging: boolean;
  readonly nullComponent: number;
}

/**
 * α = V f(Λ) Vᵀy and what it is made of; y is scaled by a power of two on the way, so that no sum overflows.
 *
 * @throws "diverged" where a filter factor overflows, "not-finite" where a coefficient does
 */
function filter({ values, vectors }: Eigensystem, y: Float64Array, step: number, steps: number): Filtered {
  const n = values.length;
  const largest = largestMagnitude(values);
  // of the smallest numbers the digits end at 5e-324
  const tolerance = n * Math.max(Number.EPSILON * largest, Number.MIN_VALUE);
  const diverging = values.some((value) => step * (value - tolerance) > 1 || value < -tolerance);
  const unit = powerOfTwo(largestMagnitude(y));
  const shares = transposedProduct(
    n,
    vectors,
    y.map((value) => value / unit),
  );
  const parts = shares.map((share, j) => (share === 0 ? 0 : share * filterFactor(values[j] as number, step, steps)));
  const coefficients = product(n, vectors, parts).map((value) => value * unit);
  const overflows = !coefficients.every(Number.isFinite);
  if (overflows && diverging) {
    throw mercerError("diverged", `a step of ${step} is too large for ${steps} steps; use less than ${largestStep(largest)}`, {
      step,
      largestStep: 1 / largest,
    });
  }
  if (overflows) {
    throw mercerError(
      "not-finite",
      `coefficients grow beyond the largest number, 1.8e308, in ${steps} steps of ${step}; use fewer steps, or scale y down`,
      { step, steps },
    );
  }
  const inNullSpace = parts.filter((_, j) => Math.abs(values[j] as number) <= tolerance);
  return {
    coefficients,
    unit,
    largest,
    diverging,
    rank: n - inNullSpace.length,
    nullComponent: euclideanNorm(inNullSpace) * unit,
  };
}

/** 1/λ₁ in three digits, not rounded up: a step below it is stable. */
function largestStep(largest: number): number {
  return roundedDown(1 / largest, 3);
}

/** Σ (h(x_i) − y_i)², h(x_i) = (Kα)_i − noise_i α_i, summed in units of y; Infinity beyond the largest number. */
function lossOf(K: Matrix, { coefficients, unit }: Filtered, noise: Float64Array | null, y: Float64Array): number {
  const n = K.rows;
  const alpha = coefficients.map((value) => value / unit);
  const missed = y.map((target, i) => {
    let h = -(noise?.[i] ?? 0) * (alpha[i] as number);
    for (let j = 0; j < n; j++) h += (K.data[i * n + j] as number) * (alpha[j] as number);
    return h - target / unit;
  });
  const loss = sumOfSquares(missed) * unit * unit;
  return Number.isNaN(loss) ? Infinity : loss;
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
