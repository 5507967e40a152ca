import { describe, expect, it, vi } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  absolute,
  add,
  chi2,
  classify,
  crossValidate,
  decision,
  diagnose,
  distributionGradient,
  distributionPredictor,
  epsilonInsensitive,
  fit,
  fromJSON,
  gaussianProcess,
  huber,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  lambdaPath,
  leastSquares,
  leaveOneOut,
  linear,
  linearDescent,
  logMarginalLikelihood,
  type Matrix,
  poisson,
  precomputed,
  predict,
  predictComponents,
  predictDistribution,
  predictGradient,
  predictInterval,
  predictor,
  probabilities,
  quantile,
  rbf,
  type ScalingMethod,
  samplePosterior,
  scale,
  score,
  selectLambda,
  spectralFilter,
  supportVectorRegression,
  toJSON,
  tune,
} from "../../src/entries/index";
import * as served from "../../src/entries/predict";
import { columnOf } from "../support/dense";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { expectRounded } from "../support/precision";

/** A table in units that differ by many powers of ten, and its targets far from 0. */
const source = random(11);
const n = 40;
const X: Matrix = {
  rows: n,
  cols: 2,
  data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? 5 + source.normal() / 100 : 900 * source.normal())),
};
const y = Float64Array.from(
  { length: n },
  (_, i) => 3e6 + 1e4 * Math.sin((X.data[2 * i] as number) / 700) + 2e6 * ((X.data[2 * i + 1] as number) - 5),
);
const Z: Matrix = { rows: 5, cols: 2, data: X.data.slice(4, 14).map((value, at) => value + (at % 2 ? 0.003 : 50)) };
const labels = Array.from(y, (value) => (value > 3e6 ? "high" : "low"));

/** As the books define them, for a column. */
const METHODS: Record<ScalingMethod, (x: Float64Array) => [center: number, spread: number]> = {
  deviation: (x) => [mean(x), Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)))],
  center: (x) => [mean(x), 1],
  range: (x) => [Math.min(...x), Math.max(...x) - Math.min(...x)],
  quantiles: (x) => [quantileOf(x, 0.5), quantileOf(x, 0.75) - quantileOf(x, 0.25)],
};
const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;
/** The mean of all values that are p-quantiles: below them lies no more than p of the numbers, above no more than 1 − p. */
const quantileOf = (x: Float64Array, p: number): number => {
  const are = x.filter((q) => x.filter((v) => v < q).length <= p * x.length && x.filter((v) => v > q).length <= (1 - p) * x.length);
  return (Math.min(...are) + Math.max(...are)) / 2;
};
const scalingOf = (m: Matrix, method: ScalingMethod) => Array.from({ length: m.cols }, (_, k) => METHODS[method](columnOf(m, k)));
const standard = (m: Matrix, by: readonly (readonly [number, number])[]): Matrix => ({
  ...m,
  data: m.data.map(
    (value, at) => (value - (by[at % m.cols] as readonly [number, number])[0]) / (by[at % m.cols] as readonly [number, number])[1],
  ),
});

