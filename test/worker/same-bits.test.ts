import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  fit,
  gaussianProcess,
  gram,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  matern,
  polynomial,
  rbf,
  supportVectorRegression,
} from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";
import { requireEveryKind } from "../../src/estimators/every-kind";
import { PARTS, VERB_NAMES } from "../../src/worker/verb-names";
import { VERBS } from "../../src/worker/verbs";
import { normals, random } from "../support/generator";
import { alone, type Call, rejection, together } from "../support/pool-calls";
import { type Workforce, watchWorkers } from "../support/workforce";

let workforce: Workforce;
beforeAll(() => {
  // as in the worker: the verbs that are called here beside it are given estimators of another copy
  requireEveryKind();
  workforce = watchWorkers();
});
afterAll(() => workforce.restore());

const n = 300;
const X = { rows: n, cols: 3, data: normals(random(1), 3 * n) };
const Z = { rows: 150, cols: 3, data: normals(random(2), 450) };
const y = normals(random(3), n);
const Y = { rows: n, cols: 9, data: normals(random(4), 9 * n) };
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const signs = y.map((value) => Math.sign(value));
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });
const A = { rows: n, cols: n, data: normals(random(5), n * n) };
/** Its leaves share distances, which are kept beside the stack of tiles. */
const shared = add(rbf({ gamma: 0.5 }), matern({ nu: 1.5, lengthScale: 1 }), polynomial({ gamma: 1, degree: 2 }));
const K = gram(shared, X);
const large = { rows: 1500, cols: 3, data: normals(random(6), 4500) };
const largeTargets = normals(random(7), 1500);
/** Of so many elements that threads share products with one vector. */
const tall = { rows: 9001, cols: 60, data: normals(random(8), 9001 * 60) };
const tallTargets = normals(random(9), 9001);
/** Whose halves have few values in common, so that a merge finds many roots. */
const symmetric = { rows: n, cols: n, data: A.data.map((value, at) => value + (A.data[(at % n) * n + Math.floor(at / n)] as number)) };
/** Of an order whose reduction to a tridiagonal matrix is cut into eight strips, then four, then two. */
const wide = 1025;
const reducedInStrips = gram(linear(), { rows: wide, cols: wide, data: normals(random(10), wide * wide) });

const model = fit(ridge, X, y);
const several = fit(ridge, X, Y);
const classifier = fit(kernelClassifier({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, loss: "logistic" }), X, labels);

const process = fit(gaussianProcess({ kernel: rbf({ gamma: 0.5 }), noise: 0.1 }), X, y);

const CALLS: readonly Call[] = [
  ["gram", rbf({ gamma: 0.5 }), X],
  ["gram", shared, X, Z],
  ["gram", shared, X],
  ["gramDiagonal", shared, X],
  ["featureMatrix", allSubsets(), X],
  ["fit", ridge, X, y],
  ["fit", ridge, large, largeTargets],
  ["fit", kernelRidge({ kernel: shared, lambda: [0.1, 1, 0, 2, 3, 4, 5, 6, 7], intercept: true }), X, Y],
  ["fit", kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, solver: "lu" }), X, Y],
  ["fit", kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, solver: "eigen" }), X, y],
  ["fit", kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, solver: "pivotedCholesky" }), X, y],
  ["fit", kernelRidge({ kernel: linear(), lambda: 0 }), X, y],
  ["fit", kernelDescent({ kernel: shared, iterations: 20, momentum: "nesterov" }), X, y],
  ["fit", kernelDescent({ kernel: shared, iterations: 20, loss: "logistic", batch: 32, seed: 1 }), X, signs],
  ["fit", kernelClassifier({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, loss: "hinge" }), X, labels],
  ["fit", supportVectorRegression({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, y],
  ["fit", leastSquares({ features: allSubsets() }), X, y],
  ["fit", linearDescent({ iterations: 20 }), X, y],
  ["predict", model, Z],
  ["predict", several, Z],
  ["decision", classifier, Z],
  ["classify", classifier, Z],
  ["probabilities", classifier, Z],
  ["score", model, X, y],
  ["score", classifier, X, labels],
  ["verify", model, X, y],
  ["verify", classifier, X, labels],
  ["verify", process, X, Y],
  ["selectLambda", ridge, X, y, [0.01, 0.1, 1]],
  ["lambdaPath", ridge, X, Y],
  ["leaveOneOut", ridge, X, Y],
  ["crossValidate", ridge, X, y, { folds: 3 }],
  ["crossValidate", leastSquares({ intercept: true }), X, Y, { folds: 7, sampleWeight: y.map(Math.abs) }],
  ["crossValidate", kernelClassifier({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, labels],
  ["crossValidate", kernelDescent({ kernel: linear(), iterations: 5 }), X, y, { order: y, folds: 3 }],
  ["compare", { ridge, line: leastSquares({ intercept: true }) }, X, y, { seed: 3 }],
  ["predictInterval", ridge, X, y, Z],
  ["fit", gaussianProcess({ kernel: shared, trend: "linear" }), X, Y],
  ["predictDistribution", process, Z, { noise: true }],
  ["samplePosterior", process, Z, { count: 2, seed: 1 }],
  ["samplePrior", rbf({ gamma: 0.5 }), X, { count: 2, seed: 1 }],
  ["logMarginalLikelihood", gaussianProcess({ kernel: rbf({ gamma: 0.5 }), trend: "constant" }), X, Y, { gradient: true }],
  ["tune", kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, y, { starts: 1, iterations: 5 }],
  ["permutationImportance", model, X, y, { repeats: 2 }],
  ["diagnose", linear(), X, y],
  ["diagnose", K],
  ["spectralFilter", rbf({ gamma: 0.5 }), X, y, { step: 1e-3, steps: 50 }],
  ["eigh", K],
  ["eigh", symmetric],
  ["eigh", reducedInStrips],
  ["lstsq", A, y],
  ["lstsq", tall, tallTargets],
  ["matmul", A, A],
  ["pinv", X],
];

describe("a pool of every number of threads", () => {
  it("has a call of every verb here", () => {
    expect(new Set(CALLS.map(([verb]) => verb))).toEqual(new Set(VERB_NAMES));
    expect(Object.keys(VERBS).sort()).toEqual([...VERB_NAMES, ...Object.keys(PARTS)].sort());
  });

  const expected = new Map<Call, unknown>();

  it.each([1, 2, 3, 4])("gives the bits of the synchronous verbs: %i", async (threads) => {
    for (const call of CALLS) if (!expected.has(call)) expected.set(call, alone(call));
    const pool = await startPool({ threads });
    expect(pool.threads).toBe(threads);
    expect(workforce.alive).toHaveLength(threads);
    for (const [at, call] of CALLS.entries()) expect(await together(pool, call), `call ${at}, ${call[0]}`).toEqual(expected.get(call));
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it.each([1, 2, 4])("finds the first pair at which a kernel overflows: %i", async (threads) => {
    const far = { rows: n, cols: 1, data: Float64Array.from({ length: n }, (_, i) => (i === 201 || i === 100 || i === 260 ? 1e200 : 1)) };
    const pool = await startPool({ threads });
    const { code, row, column } = await rejection(pool.gram(polynomial({ gamma: 1, degree: 1 }), far));
    expect([code, row, column]).toEqual(["not-finite", 100, 100]);
    await pool.close();
  });
});
