import type { Contest, Contestant } from "../contest.ts";
import { classification, normal, points, positiveDefinite, regression, symmetric, uniform } from "../data.ts";
import { choleskyByThreads } from "../mercer/crew.ts";
import { choleskyError, distance, eigenError, gramOf, leastSquaresError, ridgeMatrix, solutionError } from "../oracle.ts";
import { foldScores } from "../plain-loops/selection.ts";
import { inPool } from "../processes/contestants.ts";
import { truthOf } from "../truth.ts";

/** One thread and two: the factorisation alone, and the verbs of a pool as a caller sees them. */
export function* threads(): Generator<Contest<Float64Array>> {
  yield cholesky(3000);
  yield gram(3000);
  yield fit(3000);
  yield fit(1000);
  yield eigh(600);
  yield leastSquares(10_000, 50);
  yield predict(2000);
  yield comparison(600);
}

function both(contestant: (threads: number) => Contestant<Float64Array>): Contestant<Float64Array>[] {
  return [1, 2].map(contestant);
}

function cholesky(n: number): Contest<Float64Array> {
  const a = positiveDefinite(n, 3);
  return {
    operation: "Cholesky by threads",
    size: `n = ${n}`,
    contestants: both((count) => choleskyByThreads(n, a, count)),
    error: (factor) => choleskyError(n, a, factor),
    tolerance: 1e-13,
  };
}

function gram(n: number): Contest<Float64Array> {
  const problem = points(n, 20, { kind: "rbf", gamma: 1 / 20 });
  const truth = gramOf(problem);
  return {
    operation: "Gram matrix in a pool",
    size: `n = ${n}, d = 20`,
    contestants: both((count) => inPool({ operation: "gram", points: problem }, count)),
    error: (result) => distance(result, truth),
    tolerance: 1e-14,
  };
}

function fit(n: number): Contest<Float64Array> {
  const problem = regression(n, 20);
  const truth = ridgeMatrix(problem);
  return {
    operation: "kernel ridge fit in a pool",
    size: `n = ${n}, d = 20`,
    contestants: both((count) => inPool({ operation: "fit", problem }, count)),
    error: (result) => solutionError(n, truth, problem.y, result),
    tolerance: 1e-13,
  };
}

function eigh(n: number): Contest<Float64Array> {
  const a = symmetric(n, 9);
  return {
    operation: "eigenvectors in a pool",
    size: `n = ${n}`,
    contestants: both((count) => inPool({ operation: "eigh", n, a }, count)),
    error: (eigensystem) => eigenError(n, a, eigensystem),
    tolerance: 1e-12,
  };
}

function leastSquares(m: number, n: number): Contest<Float64Array> {
  const a = uniform(m * n, 7);
  const b = uniform(m, 8);
  return {
    operation: "least squares in a pool",
    size: `${m} points, ${n} features`,
    contestants: both((count) => inPool({ operation: "leastSquares", m, n, a, b }, count)),
    error: (x) => leastSquaresError(m, n, a, b, x),
    tolerance: 1e-13,
  };
}

function predict(n: number): Contest<Float64Array> {
  const problem = regression(n, 20);
  const { d } = problem;
  const m = 10_000;
  const z = normal(m * d, 7);
  const { alpha, h } = truthOf(problem, z);
  return {
    operation: "predict in a pool",
    size: `${m} × ${n}, d = ${d}`,
    contestants: both((count) => inPool({ operation: "predict", problem, alpha, z }, count)),
    error: (result) => distance(result, h),
    tolerance: 1e-9,
  };
}

/** Eight candidates on five folds: 40 fits, of which a thread does one at a time. The first candidate is verified. */
function comparison(n: number): Contest<Float64Array> {
  const problem = classification(n, 5, 1);
  const lambdas = Float64Array.from({ length: 8 }, (_, i) => 2 ** (i - 4));
  const folds = 5;
  const truth = foldScores(problem, lambdas[0], folds);
  const work = { operation: "comparison", problem, lambdas, folds } as const;
  return {
    operation: "comparison in a pool",
    size: `n = ${n}, ${lambdas.length} candidates × ${folds} folds`,
    contestants: both((count) => inPool(work, count)),
    error: (scores) => (scores.length === folds * lambdas.length ? distance(scores.subarray(0, folds), truth) : Number.NaN),
    // of a fit whose gap is 1e-10 of the least loss
    tolerance: 1e-4,
  };
}
