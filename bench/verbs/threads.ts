import type { Contest, Contestant } from "../contest.ts";
import { normal, points, positiveDefinite, regression } from "../data.ts";
import { choleskyByThreads } from "../mercer/crew.ts";
import * as pool from "../mercer/pool.ts";
import { choleskyError, distance, gramOf, solutionError } from "../oracle.ts";
import * as plain from "../plain-loops/kernels.ts";

/** One thread and two: the factorisation alone, and the verbs of a pool as a caller sees them, n = 3000. */
export function* threads(): Generator<Contest<Float64Array>> {
  yield cholesky(3000);
  yield gram(3000);
  yield fit(3000);
  yield predict(3000);
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
    contestants: both((count) => pool.gram(problem, count)),
    error: (result) => distance(result, truth),
    tolerance: 1e-14,
  };
}

function fit(n: number): Contest<Float64Array> {
  const problem = regression(n, 20);
  const truth = gramOf(problem);
  for (let i = 0; i < n; i++) truth[i * (n + 1)] += problem.lambda;
  return {
    operation: "kernel ridge fit in a pool",
    size: `n = ${n}, d = 20`,
    contestants: both((count) => pool.fit(problem, count)),
    error: (result) => solutionError(n, truth, problem.y, result),
    tolerance: 1e-13,
  };
}

function predict(n: number): Contest<Float64Array> {
  const problem = regression(n, 20);
  const { d, x, y, kernel, lambda } = problem;
  const m = 10_000;
  const z = normal(m * d, 7);
  const alpha = new Float64Array(n);
  plain.fitRidge(kernel, lambda, n, d, x, y, new Float64Array(n * n), alpha);
  const truth = new Float64Array(m);
  plain.predictRidge(kernel, m, n, d, z, x, alpha, truth);
  return {
    operation: "predict in a pool",
    size: `${m} × ${n}, d = ${d}`,
    contestants: both((count) => pool.predict(problem, z, count)),
    error: (result) => distance(result, truth),
    tolerance: 1e-9,
  };
}
