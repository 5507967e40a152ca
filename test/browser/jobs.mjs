// Work whose result bits must be the same on every engine: run as it stands by Node, by a page and by a worker.
import {
  allSubsets,
  fit,
  gram,
  gramDiagonal,
  isMercerError,
  kernelDescent,
  kernelRidge,
  laplacian,
  linear,
  matrix,
  polynomial,
  precomputed,
  predict,
  predictor,
  rbf,
  selectLambda,
} from "../../dist/index.js";
import { cholesky, lu, matmul, syrk } from "../../dist/linalg.js";

// 300 crosses the block sizes of the core (256 and below); none of the counts is a multiple of a tile.
const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const Y = uniform(300, 3, 3);
const y = Y.data.slice(0, 300);
const kernels = {
  linear: linear(),
  polynomial: polynomial({ degree: 3, coef0: 0.5 }),
  rbf: rbf({ gamma: 0.1 }),
  "rbf per feature": rbf({ lengthScale: [1, 2, 3, 4, 5, 6, 7] }),
  laplacian: laplacian({ gamma: 0.2 }),
  "all subsets": allSubsets(),
};
const indefinite = matrix(symmetric(45, 4), 45, 45);

/** Every job returns arrays of finite float64. */
const jobs = {
  ...forEveryKernel("gram", (kernel) => [gram(kernel, X).data, gram(kernel, X, Z).data, gramDiagonal(kernel, X)]),
  ...forEveryKernel("ridge", (kernel) => resultsOf(fit(kernelRidge({ kernel, lambda: 0.5, intercept: true }), X, y))),
  "ridge, three targets": () => resultsOf(fit(kernelRidge({ kernel: kernels.rbf, lambda: [0.1, 1, 10] }), X, Y)),
  "ridge, weighted": () => resultsOf(fit(kernelRidge({ kernel: kernels.rbf }), X, y, { sampleWeight: y.map((value) => Math.abs(value)) })),
  "ridge by LU": () => [fit(kernelRidge({ kernel: precomputed(), lambda: 0.5, solver: "lu" }), indefinite, y.slice(0, 45)).coefficients],
  "descent, functional": () => resultsOf(fit(kernelDescent({ kernel: kernels.rbf, iterations: 50 }), X, y)),
  "descent, euclidean": () =>
    resultsOf(fit(kernelDescent({ kernel: kernels.laplacian, gradient: "euclidean", lambda: 0.1, iterations: 50 }), X, Y)),
  predictor: () => {
    const predictOne = predictor(fit(kernelRidge({ kernel: kernels.rbf }), X, y));
    const values = Float64Array.from({ length: Z.rows }, (_, i) => predictOne(Z.data.subarray(i * Z.cols, (i + 1) * Z.cols)));
    predictOne.release();
    return [values];
  },
  "choice of lambda": () => [selectLambda(kernelRidge({ kernel: kernels.rbf }), X, y, [0.01, 0.1, 1]).looError],
  products: () => [matmul(X, { rows: 7, cols: 300, data: X.data }).data, syrk(X).data],
  factorisations: () => [cholesky(gram(kernels.laplacian, X)).solve(y), lu(indefinite).solve(y.slice(0, 45))],
};

/** SHA-256 of the result bytes of every job, or the code of the first error. */
export async function report() {
  try {
    const hashes = {};
    for (const [name, job] of Object.entries(jobs)) hashes[name] = await hash(job());
    return { hashes };
  } catch (error) {
    return { error: isMercerError(error) ? error.code : String(error) };
  }
}

function forEveryKernel(title, run) {
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [`${title}, ${name}`, () => run(kernel)]));
}

function resultsOf(model) {
  return [
    model.coefficients,
    typeof model.intercept === "number" ? Float64Array.of(model.intercept) : model.intercept,
    predict(model, Z),
  ].map((part) => part.data ?? part);
}

async function hash(arrays) {
  if (!arrays.every((values) => values instanceof Float64Array && values.length > 0 && values.every(Number.isFinite))) {
    throw new Error("a job must return arrays of finite float64");
  }
  const bytes = await new Blob(arrays).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
