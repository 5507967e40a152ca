import { kernels } from "./kernels.mjs";
import { fitted, substance } from "./model.mjs";
import { symmetric, uniform } from "./numbers.mjs";

const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const Y = uniform(300, 3, 7);
const y = Y.data.slice(0, 300);
const weights = y.map((value, i) => (i % 9 === 0 ? 0 : Math.abs(value)));
const gaussian = (m) => m.rbf({ gamma: 0.1 });
/** 120 of 300 points stand twice, so K is singular. */
const repeated = { ...X, data: X.data.map((_, at) => X.data[at < 840 ? at + 840 : at]) };

const ridge = (options, { points = X, targets = y, at = Z, ...given } = {}) => {
  return (m) => fitted(m, at, m.kernelRidge({ kernel: gaussian(m), lambda: 0.5, ...options(m) }), points, targets, given);
};

const ofEveryKernel = Object.entries(kernels).map(([name, kernel]) => [
  `ridge, ${name}`,
  ridge((m) => ({ kernel: kernel(m), lambda: 5, intercept: true })),
]);

/** What an iteration that was ended after some steps has come to, and what it comes to when it goes on. */
const interrupted = (m, options, targets) => {
  const estimator = { kernel: m.matern({ nu: 1.5, lengthScale: 2 }), lambda: 0.05, solver: "iterative", ...options };
  return {
    estimator: m.kernelRidge(estimator),
    state: () =>
      Promise.resolve()
        .then(() => m.fit(m.kernelRidge({ ...estimator, maxIterations: 3 }), X, targets))
        .then(
          () => null,
          (error) => error.state,
        ),
  };
};

