import { expect } from "vitest";
import type * as mercer from "../../src/entries/index";
import {
  absolute,
  epsilonInsensitive,
  gaussianProcess,
  huber,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  type Matrix,
  quantile,
  rbf,
  type ScalingMethod,
  supportVectorRegression,
} from "../../src/entries/index";
import { columnOf } from "./dense";
import { expectError } from "./errors";
import { random } from "./generator";

/** A table in units that differ by many powers of ten, and its targets far from 0. */
const source = random(11);
export const n = 40;
export const X: Matrix = {
  rows: n,
  cols: 2,
  data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? 5 + source.normal() / 100 : 900 * source.normal())),
};
export const y = Float64Array.from(
  { length: n },
  (_, i) => 3e6 + 1e4 * Math.sin((X.data[2 * i] as number) / 700) + 2e6 * ((X.data[2 * i + 1] as number) - 5),
);
export const Z: Matrix = { rows: 5, cols: 2, data: X.data.slice(4, 14).map((value, at) => value + (at % 2 ? 0.003 : 50)) };
export const labels = Array.from(y, (value) => (value > 3e6 ? "high" : "low"));

/** As the books define them, for a column. */
export const METHODS: Record<ScalingMethod, (x: Float64Array) => [center: number, spread: number]> = {
  deviation: (x) => [mean(x), Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)))],
  center: (x) => [mean(x), 1],
  range: (x) => [Math.min(...x), Math.max(...x) - Math.min(...x)],
  quantiles: (x) => [quantileOf(x, 0.5), quantileOf(x, 0.75) - quantileOf(x, 0.25)],
};
export const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;
/** The mean of all values that are p-quantiles: below them lies no more than p of the numbers, above no more than 1 − p. */
const quantileOf = (x: Float64Array, p: number): number => {
  const are = x.filter((q) => x.filter((v) => v < q).length <= p * x.length && x.filter((v) => v > q).length <= (1 - p) * x.length);
  return (Math.min(...are) + Math.max(...are)) / 2;
};
export const scalingOf = (m: Matrix, method: ScalingMethod) => Array.from({ length: m.cols }, (_, k) => METHODS[method](columnOf(m, k)));
export const standard = (m: Matrix, by: readonly (readonly [number, number])[]): Matrix => ({
  ...m,
  data: m.data.map(
    (value, at) => (value - (by[at % m.cols] as readonly [number, number])[0]) / (by[at % m.cols] as readonly [number, number])[1],
  ),
});

export const ofX = scalingOf(X, "deviation");
export const [[center, spread]] = [METHODS.deviation(y)];
export const [x, z] = [standard(X, ofX), standard(Z, ofX)];
export const v = y.map((value) => (value - center) / spread);
export const raw = (values: Float64Array): Float64Array => values.map((value) => center + spread * value);
/** Sums of some 40 terms that two orders of rounding, of data and of results, tell apart; in deviations of y around 3·10⁶. */
export const near = (found: ArrayLike<number>, expected: ArrayLike<number>, unit = spread): void => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    expect(Math.abs((found[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(
      1e-7 * unit + 1e-14 * Math.abs(expected[i] as number),
    );
  }
};

export const refuses = (body: () => unknown, code: mercer.ErrorCode, message: RegExp): mercer.MercerError => {
  const error = expectError(code, body);
  expect(error.message).toMatch(message);
  return error;
};

export const kernel = rbf({ gamma: 0.5 });
export const ESTIMATORS = {
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
export const estimators = Object.entries(ESTIMATORS) as [string, (standardize?: mercer.Standardize) => mercer.KernelRidge][];
