import { describe, expect, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import {
  add,
  fit,
  fromJSON,
  gaussianProcess,
  kernelRidge,
  leastSquares,
  linear,
  type Matrix,
  predict,
  predictComponents,
  predictDistribution,
  predictGradient,
  predictor,
  rbf,
  type ScalingMethod,
  scale,
  toJSON,
} from "../../src/entries/index";
import * as served from "../../src/entries/predict";
import { columnOf } from "../support/dense";
import { expectRounded } from "../support/precision";
import {
  center,
  ESTIMATORS,
  estimators,
  kernel,
  METHODS,
  n,
  near,
  ofX,
  raw,
  refuses,
  scalingOf,
  spread,
  standard,
  v,
  X,
  x,
  y,
  Z,
  z,
} from "../support/standard-table";

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

it("leaves no trace where it is not asked for", () => {
  expect("scaling" in fit(ESTIMATORS.kernelRidge(), X, y)).toBe(false);
  expect("standardize" in kernelRidge({ kernel, standardize: false })).toBe(false);
  expect("standardize" in kernelRidge({ kernel, standardize: {} })).toBe(false);
});
