// Work whose result bits must be the same on every engine, on the main thread, in a worker and in a pool of any number of threads.

import * as library from "../../dist/index.js";
import {
  add,
  additiveChi2,
  allSubsets,
  anova,
  centerGram,
  chi2,
  cosine,
  exponentiate,
  fit,
  isMercerError,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  laplacian,
  leastSquares,
  linear,
  linearDescent,
  matern,
  matrix,
  multiply,
  normalize,
  periodic,
  polynomial,
  precomputed,
  predictor,
  rationalQuadratic,
  rbf,
  sigmoid,
  standardize,
  supportVectorRegression,
  white,
} from "../../dist/index.js";
import * as linalg from "../../dist/linalg.js";
import { cholesky, ldl, lu, pivotedCholesky, qr, solve, syrk } from "../../dist/linalg.js";

// 300 crosses the block sizes of the core (256 and below); none of the counts is a multiple of a tile.
const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const Y = uniform(300, 3, 3);
const y = Y.data.slice(0, 300);
const positive = { ...X, data: X.data.map((value) => Math.abs(value)) };
const signs = y.map((value) => (value > 0 ? 1 : -1));
const labels = Array.from(y, (value) => (value > 0.3 ? "high" : value < -0.3 ? "low" : "middle"));
const indefinite = matrix(symmetric(45, 4), 45, 45);
const square = uniform(300, 300, 5);
const gaussian = rbf({ gamma: 0.1 });
const composed = add(gaussian, multiply(linear(), matern({ nu: 2.5, lengthScale: 1 })), white(0.5));

const kernels = {
  linear: linear(),
  polynomial: polynomial({ degree: 3, coef0: 0.5 }),
  rbf: gaussian,
  "rbf per feature": rbf({ lengthScale: [1, 2, 3, 4, 5, 6, 7] }),
  laplacian: laplacian({ gamma: 0.2 }),
  "Matérn 1/2": matern({ nu: 0.5, lengthScale: 1 }),
  "Matérn 3/2": matern({ nu: 1.5, lengthScale: 1 }),
  "Matérn 5/2": matern({ nu: 2.5, lengthScale: 1 }),
  "rational quadratic": rationalQuadratic({ alpha: 0.7, lengthScale: 1 }),
  periodic: periodic({ period: 2, lengthScale: 1 }),
  "periodic per feature": periodic({ period: 2, lengthScale: 1, metric: "per-feature" }),
  sigmoid: sigmoid({ gamma: 0.3, coef0: 0.1 }),
  cosine: cosine(),
  "all subsets": allSubsets(),
  "ANOVA of degree 3": anova({ degree: 3 }),
  "e to a kernel": exponentiate(linear()),
  normalized: normalize(polynomial()),
  composed,
};

const ridge = (options) => kernelRidge({ kernel: gaussian, lambda: 0.5, ...options });
const descent = (options) => kernelDescent({ kernel: gaussian, iterations: 50, ...options });

// Functions, since nothing may be computed before somebody listens to errors
const model = () => fit(ridge(), X, y);
const classifier = () => fit(kernelClassifier({ kernel: gaussian, lambda: 0.1, loss: "logistic" }), X, labels);

/** Calls of verbs: by name, a verb and its arguments, or functions that make them. A pool has all of these verbs. */
export const CALLS = {
  ...forEveryKernel("gram", (kernel) => ["gram", kernel, X]),
  ...forEveryKernel("gram of two sides", (kernel) => ["gram", kernel, X, Z]),
  "gram, chi-squared": ["gram", chi2({ gamma: 0.5 }), positive],
  "gram, additive chi-squared": ["gram", additiveChi2(), positive],
  "diagonal, polynomial": ["gramDiagonal", kernels.polynomial, X],
  "diagonal, composed": ["gramDiagonal", composed, X],
  ...forEveryKernel("ridge", (kernel) => ["fit", kernelRidge({ kernel, lambda: 5, intercept: true }), X, y]),
  "ridge, three targets": ["fit", ridge({ lambda: [0.1, 1, 10] }), X, Y],
  "ridge, weighted": ["fit", ridge(), X, y, { sampleWeight: y.map((value) => Math.abs(value)) }],
  "ridge by LU": ["fit", kernelRidge({ kernel: precomputed(), lambda: 0.5, solver: "lu" }), indefinite, y.slice(0, 45)],
  "ridge by LU, 300 points": ["fit", ridge({ solver: "lu" }), X, Y],
  "ridge by pivoted Cholesky": ["fit", ridge({ solver: "pivotedCholesky" }), X, y],
  "ridge by eigenvalues": ["fit", ridge({ solver: "eigen" }), X, y],
  "ridge by the features": ["fit", kernelRidge({ kernel: polynomial({ degree: 2 }), lambda: 0.1, solver: "primal" }), X, y],
  "minimum norm": ["fit", kernelRidge({ kernel: linear(), lambda: 0 }), X, y],
  "descent, functional": ["fit", descent(), X, y],
  "descent, euclidean": ["fit", descent({ kernel: kernels.laplacian, gradient: "euclidean", lambda: 0.1 }), X, Y],
  "descent, Nesterov": ["fit", descent({ momentum: "nesterov", lambda: 0.1 }), X, y],
  "descent, heavy ball": ["fit", descent({ momentum: "heavyBall" }), X, y],
  "descent, batches": ["fit", descent({ batch: 32, seed: 7 }), X, y],
  ...Object.fromEntries(
    ["absolute", "huber", "epsilonInsensitive"].map((loss) => [
      `descent, ${loss}`,
      ["fit", descent({ loss }), X, y.map((value) => 5 * value)],
    ]),
  ),
  ...Object.fromEntries(["logistic", "hinge", "squaredHinge"].map((loss) => [`descent, ${loss}`, ["fit", descent({ loss }), X, signs]])),
  "linear descent": ["fit", linearDescent({ iterations: 50, loss: "huber", intercept: true }), X, y],
  ...Object.fromEntries(
    ["squared", "logistic", "hinge"].map((loss) => [
      `classifier, ${loss}`,
      ["fit", kernelClassifier({ kernel: gaussian, lambda: 0.5, loss }), X, labels],
    ]),
  ),
  "support vectors": ["fit", supportVectorRegression({ kernel: gaussian, lambda: 0.5 }), X, y],
  "least squares": ["fit", leastSquares({ features: polynomial({ degree: 2 }), intercept: true }), X, y],
  "predictions, three targets": ["predict", () => fit(ridge(), X, Y), Z],
  predictions: ["predict", model, Z],
  "predictions of a linear model": ["predict", () => fit(leastSquares({ features: allSubsets() }), X, y), Z],
  decisions: ["decision", classifier, Z],
  probabilities: ["probabilities", classifier, Z],
  score: ["score", model, X, y],
  "choice of lambda": ["selectLambda", ridge(), X, y, [0.01, 0.1, 1]],
  diagnosis: ["diagnose", linear(), X, y],
  "diagnosis of a matrix": ["diagnose", indefinite],
  "spectral filter": ["spectralFilter", gaussian, X, y, { step: 1e-3, steps: 50 }],
  features: ["featureMatrix", allSubsets(), X],
  eigenvectors: ["eigh", matrix(symmetric(300, 6), 300, 300)],
  "least squares of a matrix": ["lstsq", X, y],
  "pseudo-inverse": ["pinv", X],
  products: ["matmul", square, square],
};

