import * as mercer from "../../src/entries/index";
import { X, y } from "./long-verbs";

const kernel = mercer.rbf({ gamma: 0.5 });
const ridge = mercer.kernelRidge({ kernel, lambda: 0.1 });
const process = mercer.gaussianProcess({ kernel, noise: 0.1, trend: "constant" });
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const model = mercer.fit(ridge, X, y);
const gaussian = mercer.fit(process, X, y);
const classifier = mercer.fit(mercer.kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), X, labels);
const K = mercer.gram(kernel, X);

/** A small call of every verb of a pool. */
export const POOLED: Readonly<Record<string, readonly unknown[]>> = {
  classify: [classifier, X],
  compare: [{ ridge, process }, X, y, { folds: 2 }],
  crossValidate: [ridge, X, y, { folds: 2 }],
  decision: [classifier, X],
  diagnose: [kernel, X, y],
  eigh: [K],
  featureMatrix: [mercer.allSubsets(), X],
  fit: [ridge, X, y],
  gram: [kernel, X],
  gramDiagonal: [kernel, X],
  lambdaPath: [ridge, X, y],
  leaveOneOut: [process, X, y],
  logMarginalLikelihood: [process, X, y],
  lstsq: [X, y],
  matmul: [K, K],
  permutationImportance: [model, X, y, { repeats: 2 }],
  pinv: [X],
  predict: [model, X],
  predictDistribution: [gaussian, X],
  predictInterval: [ridge, X, y, X],
  probabilities: [classifier, X],
  samplePosterior: [gaussian, X, { count: 2, seed: 1 }],
  samplePrior: [kernel, X, { count: 2, seed: 1 }],
  score: [model, X, y],
  selectLambda: [ridge, X, y],
  spectralFilter: [kernel, X, y, { step: 0.01, steps: 9 }],
  tune: [ridge, X, y, { starts: 1, iterations: 2 }],
  verify: [model, X, y],
};