const ofX = scalingOf(X, "deviation");
const [[center, spread]] = [METHODS.deviation(y)];
const [x, z] = [standard(X, ofX), standard(Z, ofX)];
const v = y.map((value) => (value - center) / spread);
const raw = (values: Float64Array): Float64Array => values.map((value) => center + spread * value);
/** Sums of some 40 terms that two orders of rounding, of data and of results, tell apart; in deviations of y around 3·10⁶. */
const near = (found: ArrayLike<number>, expected: ArrayLike<number>, unit = spread): void => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    expect(Math.abs((found[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(
      1e-7 * unit + 1e-14 * Math.abs(expected[i] as number),
    );
  }
};

const refuses = (body: () => unknown, code: mercer.ErrorCode, message: RegExp): mercer.MercerError => {
  const error = expectError(code, body);
  expect(error.message).toMatch(message);
  return error;
};

const kernel = rbf({ gamma: 0.5 });
const ESTIMATORS = {
  kernelRidge: (standardize?: mercer.Standardize) => kernelRidge({ kernel, lambda: 0.1, ...(standardize && { standardize }) }),
  "kernelRidge, intercept": (standardize?: mercer.Standardize) =>
    kernelRidge({ kernel, lambda: 0.1, intercept: true, ...(standardize && { standardize }) }),
  gaussianProcess: (standardize?: mercer.Standardize) =>
    gaussianProcess({ kernel, noise: 0.1, trend: "linear", ...(standardize && { standardize }) }),
  kernelDescent: (standardize?: mercer.Standardize) =>
    kernelDescent({ kernel, iterations: 50, loss: huber({ delta: 0.5 }), ...(standardize && { standardize }) }),
  kernelNewton: (standardize?: mercer.Standardize) =>
    kernelNewton({ kernel, lambda: 0.1, loss: huber({ delta: 0.5 }), ...(standardize && { standardize }) }),
  supportVectorRegression: (standardize?: mercer.Standardize) =>
    supportVectorRegression({
      kernel,
      lambda: 0.1,
      tolerance: 1e-9,
      loss: epsilonInsensitive({ epsilon: 0.2 }),
      ...(standardize && { standardize }),
    }),
  "supportVectorRegression, quantile": (standardize?: mercer.Standardize) =>
    supportVectorRegression({ kernel, lambda: 0.1, tolerance: 1e-9, loss: quantile({ tau: 0.3 }), ...(standardize && { standardize }) }),
  leastSquares: (standardize?: mercer.Standardize) => leastSquares({ lambda: 0.1, ...(standardize && { standardize }) }),
  linearDescent: (standardize?: mercer.Standardize) =>
    linearDescent({ features: linear(), iterations: 50, loss: absolute(), ...(standardize && { standardize }) }),
};
const estimators = Object.entries(ESTIMATORS) as [string, (standardize?: mercer.Standardize) => mercer.KernelRidge][];

describe.each(estimators)("%s", (_, make) => {
  const model = fit(make(true), X, y);

  it("is the fit of standardised data, mapped back", () => {
    near(predict(model, Z), raw(predict(fit(make(), x, v), z)));
  });

  it("does not care about units: a column times a power of two, y times another", () => {
    const other = fit(
      make(true),
      { ...X, data: X.data.map((value, at) => (at % 2 ? value * 2 ** -30 : value)) },
      y.map((value) => value * 2 ** 20),
    );
    const there = { ...Z, data: Z.data.map((value, at) => (at % 2 ? value * 2 ** -30 : value)) };
    expect(predict(other, there)).toEqual(predict(model, Z).map((value) => value * 2 ** 20));
  });

  it("one point at a time, from a file, and served: the same bits", () => {
    const predictions = predict(model, Z);
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as typeof model;
    expect(again.scaling).toEqual(model.scaling);
    for (const [at, single] of [predictor(model), predictor(again), served.predictor(again)].entries()) {
      const points = Array.from({ length: Z.rows }, (_, i) => single(Z.data.subarray(2 * i, 2 * i + 2)));
      expect(points, String(at)).toEqual(Array.from(predictions));
    }
    expect(predict(again, Z)).toEqual(predictions);
    expect(served.predict(again, Z)).toEqual(predictions);
  });

  it("reports what its predictions leave of y in raw units", () => {
    const h = predict(model, X);
    const L =
      "loss" in make()
        ? (make() as unknown as { loss: { kind: string; delta?: number; epsilon?: number; tau?: number } }).loss
        : { kind: "squared" };
    const loss = y.reduce((sum, value, i) => sum + rawLoss(L, (h[i] as number) - value), 0);
    near(model.report.trainingLoss, [loss], L.kind === "squared" || L.kind === "huber" ? n * spread * spread : n * spread);
  });

  it.each(Object.keys(METHODS) as ScalingMethod[])("by %s, X alone", (method) => {
    const by = scalingOf(X, method);
    near(predict(fit(make({ X: method, y: "deviation" }), X, y), Z), raw(predict(fit(make(), standard(X, by), v), standard(Z, by))));
  });
});

/** The parameters of the losses are in deviations of y. */
function rawLoss(
  { kind, delta = 0, epsilon = 0, tau = 0 }: { kind: string; delta?: number; epsilon?: number; tau?: number },
  e: number,
): number {
  const [d, s] = [delta * spread, Math.abs(e)];
  if (kind === "squared") return e * e;
  if (kind === "huber") return s <= d ? e * e : d * (2 * s - d);
  if (kind === "epsilonInsensitive") return Math.max(0, s - epsilon * spread);
  if (kind === "quantile") return e < 0 ? -tau * e : (1 - tau) * e;
  return s;
}

describe("the error bound in raw units", () => {
  /** With k(x, x) = r²: s·ε for the fit, and u(2 s|h| + |c|) for the two operations that lead back, |h| ≤ r‖α‖₁ + |b|, in units of r, both with the rounding of the bound itself. */
  const bound = (epsilon: number, alpha: Float64Array, b: number, [c, s, r]: readonly [number, number, number]): number =>
    (s * epsilon + Number.EPSILON * (s * r * alpha.reduce((sum, a) => sum + Math.abs(a), 0) + (s * Math.abs(b) + Math.abs(c)) / r)) *
    (1 + 4 * n * Number.EPSILON);

  it.each<[string, (standardize: boolean) => mercer.KernelRidge, number?]>([
    ["ridge with k(x, x) = 9", (standardize) => kernelRidge({ kernel: scale(9, kernel), lambda: 0.1, intercept: true, standardize }), 3],
    ["ridge", (standardize) => kernelRidge({ kernel, lambda: 0.1, standardize })],
    ["ridge with an intercept", (standardize) => kernelRidge({ kernel, lambda: 0.1, intercept: true, standardize })],
    [
      "a process with a constant trend",
      (standardize) => gaussianProcess({ kernel, noise: 0.1, trend: "constant", standardize }) as unknown as mercer.KernelRidge,
    ],
  ])("%s", (_, make, root = 1) => {
    type Fitted = mercer.KernelModel<Float64Array> & { readonly trendCoefficients?: Float64Array };
    const { report, coefficients, intercept, trendCoefficients, scaling, points } = fit(make(true), X, y) as unknown as Fitted;
    const [c, s] = [scaling?.y?.center[0] as number, scaling?.y?.spread[0] as number];
    // the same fit of the same numbers
    const plain = fit(
      make(false),
      points as Matrix,
      y.map((value) => (value - c) / s),
    );
    const expected = bound(plain.report.errorBound as number, coefficients, intercept ?? trendCoefficients?.[0] ?? 0, [c, s, root]);
    expect(Math.abs((report.errorBound as number) / expected - 1)).toBeLessThan(1e-9);
  });

  it("is the largest of several targets", () => {
    const Y: Matrix = {
      rows: n,
      cols: 2,
      data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? 2 ** -10 : 1) * (y[at >> 1] as number)),
    };
    const [both, large] = [fit(ESTIMATORS.kernelRidge(true), X, Y), fit(ESTIMATORS.kernelRidge(true), X, y)];
    const ratio = (both.report.errorBound as number) / (large.report.errorBound as number);
    // the residuals of two targets at once may differ in their last digits
    expect(ratio > 0.9 && ratio < 1.1).toBe(true);
  });

  it("is not known of features that are a function", () => {
    expect(fit(leastSquares({ features: (x) => x, lambda: 0.1, standardize: true }), X, y).report.errorBound).toBeNull();
  });
});

