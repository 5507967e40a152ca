import { positive, uniform } from "./numbers.mjs";

const X = uniform(90, 2, 11);
const y = X.data.filter((_, at) => at % 2 === 0).map((value, i) => value * value - X.data[2 * i + 1] / 3 + 2);
const Y = { rows: 90, cols: 2, data: Float64Array.from({ length: 180 }, (_, at) => y[at >> 1] * (at & 1 ? 0.3 : 1) + (at % 5) / 7) };
const Z = uniform(300, 2, 12);
const noises = positive(90, 1, 13).data;

/** Every kind of kernel that has parameters. */
const kernel = (m) =>
  m.add(
    m.scale(1.5, m.rbf({ lengthScale: [0.7, 1.3] })),
    m.multiply(m.matern({ nu: 2.5, lengthScale: 0.9 }), m.periodic({ period: 1.7, lengthScale: 1.1, metric: "per-feature" })),
    m.onColumns([1], m.rationalQuadratic({ alpha: 0.8, lengthScale: 0.5 })),
    m.normalize(m.polynomial({ degree: 2, gamma: 0.4, coef0: 0.7 })),
    m.white(0.02),
  );
const process = (m, options) => m.gaussianProcess({ kernel: kernel(m), noise: 0.05, ...options });
const grouped = (m) => m.groupedNoise({ groups: y.map((_, i) => i % 3), variances: [0.05, 0.2, 0.01] });
const logLinear = (m) => m.logLinearNoise({ basis: "linear", coefficients: [-3, 0.4, -0.7] });
const numbers = ({ warnings, ...rest }) => rest;

/** One feature, out of order, a place twice; a kernel of decays, a line and noise. */
const times = { rows: 90, cols: 1, data: X.data.filter((_, at) => at % 2 === 0).map((x, i) => (i === 7 ? X.data[6] : 3 * x)) };
const newTimes = { rows: 300, cols: 1, data: Z.data.filter((_, at) => at % 2 === 0).map((z) => 4 * z) };
const decays = (m) =>
  m.add(
    m.scale(1.5, m.matern({ nu: 1.5, lengthScale: 0.9 })),
    m.multiply(m.matern({ nu: 2.5, lengthScale: 2 }), m.laplacian({ gamma: 0.3 })),
    m.scale(0.2, m.polynomial({ degree: 1, gamma: 0.4, coef0: 0.7 })),
    m.white(0.02),
  );
const series = (m, options) => m.gaussianProcess({ kernel: decays(m), noise: noises, trend: "linear", solver: "stateSpace", ...options });

/** 9 × 10 cells, out of order. */
const cells = {
  rows: 90,
  cols: 2,
  data: Float64Array.from({ length: 180 }, (_, at) => (at & 1 ? (((at >> 1) * 7) % 90) % 10 : Math.floor((((at >> 1) * 7) % 90) / 10)) / 4),
};
const separable = (m) =>
  m.add(
    m.scale(1.3, m.multiply(m.rbf({ lengthScale: [0.7, 1.1] }), m.onColumns([1], m.matern({ nu: 1.5, lengthScale: 2 })))),
    m.white(0.03),
  );
const onGrid = (m) => m.gaussianProcess({ kernel: separable(m), noise: 0.2, trend: "linear", solver: "kronecker" });

