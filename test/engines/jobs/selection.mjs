import { positive, uniform } from "./numbers.mjs";

const X = uniform(150, 4, 1);
const Y = uniform(150, 2, 7);
const y = Y.data.slice(0, 150).map((value, i) => value / 3 + X.data[4 * i] - X.data[4 * i + 1] ** 2);
const Z = uniform(11, 4, 2);
const labels = Array.from(y, (value) => (value > 0.5 ? "high" : value > -0.5 ? "middle" : "low"));
const two = Array.from(y, (value) => value > 0);
const sampleWeight = positive(150, 1, 3).data;
const groups = Array.from(y, (_, i) => (i * i) % 23);
const order = Array.from(y, (_, i) => (i * 37) % 50);
const ridge = (m, options) => m.kernelRidge({ kernel: m.rbf({ gamma: 0.4 }), lambda: 0.3, intercept: true, ...options });
const classifier = (m) => m.kernelClassifier({ kernel: m.rbf({ gamma: 0.4 }), lambda: 0.1 });

/** Without words. */
const numbers = ({ warnings, reason, ...rest }) => rest;

export const selectionJobs = {
  "path of λ": async (m) => numbers(await m.lambdaPath(ridge(m), X, Y, undefined, { sampleWeight })),
  "choice of λ among many": async (m) => numbers(await m.selectLambda(ridge(m, { intercept: false }), X, y)),
  "leave-one-out": async (m) => numbers(await m.leaveOneOut(ridge(m, { lambda: [0.01, 1] }), X, Y, { sampleWeight })),
  "leave-one-out by refits": async (m) => numbers(await m.leaveOneOut(ridge(m, { kernel: m.linear(), solver: "primal" }), X, y)),
  "cross-validation by a factor": async (m) => numbers(await m.crossValidate(ridge(m), X, Y, { groups, folds: 4, seed: 3 })),
  "cross-validation by refits": async (m) => numbers(await m.crossValidate(ridge(m), X, y, { order, folds: 3 })),
  "cross-validation of a classifier": async (m) => numbers(await m.crossValidate(classifier(m), X, labels, { seed: 5, sampleWeight })),
  comparison: async (m) =>
    m.compare(
      {
        ridge: ridge(m),
        line: m.leastSquares({ intercept: true }),
        descent: m.kernelDescent({ kernel: m.laplacian(), iterations: 30 }),
      },
      X,
      y,
      { folds: 4 },
    ),
  "intervals, jackknife+": (m) => m.predictInterval(ridge(m), X, y, Z),
  "intervals, conformal": (m) => m.predictInterval(ridge(m), X, y, Z, { method: "conformal", coverage: 0.8 }),
  "importance of columns": async (m) => m.permutationImportance(await m.fit(ridge(m), X, y), X, y, { repeats: 3, seed: 9 }),
  splits: (m) => [
    m.kFold(20, { folds: 3 }),
    m.groupKFold(groups, { folds: 3, seed: 1 }),
    m.stratifiedKFold(labels, { folds: 3, seed: 1 }),
    m.forwardSplits(order, { folds: 3 }),
    m.trainTestSplit(30, { seed: 2 }),
  ],
  "metrics of numbers": async (m) => {
    const h = await m.predict(await m.fit(ridge(m), X, y), X);
    const ends = [h.map((value) => value - 0.2), h.map((value) => value + 0.2)];
    return [m.rmse(y, h), m.mae(y, h), m.medianAbsoluteError(y, h), m.r2(y, h), m.pinballLoss(y, h, 0.8), m.coverage(y, ...ends)];
  },
  "metrics of labels": async (m) => {
    const model = await m.fit(m.kernelClassifier({ kernel: m.rbf({ gamma: 0.4 }), lambda: 0.1, loss: "logistic" }), X, two);
    const shares = await m.probabilities(model, X);
    const said = await m.classify(model, X);
    return [m.logLoss(two, shares), m.brierScore(two, shares), m.auc(two, await m.decision(model, X)), m.accuracy(two, said)];
  },
};