describe("several targets", () => {
  const Y: Matrix = {
    rows: n,
    cols: 2,
    data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? 1e-6 * (X.data[at] as number) : (y[at >> 1] as number))),
  };
  it("each by its own center and spread", () => {
    const both = fit(ESTIMATORS.kernelRidge(true), X, Y);
    for (const q of [0, 1])
      near(
        columnOf(predict(both, Z), q),
        predict(fit(ESTIMATORS.kernelRidge(true), X, columnOf(Y, q)), Z),
        METHODS.deviation(columnOf(Y, q))[1],
      );
    const single = predictor(both);
    expect(single(Z.data.subarray(0, 2))).toEqual(predict(both, Z).data.slice(0, 2));
  });

  it("of a Gaussian process share their variance, so each cannot have a spread of its own", () => {
    refuses(() => fit(ESTIMATORS.gaussianProcess(true), X, Y), "unsupported", /targets, which share the variance.*y: "center"/);
    const centred = fit(ESTIMATORS.gaussianProcess({ X: "deviation", y: "center" }), X, Y);
    expect(predictDistribution(centred, Z).variance).toEqual(
      predictDistribution(fit(ESTIMATORS.gaussianProcess({ X: "deviation" }), X, Y), Z).variance,
    );
  });
});

describe("a classifier", () => {
  const estimator = kernelClassifier({ kernel, lambda: 0.1, loss: "logistic", standardize: true });
  const model = fit(estimator, X, labels);
  const plain = fit(kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), x, labels);

  it("standardises X and leaves the labels as they are", () => {
    expect(estimator.standardize).toEqual({ X: "deviation", y: "none" });
    near(decision(model, Z) as Float64Array, decision(plain, z) as Float64Array, 1);
    expect(classify(model, Z)).toEqual(classify(plain, z));
    near(probabilities(model, Z).data, probabilities(plain, z).data, 1);
    expect(score(model, X, labels)).toBe(score(plain, x, labels));
    expect(Array.from({ length: 5 }, (_, i) => predictor(model)(Z.data.subarray(2 * i, 2 * i + 2)))).toEqual(classify(model, Z));
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as typeof model;
    expect(served.probabilities(again, Z)).toEqual(probabilities(model, Z));
  });

  it("has no use for units of labels", () => {
    refuses(() => kernelClassifier({ kernel, standardize: { y: "deviation" } }), "argument", /labels or counts/);
  });
});

