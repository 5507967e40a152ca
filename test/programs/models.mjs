// Models of every kind, by every kernel that is plain data, and new points: what other programs are to predict as mercer does.
import * as mercer from "../../dist/index.js";

const {
  add,
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  exponentiate,
  fit,
  gaussianProcess,
  groupedNoise,
  kernelClassifier,
  kernelRidge,
  laplacian,
  leastSquares,
  linear,
  logLinearNoise,
  matern,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  precomputed,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
  white,
} = mercer;

const wave = (i, k) => Math.sin(3.1 * i + 1.7 * k * k + 0.4 * i * k);
const points = (rows, from) => Array.from({ length: rows }, (_, i) => [0, 1, 2].map((k) => wave(i + from, k + 1)));
export const X = points(30, 0);
export const Z = points(9, 100);
export const y = X.map(([a, b, c], i) => 3 + a * b - c + 0.1 * wave(i, 9));
export const Y = X.map(([a, b], i) => [a - b + 0.1 * wave(i, 7), y[i]]);
/** In units of their own. */
const [W, V] = [X, Z].map((rows) => rows.map((row) => row.map((value, k) => 100 * k + 10 ** k * value)));
const positive = (rows) => rows.map((row) => row.map(Math.abs));
const METRIC = [
  [2, 0.5, 0],
  [0.5, 1, 0],
  [0, 0, 3],
];

/** With their names, for points of three features of either sign. */
export const KERNELS = {
  linear: linear(),
  "linear with a metric": linear({ metric: METRIC }),
  polynomial: polynomial({ gamma: 0.5, coef0: 1, degree: 3 }),
  "rbf by gamma": rbf({ gamma: 0.7 }),
  "rbf by sigma": rbf({ sigma: 2 }),
  "rbf by length scales": rbf({ lengthScale: [1, 2, 0.5] }),
  laplacian: laplacian({ gamma: 0.3 }),
  "matern 1/2": matern({ nu: 0.5, lengthScale: [1, 2, 3] }),
  "matern 3/2": matern({ nu: 1.5, lengthScale: 0.7 }),
  "matern 5/2": matern({ nu: 2.5, lengthScale: 1.3 }),
  "rational quadratic": rationalQuadratic({ alpha: 0.6, lengthScale: [1, 2, 0.5] }),
  "periodic per feature": periodic({ period: 1.5, lengthScale: 1.2, metric: "per-feature" }),
  periodic: periodic({ period: 1.5, lengthScale: 1.2 }),
  sigmoid: sigmoid({ gamma: 0.4, coef0: -0.3 }),
  cosine: cosine(),
  "all subsets": allSubsets(),
  anova: anova({ degree: 2 }),
  constant: constant(0.75),
  sum: add(linear(), rbf({ gamma: 0.5 }), white(0.2)),
  product: multiply(add(linear(), constant(1)), laplacian({ gamma: 0.5 }), add(cosine(), constant(2))),
  scaled: scale(0.3, rbf({ gamma: 0.5 })),
  power: power(add(linear(), constant(0.5)), 3),
  exponentiated: exponentiate(scale(0.5, linear())),
  normalized: normalize(polynomial({ gamma: 1, coef0: 0.5, degree: 2 })),
  "normalized with white noise": normalize(add(rbf(), white(0.5), linear())),
  "on columns": onColumns([2, 0], matern({ nu: 1.5, lengthScale: [1, 3] })),
  nested: add(
    scale(2, multiply(onColumns([0], periodic({ period: 2, lengthScale: 1 })), rbf())),
    power(normalize(add(allSubsets(), constant(1))), 2),
  ),
};

const FEATURES = {
  linear: linear(),
  polynomial: polynomial({ gamma: 0.5, coef0: 1, degree: 3 }),
  "polynomial without lower terms": polynomial({ coef0: 0, degree: 2 }),
  "all subsets": allSubsets(),
  anova: anova({ degree: 2 }),
  composite: add(scale(2, multiply(linear(), anova({ degree: 2 }))), power(add(constant(1), onColumns([1, 2], linear())), 2)),
};
const UNIT_FEATURES = { cosine: cosine(), normalized: normalize(add(linear(), constant(1))) };

const regression = (name, model, more = {}) => ({ name, model, Z, ...more });
const ridge = (kernel, more = {}) => kernelRidge({ kernel, lambda: 0.1, ...more });
const labels = X.map(([a, b], i) => (a * b > 0 ? "up" : wave(i, 3) > 0 ? "down" : "level"));
const signs = X.map(([a, b]) => (a * b > 0.05 ? 1 : -1));
const K = mercer.gram(rbf({ gamma: 0.7 }), X);
const Kz = mercer.gram(rbf({ gamma: 0.7 }), Z, X);