/** Of the verbs of a pool, too. */
export const gaussianJobs = {
  "waves: coefficients, mean, variance and derivatives": async (m) => {
    const waves = m.gaussianProcess({ kernel: m.rbf({ lengthScale: 0.8 }), noise: 0.2, trend: "constant", solver: "fourier" });
    const model = await m.fit(waves, times, Y);
    const inside = { rows: 30, cols: 1, data: times.data.slice(10, 40) };
    return [
      model.coefficients,
      await m.predictDistribution(model, inside),
      await m.logMarginalLikelihood(waves, times, Y, { gradient: true }),
      await m.leaveOneOut(waves, times, Y),
    ];
  },
  "grid: coefficients, mean and variance": async (m) => {
    const model = await m.fit(onGrid(m), cells, Y);
    return [model.coefficients, model.trendCoefficients, model.report.backwardError, await m.predictDistribution(model, Z)];
  },
  "grid: likelihood and its derivatives": (m) => m.logMarginalLikelihood(onGrid(m), cells, Y, { gradient: true }),
  "grid: leave-one-out": (m) => m.leaveOneOut(onGrid(m), cells, Y),
  "series: coefficients, mean and variance": async (m) => {
    const model = await m.fit(series(m), times, Y);
    return [model.coefficients, model.trendCoefficients, model.report.backwardError, await m.predictDistribution(model, newTimes)];
  },
  "series: likelihood in one pass": (m) =>
    m.logMarginalLikelihood(series(m, { kernel: m.scale(2, m.matern({ nu: 1.5, lengthScale: 0.9 })), trend: "none" }), times, Y),
  "structure: covariance": async (m) => [
    await m.predictDistribution(await m.fit(series(m), times, Y), newTimes, { covariance: true }),
    await m.predictDistribution(await m.fit(onGrid(m), cells, Y), Z, { covariance: true }),
  ],
  "structure: samples of the posterior": async (m) => [
    await m.samplePosterior(await m.fit(series(m), times, y), newTimes, { count: 3, seed: 5 }),
    await m.samplePosterior(await m.fit(onGrid(m), cells, y), cells, { count: 3, seed: 5 }),
  ],
  "series: likelihood and its derivatives": (m) => m.logMarginalLikelihood(series(m, { noise: grouped(m) }), times, Y, { gradient: true }),
  "series: leave-one-out": (m) => m.leaveOneOut(series(m), times, Y),
  "series: ridge regression": async (m) =>
    m.predict(await m.fit(m.kernelRidge({ kernel: decays(m), lambda: 0.3, intercept: true, solver: "stateSpace" }), times, y), newTimes),
  "Gaussian process": async (m) => (await m.fit(process(m), X, y)).coefficients,
  "Gaussian process with a trend": async (m) => {
    const { coefficients, trendCoefficients, logMarginalLikelihood } = await m.fit(process(m, { trend: "linear", noise: noises }), X, Y);
    return [coefficients, trendCoefficients, logMarginalLikelihood];
  },
  "mean and variance": async (m) => m.predictDistribution(await m.fit(process(m, { trend: "constant" }), X, y), Z, { noise: true }),
  "mean and covariance": async (m) => m.predictDistribution(await m.fit(process(m, { trend: "linear" }), X, Y), Z, { covariance: true }),
  "samples of the posterior": async (m) => m.samplePosterior(await m.fit(process(m), X, y), Z, { count: 3, seed: 5 }),
  "samples of the prior": (m) => m.samplePrior(kernel(m), X, { count: 3, seed: 5 }),
  "marginal likelihood": (m) => m.logMarginalLikelihood(process(m, { trend: "linear" }), X, Y, { gradient: true }),
  "leave-one-out of a Gaussian process": (m) => m.leaveOneOut(process(m, { trend: "constant" }), X, Y),
  "marginal likelihood, noise of groups": (m) => m.logMarginalLikelihood(process(m, { noise: grouped(m) }), X, Y, { gradient: true }),
  "marginal likelihood, log-linear noise": (m) => m.logMarginalLikelihood(process(m, { noise: logLinear(m) }), X, Y, { gradient: true }),
  "log-linear noise of a new observation": async (m) =>
    m.predictDistribution(await m.fit(process(m, { noise: logLinear(m) }), X, y), Z, { noise: true }),
  "standardised Gaussian process": async (m) => {
    const model = await m.fit(process(m, { noise: noises, trend: "linear", standardize: true }), X, y);
    return [model.scaling, model.logMarginalLikelihood, await m.predictDistribution(model, Z)];
  },
  "intervals, Gaussian": (m) => m.predictInterval(process(m), X, y, Z),
  "intervals, Student's": (m) => m.predictInterval(process(m, { trend: "linear" }), X, y, Z, { method: "student" }),
  "tuning by likelihood": async (m) =>
    numbers(await m.tune(m.gaussianProcess({ kernel: m.rbf({ lengthScale: 0.5 }), noise: 0.1 }), X, y, { starts: 2, iterations: 30 })),
  "tuning with priors": async (m) =>
    numbers(
      await m.tune(m.gaussianProcess({ kernel: m.scale(1, m.rbf({ lengthScale: 0.5 })), noise: 0.1 }), X, y, {
        starts: 2,
        iterations: 30,
        priors: {
          noise: m.halfCauchy({ scale: 0.1 }),
          "kernel.factor": m.gamma({ shape: 2.5, rate: 1 }),
          "kernel.kernel.lengthScale": m.logNormal({ median: 1, deviation: 0.5 }),
        },
      }),
    ),
  "tuning by leave-one-out": async (m) =>
    numbers(await m.tune(m.kernelRidge({ kernel: m.rbf({ lengthScale: 0.5 }), lambda: 0.1 }), X, Y, { starts: 2, iterations: 30 })),
};

/** And those that a pool has not. */
export const processJobs = {
  "probability integral transform": (m) => {
    const { predictions, variance } = m.leaveOneOut(process(m), X, y);
    const deviation = variance.map(Math.sqrt);
    const u = m.pit(y, predictions, deviation);
    const factor = m.calibratedScale(y, predictions, deviation);
    return [factor, u, m.pit(y, predictions, deviation, { degrees: 3.5 }), m.pitHistogram(u), m.coverageCurve(u, [0.1, 0.5, 0.9])];
  },
  "Student's t": (m) =>
    [0.5, 1, 4, 37, 2000].flatMap((nu) => [1e-20, 0.01, 0.3, 0.6, 0.95].map((p) => [m.studentQuantile(p, nu), m.studentCdf(-9 * p, nu)])),
  "components of a sum": async (m) => m.predictComponents(await m.fit(process(m), X, y), Z).map(({ mean }) => mean),
  "gradients of a distribution": async (m) => m.distributionGradient(await m.fit(process(m, { trend: "linear" }), X, y), Z),
  "predictor of a distribution": async (m) => {
    const at = m.distributionPredictor(await m.fit(process(m, { trend: "constant" }), X, y));
    return [0, 1, 2].map((i) => {
      const { mean, variance } = at(Z.data.slice(2 * i, 2 * i + 2));
      return [mean, variance];
    });
  },
};