it("counts have no units either: poisson standardises X alone", () => {
  const counts = Float64Array.from({ length: n }, (_, i) => i % 4);
  const model = fit(kernelNewton({ kernel, lambda: 0.1, loss: poisson(), standardize: true }), X, counts);
  expect(model.scaling?.y).toBeNull();
  near(predict(model, Z), predict(fit(kernelNewton({ kernel, lambda: 0.1, loss: poisson() }), x, counts), z), 1);
});

describe("a Gaussian process", () => {
  const options = { kernel, noise: 0.1 };
  const model = fit(gaussianProcess({ ...options, standardize: true }), X, y);
  const plain = fit(gaussianProcess(options), x, v);
  /** The same process in raw units of y: k and noise are s² times as large. */
  const inRaw = gaussianProcess({ kernel: scale(spread * spread, kernel), noise: 0.1 * spread * spread });
  const centred = y.map((value) => value - center);

  it.each([false, true])("variance and covariance in raw units, noise: %s", (noise) => {
    const expected = predictDistribution(plain, z, { noise, covariance: true });
    const found = predictDistribution(model, Z, { noise, covariance: true });
    near(found.mean, raw(expected.mean));
    near(
      found.variance,
      expected.variance.map((value) => value * spread * spread),
      spread * spread,
    );
    near(
      (found.covariance as Matrix).data,
      (expected.covariance as Matrix).data.map((value) => value * spread * spread),
      spread * spread,
    );
    const at = distributionPredictor(model, { noise })(Z.data.subarray(0, 2));
    expect(at).toEqual({ mean: found.mean[0], variance: predictDistribution(model, Z, { noise }).variance[0] });
  });

  it.each(["none", "constant", "linear"] as const)("its likelihood is the density of y in raw units, trend: %s", (trend) => {
    const made = gaussianProcess({ ...options, trend, standardize: true });
    const expected = logMarginalLikelihood(
      gaussianProcess({ kernel: inRaw.kernel, noise: inRaw.noise as number, trend }),
      x,
      centred,
    ).value;
    // the restricted likelihood of a linear trend depends on the units of its basis functions not at all
    near([logMarginalLikelihood(made, X, y).value, fit(made, X, y).logMarginalLikelihood], [expected, expected], 1);
  });

  it("its leave-one-out density, too", () => {
    const found = leaveOneOut(gaussianProcess({ ...options, standardize: true }), X, y);
    const expected = leaveOneOut(inRaw, x, centred);
    near([found.logDensity as number], [expected.logDensity as number], 1);
    near(found.variance as Float64Array, expected.variance as Float64Array, spread * spread);
    near(found.residuals as Float64Array, expected.residuals as Float64Array);
  });

  it("samples and slopes are in raw units", () => {
    const draws = samplePosterior(model, Z, { count: 3, seed: 1 });
    near(draws.data, raw(samplePosterior(plain, z, { count: 3, seed: 1 }).data));
    const [found, expected] = [distributionGradient(model, Z), distributionGradient(plain, z)];
    for (const [k, [, s]] of ofX.entries()) {
      near(
        columnOf(found.mean, k),
        columnOf(expected.mean, k).map((slope) => (slope * spread) / s),
        spread / s,
      );
      near(
        columnOf(found.variance, k),
        columnOf(expected.variance, k).map((slope) => (slope * spread * spread) / s),
        (spread * spread) / s,
      );
    }
  });

  it("noise of each point is data, in units² of y", () => {
    const noise = Float64Array.from({ length: n }, (_, i) => (0.1 + i / 100) * spread * spread);
    const found = fit(gaussianProcess({ kernel, noise, standardize: true }), X, y);
    near(predict(found, Z), raw(predict(fit(gaussianProcess({ kernel, noise: noise.map((value) => value / spread / spread) }), x, v), z)));
  });
});