/** Regression: a model, the points, and whether its variance can be told. */
export const REGRESSIONS = [
  ...Object.entries(KERNELS).map(([name, kernel]) =>
    regression(name, fit(ridge(kernel, { intercept: true, lambda: kernel.kind === "sigmoid" ? 30 : 0.1 }), X, y)),
  ),
  ...[chi2({ gamma: 0.8 }), additiveChi2()].map((kernel) =>
    regression(kernel.kind, fit(ridge(kernel, { lambda: 40 }), positive(X), y), { Z: positive(Z) }),
  ),
  regression("two targets", fit(ridge(rbf()), X, Y)),
  regression(
    "one target of a matrix",
    fit(
      ridge(rbf()),
      X,
      y.map((value) => [value]),
    ),
  ),
  regression("precomputed", fit(ridge(add(scale(2, precomputed()), constant(1), white(0.1))), K, y), { Z: Kz }),
  ...Object.entries({ ...FEATURES, ...UNIT_FEATURES }).map(([name, features]) =>
    regression(`features, ${name}`, fit(leastSquares({ features, lambda: 0.1, intercept: true }), X, y), { isUnit: name in UNIT_FEATURES }),
  ),
  regression("standardised", fit(ridge(rbf(), { standardize: true }), W, y), { Z: V }),
  regression("standardised by ranges, two targets", fit(ridge(rbf(), { standardize: { X: "range", y: "quantiles" } }), W, Y), { Z: V }),
  regression("targets standardised", fit(ridge(rbf(), { standardize: { X: "none", y: "deviation" } }), X, y)),
  regression(
    "features, standardised",
    fit(leastSquares({ features: FEATURES.polynomial, lambda: 0.1, intercept: true, standardize: true }), W, y),
    { Z: V },
  ),
  regression("features, two targets", fit(leastSquares({ features: linear() }), X, Y)),
];

/** Gaussian processes, whose deviations can be told, but for those of a precomputed kernel. */
export const PROCESSES = [
  regression("process", fit(gaussianProcess({ kernel: scale(2, rbf({ gamma: 0.7 })), noise: 0.3 }), X, y), { noisy: true }),
  regression("process of white noise", fit(gaussianProcess({ kernel: KERNELS.sum, noise: 0.3 }), X, y), { noisy: true }),
  regression(
    "process of normalized white noise",
    fit(gaussianProcess({ kernel: KERNELS["normalized with white noise"], noise: 0.3 }), X, y),
    { noisy: true },
  ),
  regression(
    "process of noise by point",
    fit(gaussianProcess({ kernel: KERNELS["matern 3/2"], noise: y.map((value) => 0.1 + value * value) }), X, Y),
  ),
  regression("process with a constant", fit(gaussianProcess({ kernel: KERNELS.nested, noise: 0.3, trend: "constant" }), X, y), {
    noisy: true,
  }),
  regression("process with a line", fit(gaussianProcess({ kernel: KERNELS.laplacian, noise: 0.3, trend: "linear" }), X, Y), {
    noisy: true,
  }),
  regression("process, standardised", fit(gaussianProcess({ kernel: KERNELS.sum, noise: 0.3, trend: "linear", standardize: true }), W, y), {
    noisy: true,
    Z: V,
  }),
  regression(
    "process, standardised, two targets",
    fit(gaussianProcess({ kernel: rbf(), noise: 0.3, standardize: { X: "deviation", y: "center" } }), W, Y),
    {
      noisy: true,
      Z: V,
    },
  ),
  regression(
    "process of log-linear noise",
    fit(gaussianProcess({ kernel: rbf(), noise: logLinearNoise({ basis: "linear", coefficients: [-2, 0.5, 0, 1] }) }), X, y),
    { noisy: true },
  ),
  regression(
    "process of grouped noise",
    fit(gaussianProcess({ kernel: rbf(), noise: groupedNoise({ groups: X.map((_, i) => i % 2), variances: [0.1, 0.5] }) }), X, y),
    { grouped: true },
  ),
  regression("process with features", fit(gaussianProcess({ kernel: KERNELS.laplacian, noise: 0.3, trend: FEATURES.polynomial }), X, y), {
    noisy: true,
  }),
];

const machine = (options, given) => fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, ...options }), X, given);
const shares = (model, given, options) => ({ ...model, calibrator: mercer.fitCalibrator(mercer.decision(model, X), given, options) });
const classifier = (name, model, more = {}) => ({ name, model, Z, ...more });
export const CLASSIFIERS = [
  classifier("two classes", machine({ loss: "hinge", intercept: true }, signs)),
  classifier("three classes", machine({ loss: "squared" }, labels)),
  classifier("standardised", fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, standardize: true }), W, labels), { Z: V }),
  classifier("logistic, two classes", machine({ loss: "logistic" }, signs), { sure: true }),
  classifier("logistic, three classes", machine({ loss: "logistic", intercept: true }, labels), { sure: true }),
  classifier("softmax", machine({ loss: "softmax" }, labels), { sure: true }),
  classifier(
    "booleans, Platt",
    shares(
      machine(
        { loss: "hinge" },
        signs.map((sign) => sign > 0),
      ),
      signs.map((sign) => sign > 0),
    ),
    { sure: true },
  ),
  classifier("Platt", shares(machine({ loss: "hinge", intercept: true }, signs), signs), { sure: true }),
  classifier("Platt, three classes", shares(machine({ loss: "hinge" }, labels), labels), { sure: true }),
  classifier("isotonic", shares(machine({ loss: "hinge" }, signs), signs, { method: "isotonic" }), { sure: true, isotonic: true }),
  classifier("isotonic, three classes", shares(machine({ loss: "squared" }, labels), labels, { method: "isotonic" }), {
    sure: true,
    isotonic: true,
  }),
];
