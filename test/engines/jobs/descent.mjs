import { fitted } from "./model.mjs";
import { uniform } from "./numbers.mjs";

const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const Y = uniform(300, 3, 7);
const y = Y.data.slice(0, 300);
const signs = y.map((value) => (value > 0 ? 1 : -1));
const weights = y.map((value, i) => (i % 9 === 0 ? 0 : Math.abs(value)));

const parametersOf = ({ loss }) => (loss === "huber" ? { delta: 0.3 } : {});
const dual = (options, targets = y, given) => {
  return (m) =>
    fitted(
      m,
      Z,
      m.kernelDescent({ kernel: m.rbf({ gamma: 0.1 }), iterations: 50, ...options, ...parametersOf(options) }),
      X,
      targets,
      given,
    );
};
const linear = (options, targets = y, given) => {
  return (m) =>
    fitted(
      m,
      Z,
      m.linearDescent({ iterations: 50, intercept: true, features: m.polynomial({ degree: 2 }), ...options, ...parametersOf(options) }),
      X,
      targets,
      given,
    );
};
const losses = { squared: y, absolute: y, huber: y, epsilonInsensitive: y, logistic: signs, hinge: signs, squaredHinge: signs };

export const descentJobs = {
  ...forEveryLoss("descent", dual),
  ...forEveryLoss("linear descent", linear),
  "descent, Euclidean": dual({ gradient: "euclidean", lambda: 0.1 }, Y),
  "descent, without its part in the null space": dual({ nullSpace: "remove", record: { every: 10, coefficients: true } }),
  "descent, tiles": dual({ storage: "tiles" }, Y),
  "descent, weights and a given step": dual({ step: 0.001, lambda: 0.01 }, y, { sampleWeight: weights }),
  "descent, Nesterov": dual({ momentum: "nesterov", lambda: 0.1, loss: "huber" }),
  "descent, heavy ball": dual({ momentum: { kind: "heavyBall", beta: 0.7 }, gradient: "euclidean" }),
  "descent, mini-batches": dual({ batch: 32, seed: 5, loss: "logistic" }, signs),
  "descent, tolerance": dual({ iterations: 2000, tolerance: 0.01 }),
  "descent, discrepancy": dual({ iterations: 2000, discrepancy: 90 }),
  "descent, validation": dual({ iterations: 500 }, y, { validation: { X: Z, y: y.slice(0, 41) } }),
  "linear descent, Nesterov": linear({ momentum: "nesterov", lambda: 0.1 }, Y),
  "linear descent, mini-batches": linear({ batch: 32, seed: 5 }, Y),
};

function forEveryLoss(title, descend) {
  return Object.fromEntries(
    Object.entries(losses).map(([loss, targets]) => [`${title}, ${loss}`, descend({ loss, lambda: 0.01 }, targets)]),
  );
}