it("the slopes of a kernel model, and the terms of a sum, are in raw units", () => {
  const sum = (standardize: boolean) => kernelRidge({ kernel: add(rbf({ gamma: 0.5 }), linear()), lambda: 0.1, standardize });
  const [model, plain] = [fit(sum(true), X, y), fit(sum(false), x, v)];
  const [found, expected] = [predictGradient(model, Z), predictGradient(plain, z)];
  for (const [k, [, s]] of ofX.entries())
    near(
      columnOf(found, k),
      columnOf(expected, k).map((slope) => (slope * spread) / s),
      spread / s,
    );
  const terms = predictComponents(model, Z);
  near(
    predict(model, Z),
    Float64Array.from({ length: 5 }, (_, i) => terms.reduce((h, { mean: part }) => h + (part[i] as number), center)),
  );
});

describe("choosing", () => {
  const ridge = kernelRidge({ kernel, lambda: 0.1, standardize: true });

  it("cross-validation learns the units of each fold anew", () => {
    const folds = Int32Array.from({ length: n }, (_, i) => i % 4);
    const { predictions } = crossValidate(ridge, X, y, { folds });
    const rows = (fold: number, inside: boolean) => Array.from(folds.keys()).filter((i) => (folds[i] === fold) === inside);
    for (let fold = 0; fold < 4; fold++) {
      const pick = (at: readonly number[]) => at.map((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2)));
      const model = fit(
        ridge,
        pick(rows(fold, false)),
        rows(fold, false).map((i) => y[i] as number),
      );
      expect(rows(fold, true).map((i) => (predictions as Float64Array)[i])).toEqual(Array.from(predict(model, pick(rows(fold, true)))));
    }
  });

  it("leave-one-out, λ paths and their choice hold the units of all rows; errors are raw", () => {
    const plain = kernelRidge({ kernel, lambda: 0.1 });
    near(leaveOneOut(ridge, X, y).predictions as Float64Array, raw(leaveOneOut(plain, x, v).predictions as Float64Array));
    const lambdas = [0.01, 0.1, 1, 2, 3, 4, 5, 6];
    const [found, expected] = [lambdaPath(ridge, X, y, lambdas), lambdaPath(plain, x, v, lambdas)];
    near(
      found.looError,
      expected.looError.map((e) => e * spread * spread),
      spread * spread,
    );
    near(
      found.gcv,
      expected.gcv.map((e) => e * spread * spread),
      spread * spread,
    );
    near(
      found.logMarginalLikelihood,
      expected.logMarginalLikelihood.map((l) => l - n * Math.log(spread)),
      n,
    );
    expect(found.best).toEqual(expected.best);
    near(
      selectLambda(ridge, X, y, [0.01, 0.1]).looError,
      selectLambda(plain, x, v, [0.01, 0.1]).looError.map((e) => e * spread * spread),
      spread * spread,
    );
  });

  it("intervals are those of standardised data, mapped back", () => {
    for (const method of ["jackknife+", "conformal"] as const) {
      const [found, expected] = [
        predictInterval(ridge, X, y, Z, { method }),
        predictInterval(kernelRidge({ kernel, lambda: 0.1 }), x, v, z, { method }),
      ];
      near(found.lower, raw(expected.lower));
      near(found.upper, raw(expected.upper));
    }
    const [process, plain] = [true, false].map((standardize) => gaussianProcess({ kernel, noise: 0.1, standardize })) as unknown as [
      mercer.GaussianProcess,
      mercer.GaussianProcess,
    ];
    near(predictInterval(process, X, y, Z).lower, raw(predictInterval(plain, x, v, z).lower));
    near(
      predictInterval(process, X, y, Z, { method: "jackknife+" }).lower,
      raw(predictInterval(plain, x, v, z, { method: "jackknife+" }).lower),
    );
  });

  it.each([
    ["kernelRidge", (standardize: boolean) => kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: 0.1, standardize })],
    ["gaussianProcess", (standardize: boolean) => gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1, standardize })],
  ])("tune of %s finds what it finds in standard units, and keeps the estimator's own", (kind, make) => {
    const [found, expected] = [
      tune(make(true) as mercer.KernelRidge, X, y, { starts: 1 }),
      tune(make(false) as mercer.KernelRidge, x, v, { starts: 1 }),
    ];
    expect(found.estimator).toMatchObject({ kind, standardize: { X: "deviation", y: "deviation" } });
    found.parameters.forEach(({ value }, i) => {
      expect(Math.abs(value / (expected.parameters[i]?.value as number) - 1)).toBeLessThan(1e-3);
    });
    const told =
      kind === "kernelRidge"
        ? mean((leaveOneOut(found.estimator, X, y).residuals as Float64Array).map((e) => e * e))
        : fit(found.estimator as never as mercer.GaussianProcess, X, y).logMarginalLikelihood;
    expect(Math.abs(found.value / told - 1)).toBeLessThan(1e-9);
  });

  it("tune by cross-validation gives back what it was given, with other numbers", () => {
    const { estimator, parameters } = tune(kernelClassifier({ kernel, lambda: 0.1, standardize: "range" }), X, labels, {
      starts: 1,
      iterations: 4,
    });
    expect(estimator).toMatchObject({ kind: "kernelClassifier", standardize: { X: "range", y: "none" }, lambda: parameters[0]?.value });
  });

  it("diagnose, with losses in raw units", () => {
    const twice = { ...X, data: X.data.map((value, at) => (at < 4 ? (X.data[at % 2] as number) : value)) };
    const by = scalingOf(twice, "deviation");
    const [c, s] = METHODS.deviation(y);
    const found = diagnose(kernel, twice, y, { standardize: true });
    const expected = diagnose(
      kernel,
      standard(twice, by),
      y.map((value) => (value - c) / s),
    );
    expect(found.rank).toBe(expected.rank);
    near(
      found.attainableLoss as number[],
      (expected.attainableLoss as number[]).map((loss) => loss * s * s),
      s * s,
    );
    expect(diagnose(kernel, twice, undefined, { standardize: true }).rank).toBe(expected.rank);
  });
});

