import type { Contest } from "../contest.ts";
import { type Regression, regression } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as mercer from "../mercer/descent.ts";
import { distance, gramOf, ridgeMatrix, solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { descend } from "../plain-loops/kernels.ts";
import { here, rivals } from "../processes/contestants.ts";

/** Kernel ridge at n = 1000, 2000 and 4000 and, for the slow, 500; and one step of functional gradient descent. */
export function* fit(): Generator<Contest<Float64Array>> {
  for (const n of [1000, 2000, 4000]) yield ridge(regression(n, 20), false);
  yield ridge(regression(500, 20), true);
  yield descent(regression(2000, 20));
}

function ridge(problem: Regression, all: boolean): Contest<Float64Array> {
  const { n, d, x, y, lambda } = problem;
  const gamma = 1 / d;
  const truth = ridgeMatrix(problem);
  const work = { operation: "fit", problem } as const;
  return {
    operation: "kernel ridge fit",
    size: `n = ${n}, d = ${d}`,
    contestants: [
      here(MERCER, work),
      { ...here(MERCER, { ...work, solver: "cholesky" }), implementation: `${MERCER}, f64` },
      ...(all ? [...rivals(work, ["ml-regression"]), numpyTs.fit(problem, gamma)] : []),
      nativeContestant("scikit-learn native", "fit", { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] } }, { gamma, lambda }),
    ],
    error: (result) => solutionError(n, truth, y, result),
    tolerance: 1e-13,
  };
}

/** α ← α − 2s (K α − y): one pass over K, bound by the memory; 20 steps a run from α = 0. */
function descent(problem: Regression): Contest<Float64Array> {
  const { n, y } = problem;
  const k = gramOf(problem);
  const step = 1e-4;
  const steps = 20;
  const truth = new Float64Array(n);
  const work = { operation: "descent", n, k, y, step, steps } as const;
  descend(work, new Float64Array(n), truth);
  return {
    operation: "gradient descent step",
    size: `n = ${n}`,
    batch: steps,
    contestants: [
      mercer.descent(problem, step, steps),
      ...rivals(work, ["ml-matrix"]),
      nativeContestant("numpy native", "descent", { k: { data: k, shape: [n, n] }, y: { data: y, shape: [n] } }, { step, steps }),
    ],
    error: (result) => distance(result, truth),
    tolerance: 1e-12,
  };
}
