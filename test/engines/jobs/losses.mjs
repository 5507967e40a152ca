import { fitted } from "./model.mjs";
import { uniform } from "./numbers.mjs";

const X = uniform(150, 4, 21);
const Z = uniform(31, 4, 22);
const { data: y } = uniform(150, 1, 23);
const signs = y.map((value, i) => (value + X.data[4 * i] > 0 ? 1 : -1));
const counts = y.map((value, i) => (i % 10 === 0 ? 0 : Math.round(100 * Math.abs(value * X.data[4 * i]))));
const weights = y.map((value, i) => (i % 9 === 0 ? 0 : Math.abs(value)));

const newton = (loss, targets, options, given) => (m) =>
  fitted(m, Z, m.kernelNewton({ kernel: m.rbf({ gamma: 0.2 }), loss: loss(m), lambda: 0.05, ...options }), X, targets, given);
const descent = (loss, targets, options) => (m) =>
  fitted(m, Z, m.kernelDescent({ kernel: m.rbf({ gamma: 0.2 }), loss: loss(m), lambda: 0.02, iterations: 60, ...options }), X, targets);
const linear = (loss, targets, options) => (m) =>
  fitted(m, Z, m.linearDescent({ loss: loss(m), lambda: 0.02, iterations: 60, intercept: true, ...options }), X, targets);
const vectors = (loss, options, given) => (m) =>
  fitted(m, Z, m.supportVectorRegression({ kernel: m.rbf({ gamma: 0.2 }), loss: loss(m), lambda: 0.05, ...options }), X, y, given);

export const lossJobs = {
  "Newton, squared": newton((m) => m.squared(), y, { intercept: true }),
  "Newton, Huber": newton((m) => m.huber({ delta: 0.3 }), y, { intercept: true }),
  "Newton, logistic": newton((m) => m.logistic(), signs, {}, { sampleWeight: weights }),
  "Newton, squared hinge": newton((m) => m.squaredHinge(), signs, {}),
  "Newton, Poisson": newton((m) => m.poisson(), counts, {}),
  "Newton, Poisson, intercept and weights": newton((m) => m.poisson(), counts, { intercept: true }, { sampleWeight: weights }),
  "descent, a quantile": descent((m) => m.quantile({ tau: 0.8 }), y, {}),
  "descent, absolute, Nesterov": descent((m) => m.absolute(), y, { momentum: "nesterov" }),
  "descent, hinge, mini-batches": descent((m) => m.hinge(), signs, { batch: 16 }),
  "descent, Poisson with a given step": descent((m) => m.poisson(), counts, { step: 1e-4 }),
  "descent, ε-insensitive, validation": (m) =>
    fitted(m, Z, m.kernelDescent({ kernel: m.rbf(), loss: m.epsilonInsensitive({ epsilon: 0.3 }), iterations: 90 }), X, y, {
      validation: { X: Z, y: y.slice(0, 31) },
    }),
  "linear descent, a quantile": linear((m) => m.quantile({ tau: 0.2 }), y, {}),
  "linear descent, Poisson with a given step": linear((m) => m.poisson(), counts, { step: 1e-5 }),
  "support vectors, a quantile": vectors((m) => m.quantile({ tau: 0.9 }), {}),
  "support vectors, a quantile, weights": vectors((m) => m.quantile({ tau: 0.1 }), { intercept: false }, { sampleWeight: weights }),
  "support vectors, absolute deviations": vectors((m) => m.absolute(), {}),
};