describe("weights", () => {
  const weights = Float64Array.from({ length: n }, (_, i) => i % 3);
  const repeated = Array.from({ length: n }, (_, i) => Array.from({ length: weights[i] as number }, () => i)).flat();
  it.each(Object.keys(METHODS) as ScalingMethod[])("a weight of 2 is a row twice, of 0 none: %s", (standardize) => {
    const estimator = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, standardize });
    const found = fit(estimator, X, y, { sampleWeight: weights });
    const expected = fit(
      estimator,
      repeated.map((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2))),
      repeated.map((i) => y[i] as number),
    );
    for (const part of ["X", "y"] as const) {
      for (const of of ["center", "spread"] as const) {
        found.scaling?.[part]?.[of].forEach((value, k) => {
          expectRounded(value, expected.scaling?.[part]?.[of][k] as number, 4 * n);
        });
      }
    }
  });
});

describe("descents", () => {
  const plan = { kernel, iterations: 20, loss: "squared" as const, record: { every: 5 } };
  it("record and tell their losses in raw units, and go on from a model of the same units", () => {
    const model = fit(kernelDescent({ ...plan, standardize: true }), X, y);
    const { record } = fit(kernelDescent(plan), x, v).report;
    near(
      model.report.record?.losses ?? [],
      (record?.losses ?? []).map((loss) => loss * spread * spread),
      n * spread * spread,
    );
    // every look at the clock is a second later, so that progress is told at once
    let clock = 0;
    const now = vi.spyOn(performance, "now").mockImplementation(() => (clock += 1000));
    const told: number[] = [];
    fit(kernelDescent({ ...plan, standardize: true }), X, y, { onProgress: ({ loss }) => loss !== undefined && told.push(loss) });
    now.mockRestore();
    near(told.slice(-1), model.report.trainingLoss, n * spread * spread);
    const further = fit(kernelDescent({ ...plan, standardize: true }), X, y, { start: model });
    near(predict(further, Z), predict(fit(kernelDescent({ ...plan, iterations: 40, standardize: true }), X, y), Z));
    refuses(() => fit(kernelDescent({ ...plan, standardize: "range" }), X, y, { start: model }), "argument", /other units/);
    refuses(() => fit(kernelDescent(plan), x, v, { start: model }), "argument", /units of its own/);
  });

  it("on features go on from a model of the same units alone, too", () => {
    const line = { features: linear(), iterations: 20, standardize: true } as const;
    const model = fit(linearDescent(line), X, y);
    const further = fit(linearDescent(line), X, y, { start: model });
    near(predict(further, Z), predict(fit(linearDescent({ ...line, iterations: 40 }), X, y), Z));
    refuses(() => fit(linearDescent({ features: linear(), iterations: 20 }), x, v, { start: model }), "argument", /units of its own/);
  });

  it("stop by validation data in raw units", () => {
    const validation = { X: Z, y: raw(Float64Array.of(0, 1, 0, -1, 0.5)), every: 1, patience: 3 };
    const model = fit(kernelDescent({ ...plan, iterations: 300, standardize: true }), X, y, { validation });
    const plain = fit(kernelDescent({ ...plan, iterations: 300 }), x, v, {
      validation: { ...validation, X: z, y: Float64Array.of(0, 1, 0, -1, 0.5) },
    });
    expect(model.report.iterations).toBe(plain.report.iterations);
    expect(model.report.iterations).toBeLessThan(300);
  });

  it("a model that is handed out with an error has its units", () => {
    const error = refuses(
      () => fit(kernelDescent({ ...plan, step: 1e9, iterations: 500, standardize: true }), X, y),
      "diverged",
      /left the finite numbers/,
    );
    expect((error as unknown as { model: mercer.KernelModel }).model.scaling?.y?.center[0]).toBeCloseTo(center, 0);
  });
});