/** What only the synchronous library has. */
const ALONE = {
  predictor: () => {
    const predictOne = predictor(fit(ridge({ kernel: composed }), X, y));
    const values = Float64Array.from({ length: Z.rows }, (_, i) => predictOne(Z.data.subarray(i * Z.cols, (i + 1) * Z.cols)));
    predictOne.release();
    return values;
  },
  standardized: () => standardize(X),
  centered: () => centerGram(indefinite),
  syrk: () => syrk(square),
  "by Cholesky": () => cholesky(definite()).solve(y),
  "by LU": () => [lu(square).solve(y), solve(square, Y)],
  "by LDLᵀ": () => ldl(matrix(symmetric(300, 8), 300, 300)).solve(y),
  "by pivoted Cholesky": () => pivotedCholesky(syrk(X)).L,
  "by QR": () => qr(X).solve(y),
};

/** SHA-256 of the numbers of every result, by the name of the job; or the code of the first error. */
export async function report() {
  try {
    const verbs = { ...library, ...linalg };
    const hashes = {};
    for (const [name, [verb, ...args]] of Object.entries(CALLS)) hashes[name] = await hash(verbs[verb](...args.map(present)));
    for (const [name, job] of Object.entries(ALONE)) hashes[name] = await hash(job());
    return { hashes };
  } catch (error) {
    return { error: isMercerError(error) ? error.code : String(error) };
  }
}

/** The same for the jobs that a pool can do. */
export async function pooledReport(startPool, options) {
  try {
    const pool = await startPool(options);
    const hashes = {};
    for (const [name, [verb, ...args]] of Object.entries(CALLS)) hashes[name] = await hash(await pool[verb](...args.map(present)));
    await pool.close();
    return { hashes, threads: pool.threads };
  } catch (error) {
    return { error: isMercerError(error) ? error.code : String(error) };
  }
}

function present(argument) {
  return typeof argument === "function" ? argument() : argument;
}

function forEveryKernel(title, call) {
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [`${title}, ${name}`, call(kernel)]));
}

/** Of all numbers of a result in the order of their names; the time it took and the memory are not part of it. */
async function hash(result) {
  const parts = [...numbersOf(result)];
  if (parts.length === 0) throw new Error("a job must return numbers");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function* numbersOf(value) {
  if (typeof value === "number") yield Float64Array.of(value);
  else if (ArrayBuffer.isView(value)) yield value;
  else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value).sort()) if (key !== "elapsedMs" && key !== "bytes") yield* numbersOf(value[key]);
  }
}

/** Numbers in (−1, 1) by multiplication modulo the prime 2³¹ − 1: exact in float64, so the same everywhere. */
function uniform(rows, cols, seed) {
  let state = 48271 * seed;
  const data = Float64Array.from({ length: rows * cols }, () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
  return matrix(data, rows, cols);
}

function symmetric(n, seed) {
  const { data } = uniform(n, n, seed);
  return data.map((_, at) => data[Math.max(at, (at % n) * n + Math.floor(at / n))]);
}

/** A diagonally dominant matrix. */
function definite() {
  const data = symmetric(300, 9);
  for (let i = 0; i < 300; i++) data[301 * i] = 300;
  return matrix(data, 300, 300);
}
