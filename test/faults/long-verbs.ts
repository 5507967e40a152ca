import type { WatchOptions } from "../../src/entries/index";
import * as mercer from "../../src/entries/index";
import { cholesky, eigh, lstsq, matmul, pinv, qr } from "../../src/entries/linalg";
import { randomMatrix, randomVector } from "../support/random";

const n = 14;
export const X = randomMatrix(1, n, 2);
export const y = randomVector(2, n);
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const kernel = mercer.rbf({ gamma: 0.5 });
const ridge = mercer.kernelRidge({ kernel, lambda: 0.1 });
const process = mercer.gaussianProcess({ kernel, noise: 0.1, trend: "constant" });
const A = randomMatrix(3, n, n);
const model = mercer.fit(ridge, X, y);
const gaussian = mercer.fit(process, X, y);

/** Verbs that can be watched, on small problems: the same calls make the same events. */
export const WATCHED: Readonly<Record<string, (watching: WatchOptions) => unknown>> = {
  "fit, ridge": (watching) => mercer.fit(ridge, X, y, watching),
  "fit, iterative": (watching) => mercer.fit(mercer.kernelRidge({ kernel, lambda: 0.1, solver: "iterative" }), X, y, watching),
  "fit, process": (watching) => mercer.fit(process, X, y, watching),
  "fit, descent": (watching) => mercer.fit(mercer.kernelDescent({ kernel, iterations: 40 }), X, y, watching),
  "fit, linear descent": (watching) => mercer.fit(mercer.linearDescent({ iterations: 40 }), X, y, watching),
  "fit, Newton": (watching) => mercer.fit(mercer.kernelNewton({ kernel, loss: "huber", lambda: 0.1 }), X, y, watching),
  "fit, support vectors": (watching) => mercer.fit(mercer.supportVectorRegression({ kernel, lambda: 0.1 }), X, y, watching),
  "fit, Nyström": (watching) => mercer.fit(mercer.nystrom({ kernel, lambda: 0.1, landmarks: 5 }), X, y, watching),
  "fit, classes": (watching) => mercer.fit(mercer.kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), X, labels, watching),
  lambdaPath: (watching) => mercer.lambdaPath(ridge, X, y, undefined, watching),
  selectLambda: (watching) => mercer.selectLambda(ridge, X, y, undefined, watching),
  leaveOneOut: (watching) => mercer.leaveOneOut(process, X, y, watching),
  crossValidate: (watching) => mercer.crossValidate(process, X, y, { folds: 3, ...watching }),
  compare: (watching) => mercer.compare({ ridge, process }, X, y, { folds: 3, ...watching }),
  tune: (watching) => mercer.tune(process, X, y, { starts: 1, iterations: 5, ...watching }),
  predictInterval: (watching) => mercer.predictInterval(ridge, X, y, X, watching),
  permutationImportance: (watching) => mercer.permutationImportance(model, X, y, { repeats: 2, ...watching }),
  diagnose: (watching) => mercer.diagnose(kernel, X, y, watching),
  verify: (watching) => mercer.verify(gaussian, X, y, watching),
  calibrate: (watching) => mercer.calibrate(mercer.kernelClassifier({ kernel, lambda: 0.1 }), X, labels, { folds: 2, ...watching }),
  spectralFilter: (watching) => mercer.spectralFilter(kernel, X, y, { step: 0.01, steps: 9 }, watching),
  logMarginalLikelihood: (watching) => mercer.logMarginalLikelihood(process, X, y, { gradient: true, ...watching }),
};

/** Verbs that take working memory: those above, and those that nobody watches. */
export const WORKING: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(Object.entries(WATCHED).map(([name, call]) => [name, () => call({})])),
  predict: () => mercer.predict(model, X),
  predictGradient: () => mercer.predictGradient(model, X),
  predictDistribution: () => mercer.predictDistribution(gaussian, X, { covariance: true }),
  distributionGradient: () => mercer.distributionGradient(gaussian, X),
  samplePosterior: () => mercer.samplePosterior(gaussian, X, { count: 2, seed: 1 }),
  gram: () => mercer.gram(kernel, X),
  leastSquares: () => mercer.fit(mercer.leastSquares({ intercept: true }), X, y),
  matmul: () => matmul(A, A),
  cholesky: () => cholesky(mercer.gram(kernel, X)).solve(y),
  eigh: () => eigh(mercer.gram(kernel, X)),
  lstsq: () => lstsq(A, y),
  pinv: () => pinv(X),
  qr: () => qr(A).solve(y),
};