describe("what cannot be standardised", () => {
  it.each<[string, () => unknown, mercer.ErrorCode, RegExp]>([
    [
      "a misspelt method",
      () => kernelRidge({ kernel, standardize: "std" as never }),
      "argument",
      /standardize must be one of true, false, "deviation"/,
    ],
    ["a misspelt name", () => kernelRidge({ kernel, standardize: { Y: "range" } as never }), "argument", /unknown option Y of standardize/],
    [
      "the columns of K",
      () =>
        fit(
          kernelRidge({ kernel: precomputed(), standardize: true }),
          [
            [1, 0],
            [0, 1],
          ],
          [1, 2],
        ),
      "unsupported",
      /no columns of X/,
    ],
    [
      "a column whose range overflows",
      () => fit(kernelRidge({ kernel, standardize: "range" }), [[-1.7e308], [1.7e308]], [1, 2]),
      "not-finite",
      /range of column 0 of X/,
    ],
    ["too few targets", () => fit(kernelRidge({ kernel, standardize: true }), X, [1, 2]), "shape", /y has 2 rows, X has 40/],
    ["weights that are none", () => fit(kernelRidge({ kernel, standardize: true }), X, y, { sampleWeight: [1] }), "shape", /sampleWeight/],
    [
      "points of other features",
      () => predict(fit(ESTIMATORS.kernelRidge(true), X, y), [[1, 2, 3]]),
      "shape",
      /Z has 3 features, 2 are needed/,
    ],
    ["a kernel of positive numbers", () => fit(kernelRidge({ kernel: chi2(), standardize: true }), X, y), "argument", /a feature is -/],
  ])("%s", (_, body, code, message) => {
    refuses(body, code, message);
  });

  it("y of a precomputed kernel can", () => {
    const K = mercer.gram(kernel, x);
    const model = fit(kernelRidge({ kernel: precomputed(), lambda: 0.1, standardize: { y: "deviation" } }), K, y);
    near(predict(model, mercer.gram(kernel, z, x)), predict(fit(ESTIMATORS.kernelRidge(true), X, y), Z));
    expect(model.report.errorBound).toBeNull();
  });

  it("a constant column and a constant y have a spread of 1", () => {
    const model = fit(
      kernelRidge({ kernel, standardize: true }),
      [
        [1, 7],
        [2, 7],
        [3, 7],
      ],
      [4, 4, 4],
    );
    expect(model.scaling).toEqual({
      X: { center: Float64Array.of(2, 7), spread: Float64Array.of(Math.sqrt(2 / 3), 1) },
      y: { center: Float64Array.of(4), spread: Float64Array.of(1) },
    });
    expect(predict(model, [[9, 7]])).toEqual(Float64Array.of(4));
  });

  it("the filter of a descent has no such option", () => {
    refuses(
      () => spectralFilter(kernel, X, y, { step: 0.1, steps: 3, standardize: true } as never),
      "argument",
      /unknown option standardize/,
    );
  });
});

