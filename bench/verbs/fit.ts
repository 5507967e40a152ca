import type { Contest } from "../contest.ts";
import { type Regression, regression } from "../data.ts";
import * as mercer from "../mercer/library.ts";
import { distance, gramOf, ridgeMatrix, solutionError } from "../oracle.ts";
import * as mlMatrix from "../peers/ml-matrix.ts";
import * as mlRegression from "../peers/ml-regression.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as plain from "../plain-loops/kernels.ts";
import { descend } from "../pure-typescript/descent.ts";
import { fitRidge } from "../pure-typescript/ridge.ts";
import { own, PLAIN, TWIN } from "./own.ts";

/** Kernel ridge at n = 1000 and 2000, and one step of functional gradient descent. */
export function* fit(): Generator<Contest<Float64Array>> {
  yield ridge(regression(1000, 20));
  yield ridge(regression(2000, 20));
  yield descent(regression(2000, 20));
}

function ridge(problem: Regression): Contest<Float64Array> {
  const { n, d, x, y, kernel, lambda } = problem;
  const gamma = 1 / d;
  const matrix = new Float64Array(n * n);
  const norms = new Float64Array(n);
  const alpha = new Float64Array(n);
  const truth = ridgeMatrix(problem);
  return {
    operation: "kernel ridge fit",
    size: `n = ${n}, d = ${d}`,
    contestants: [
      mercer.fit(problem),
      own(TWIN, alpha, () => fitRidge(kernel, lambda, n, d, x, y, { matrix, norms, otherNorms: norms }, alpha)),
      own(PLAIN, alpha, () => plain.fitRidge(kernel, lambda, n, d, x, y, matrix, alpha)),
      numpyTs.fit(problem, gamma),
      mlRegression.fit(problem, gamma),
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
  const residual = new Float64Array(n);
  const alpha = new Float64Array(n);
  const truth = new Float64Array(n);
  plain.descend(n, k, y, step, steps, residual, truth);
  const restore = () => alpha.fill(0);
  return {
    operation: "gradient descent step",
    size: `n = ${n}`,
    batch: steps,
    contestants: [
      mercer.descent(problem, step, steps),
      own(TWIN, alpha, () => descend(n, k, y, step, steps, residual, alpha), { restore }),
      own(PLAIN, alpha, () => plain.descend(n, k, y, step, steps, residual, alpha), { restore }),
      mlMatrix.descent(n, k, y, step, steps),
      nativeContestant("numpy native", "descent", { k: { data: k, shape: [n, n] }, y: { data: y, shape: [n] } }, { step, steps }),
    ],
    error: (result) => distance(result, truth),
    tolerance: 1e-12,
  };
}