export const regressionJobs = {
  ...Object.fromEntries(ofEveryKernel),
  "ridge, Cholesky": ridge(() => ({ solver: "cholesky" })),
  "ridge, LU": ridge(() => ({ solver: "lu" })),
  "ridge, LU of an indefinite matrix": ridge((m) => ({ kernel: m.add(m.scale(0.7, m.precomputed()), m.white(0.1)) }), {
    points: symmetric(45, 4),
    targets: y.slice(0, 45),
    at: uniform(6, 45, 8),
  }),
  "ridge, pivoted Cholesky": ridge((m) => ({ kernel: m.polynomial({ degree: 2 }), solver: "pivotedCholesky", intercept: true })),
  "ridge, eigenvalues": ridge(() => ({ solver: "eigen" })),
  "ridge, primal, all subsets": ridge((m) => ({ kernel: m.allSubsets(), solver: "primal" })),
  "ridge, primal, polynomial": ridge((m) => ({ kernel: m.polynomial({ degree: 3, coef0: 0.5 }), solver: "primal", intercept: true })),
  "ridge, minimum norm": ridge(() => ({ lambda: 0, solver: "eigen" }), { points: repeated }),
  "ridge, minimum norm by itself": ridge((m) => ({ kernel: m.rbf({ gamma: 3 }), lambda: 0, intercept: true }), { points: repeated }),
  "ridge, iterative": ridge((m) => ({ kernel: m.matern({ nu: 2.5, lengthScale: 2 }), lambda: 0.1, solver: "iterative", rank: 40 })),
  "ridge, iterative, targets, λ, weights, intercept": ridge(
    () => ({ lambda: [0.5, 0.02, 0.5], solver: "iterative", intercept: true, seed: 3 }),
    {
      targets: Y,
      sampleWeight: weights,
    },
  ),
  "ridge, iterative, by neighbours": ridge(
    (m) => ({ kernel: m.add(m.matern({ nu: 1.5, lengthScale: 0.5 }), m.white(0.01)), lambda: 0.1, solver: "iterative", intercept: true }),
    { points: uniform(700, 2, 31), targets: uniform(700, 1, 32).data, at: uniform(20, 2, 33) },
  ),
  "ridge, iterative, interrupted and resumed": async (m) => {
    const { estimator, state } = interrupted(m, { rank: 30, intercept: true }, Y);
    const reached = await state();
    return [reached, ...(await fitted(m, Z, estimator, X, Y, { resume: reached }))];
  },
  "ridge, intercept": ridge(() => ({ intercept: true })),
  "ridge, weights": ridge(() => ({ intercept: true }), { sampleWeight: weights }),
  "ridge, standardised": ridge(() => ({ standardize: true, intercept: true }), { targets: Y, sampleWeight: weights }),
  "ridge, by quantiles and range": ridge(() => ({ standardize: { X: "quantiles", y: "range" } }), { sampleWeight: weights }),
  "ridge, three targets": ridge(() => ({ lambda: [0.1, 1, 10], intercept: true }), { targets: Y }),
  "support vectors, regression": (m) => fitted(m, Z, m.supportVectorRegression({ kernel: gaussian(m), lambda: 0.05 }), X, y),
  "support vectors, weights": (m) =>
    fitted(m, Z, m.supportVectorRegression({ kernel: m.laplacian(), lambda: 0.1, intercept: false }), X, y, { sampleWeight: weights }),
  "least squares": (m) => fitted(m, Z, m.leastSquares({ intercept: true }), X, Y),
  "least squares, ridge on features": (m) =>
    fitted(m, Z, m.leastSquares({ features: m.polynomial({ degree: 2 }), lambda: 0.1 }), X, y, { sampleWeight: weights }),
  "least squares, minimum norm": (m) =>
    fitted(m, uniform(5, 6, 9), m.leastSquares({ features: m.allSubsets() }), uniform(20, 6, 10), y.slice(0, 20)),
  "spectral filter": async (m) => {
    const model = await m.spectralFilter(gaussian(m), X, y, { step: 0.001, steps: 1000 });
    return [substance(model), await m.predict(model, Z)];
  },
  "error bars": async (m) => {
    const estimators = [
      ...Object.values(kernels).map((kernel) => m.kernelRidge({ kernel: kernel(m), lambda: 0.5 })),
      m.kernelRidge({ kernel: gaussian(m), lambda: 1e-9, intercept: true }),
      m.kernelRidge({ kernel: m.polynomial({ degree: 2 }), lambda: 1e-9, solver: "primal", intercept: true }),
      m.leastSquares({ features: m.polynomial({ degree: 2 }), lambda: 1e-6, intercept: true }),
    ];
    return Promise.all(estimators.map(async (estimator) => (await m.fit(estimator, X, y)).report.errorBound));
  },
  "choice of λ": async (m) => {
    const { warnings, ...numbers } = await m.selectLambda(
      m.kernelRidge({ kernel: gaussian(m), intercept: true }),
      X,
      y,
      [0.01, 0.1, 1, 10],
    );
    return numbers;
  },
  score: async (m) => m.score(await m.fit(m.kernelRidge({ kernel: gaussian(m) }), X, Y), X, Y),
  "a model by way of JSON": async (m) => {
    const json = m.toJSON(await m.fit(m.kernelRidge({ kernel: gaussian(m) }), X, y));
    return [json.model.coefficients, await m.predict(m.fromJSON(JSON.parse(JSON.stringify(json))), Z)];
  },
  "a model by way of bytes": async (m) => {
    const bytes = m.toBytes(await m.fit(m.leastSquares({ features: m.polynomial({ degree: 2 }), intercept: true }), X, Y));
    return [bytes.subarray(-8 * 37 * 3), await m.predict(m.fromBytes(bytes), Z)];
  },
  standardize: (m) => {
    const { scaler, X: scaled } = m.standardize(X);
    return [scaler, scaled, m.applyScaler(scaler, Z)];
  },
};

export const predictorJobs = {
  "predictor of a kernel model": (m) => oneByOne(m, m.fit(m.kernelRidge({ kernel: gaussian(m) }), X, Y)),
  "predictor of a served model": (m) =>
    oneByOne(m.serving, m.serving.fromJSON(m.toJSON(m.fit(m.kernelRidge({ kernel: m.laplacian(), lambda: 0.1 }), X, Y)))),
  "gradients of predictions": (m) => differentiable.map((name) => gradients(m, kernels[name](m))),
  "predictor of a linear model": (m) => oneByOne(m, m.fit(m.leastSquares({ features: m.allSubsets() }), X, y)),
};

/** Kernels that have a gradient everywhere, one for each way back through a program. */
const differentiable = [
  "linear with a metric",
  "polynomial",
  "Gaussian",
  "Gaussian per feature",
  "Laplacian",
  "exponential per feature",
  "Matérn 5/2",
  "rational quadratic",
  "periodic",
  "periodic per feature",
  "sigmoid",
  "cosine",
  "all subsets",
  "ANOVA",
  "sum",
];

function gradients(m, kernel) {
  return m.predictGradient(m.fit(m.kernelRidge({ kernel, lambda: 5 }), X, y), Z);
}

function oneByOne(m, model) {
  const predictOne = m.predictor(model);
  const values = Array.from({ length: Z.rows }, (_, i) => predictOne(Z.data.slice(7 * i, 7 * (i + 1))));
  predictOne.release();
  return values;
}
