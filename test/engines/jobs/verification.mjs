import { uniform } from "./numbers.mjs";

const X = uniform(60, 2, 71);
const { data: y } = uniform(60, 1, 72);
const Y = uniform(60, 2, 73);
const labels = Array.from(y, (value) => (value > 0 ? "yes" : "no"));

/** What was found, but for the words. */
const verified = (estimator, targets, options) => async (m) => {
  const model = await m.fit(estimator(m), X, targets);
  const { holds, claims } = await m.verify(model, X, targets, options);
  return [holds, claims.filter(({ claim }) => claim !== "bytes").map(({ reason, ...claim }) => claim)];
};

const kernel = (m) => m.rbf({ gamma: 0.5 });

export const verificationJobs = {
  "verified, ridge": verified((m) => m.kernelRidge({ kernel: kernel(m), lambda: 0.1, intercept: true, standardize: true }), Y),
  "verified, a process": verified((m) => m.gaussianProcess({ kernel: kernel(m), noise: 0.1, trend: "linear", standardize: true }), y),
  "verified, logistic": verified((m) => m.kernelClassifier({ kernel: kernel(m), lambda: 0.1, loss: "logistic" }), labels),
  "verified, descent": verified((m) => m.kernelDescent({ kernel: kernel(m), iterations: 20, loss: "huber" }), y, { loss: "huber" }),
  "verified, least squares": verified((m) => m.leastSquares({ features: m.polynomial({ degree: 2 }) }), y),
};

export const provenanceJobs = {
  "the digest of data": async (m) => {
    const model = await m.fit(m.kernelClassifier({ kernel: kernel(m), lambda: 0.1 }), X, labels);
    return m.annotate(model, { data: { X, y: labels } }).about.data;
  },
};