it("units of a model that are no arrays of its features and targets are refused by name", () => {
  const model = fit(ESTIMATORS.kernelRidge(true), X, y);
  const { X: ofX, y: ofY } = model.scaling as mercer.Units;
  const wrong: [unknown, RegExp][] = [
    [{ X: { center: [1, 2], spread: ofX?.spread }, y: ofY }, /model\.scaling\.X\.center must be a Float64Array of 2 numbers/],
    [{ X: { center: ofX?.center, spread: Float64Array.of(1) }, y: ofY }, /model\.scaling\.X\.spread must be a Float64Array of 2 numbers/],
    [{ X: { center: ofX?.center, spread: Float64Array.of(1, 0) }, y: ofY }, /model\.scaling\.X\.spread must have a number above 0/],
    [
      { X: ofX, y: { center: Float64Array.of(0, 1), spread: Float64Array.of(1, 1) } },
      /model\.scaling\.y\.center must be a Float64Array of 1 numbers/,
    ],
  ];
  for (const [scaling, message] of wrong) refuses(() => predict({ ...model, scaling } as typeof model, Z), "argument", message);
});

it("leaves no trace where it is not asked for", () => {
  expect("scaling" in fit(ESTIMATORS.kernelRidge(), X, y)).toBe(false);
  expect("standardize" in kernelRidge({ kernel, standardize: false })).toBe(false);
  expect("standardize" in kernelRidge({ kernel, standardize: {} })).toBe(false);
});
