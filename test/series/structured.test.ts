import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  fit,
  gaussianProcess,
  groupedNoise,
  type Kernel,
  kernelRidge,
  laplacian,
  leaveOneOut,
  linear,
  logMarginalLikelihood,
  matern,
  multiply,
  polynomial,
  power,
  predict,
  predictDistribution,
  scale,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";

const short = matern({ nu: 0.5, lengthScale: 0.4 });
const middle = matern({ nu: 1.5, lengthScale: 0.8 });
const smooth = matern({ nu: 2.5, lengthScale: 1.3 });

const KERNELS: Readonly<Record<string, Kernel>> = {
  "Matérn ½": short,
  "Matérn 3/2": middle,
  "Matérn 5/2": scale(1.7, smooth),
  laplacian: laplacian({ gamma: 0.7 }),
  "a sum": add(scale(0.3, short), scale(2, middle), smooth),
  "a product": multiply(middle, smooth),
  "a product of three": scale(1.5, multiply(short, middle, matern({ nu: 1.5, lengthScale: 2 }))),
  "a power": power(middle, 2),
  "with a line": add(middle, scale(0.2, linear()), constant(0.5)),
  "with a polynomial and noise": add(smooth, scale(0.1, polynomial({ degree: 2, gamma: 0.5, coef0: 1 })), white(0.05)),
  "a changing amplitude": multiply(add(constant(1), linear()), middle),
};

const { uniform } = random(7);
const n = 60;
const X = Array.from({ length: n }, () => 6 * uniform() - 3);
X[5] = X[17] as number;
X[6] = X[17] as number;
X[30] = (X[8] as number) + 1e-9;
const y = X.map((x) => Math.sin(2 * x) + 0.3 * x + 0.1 * uniform());
const Y = X.map((x, i) => [y[i] as number, Math.cos(x)]);
const Z = [-50, -3, -1.234, X[17] as number, 0.5, 2.9, 40];
const noise = X.map(() => 0.02 + 0.1 * uniform());

const close = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void => {
  const most = Math.max(...Array.from(expected, Math.abs));
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs((found[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(tolerance * most);
  }
};

describe.each(Object.entries(KERNELS))("a series with %s", (_, kernel) => {
  it.each(["none", "constant", "linear"] as const)("is the dense process, trend %s", (trend) => {
    const dense = gaussianProcess({ kernel, noise, trend, solver: "cholesky" });
    const series = gaussianProcess({ kernel, noise, trend, solver: "stateSpace" });
    const [expected, found] = [fit(dense, X, Y), fit(series, X, Y)];
    expect(found.report.solver).toBe("stateSpace");
    close(found.coefficients.data, expected.coefficients.data);
    close([found.logMarginalLikelihood], [expected.logMarginalLikelihood]);
    if (expected.trendCoefficients)
      close((found.trendCoefficients as typeof expected.coefficients).data, expected.trendCoefficients.data, 1e-9);
    close(found.report.trainingLoss, expected.report.trainingLoss);
    expect(found.report.backwardError as number).toBeLessThan(1e-14);
    const [there, here] = [predictDistribution(expected, Z), predictDistribution(found, Z)];
    close(here.mean.data, there.mean.data);
    close(here.variance, there.variance);
    const [without, left] = [leaveOneOut(dense, X, Y), leaveOneOut(series, X, Y)];
    close(left.residuals.data, without.residuals.data);
    close(left.variance as Float64Array, without.variance as Float64Array);
    close([left.logDensity as number], [without.logDensity as number]);
  });

  it.each(["none", "linear"] as const)("has the derivatives of the dense likelihood, trend %s", (trend) => {
    const groups = groupedNoise({ groups: X.map((_, i) => i % 2), variances: [0.05, 0.2] });
    for (const targets of [y, Y]) {
      const [expected, found] = (["cholesky", "stateSpace"] as const).map((solver) =>
        logMarginalLikelihood(gaussianProcess({ kernel, noise: groups, trend, solver }), X, targets as number[], { gradient: true }),
      ) as [ReturnType<typeof logMarginalLikelihood>, ReturnType<typeof logMarginalLikelihood>];
      close([found.value], [expected.value]);
      expect(Object.keys(found.gradient ?? {})).toEqual(Object.keys(expected.gradient ?? {}));
      close(Object.values(found.gradient ?? {}), Object.values(expected.gradient ?? {}), 1e-9);
    }
  });

  // 60 factors of 1e±9 are beyond the numbers
  it.each([1e-9, 1, 1e9])(
    "has the dense likelihood without its derivatives, for which Matérn 3/2 has a pass that keeps nothing, scaled by %d",
    (size) => {
      const noises = noise.map((value) => size * value);
      for (const targets of [y, Y]) {
        const [expected, found] = (["cholesky", "stateSpace"] as const).map(
          (solver) =>
            logMarginalLikelihood(gaussianProcess({ kernel: scale(size, kernel), noise: noises, solver }), X, targets as number[]).value,
        ) as [number, number];
        close([found], [expected]);
      }
    },
  );

  it("is the dense ridge regression, a λ for each target, weights and an intercept", () => {
    const sampleWeight = X.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3)));
    const ridge = (solver: "cholesky" | "stateSpace") => kernelRidge({ kernel, lambda: [0.1, 0.4], intercept: true, solver });
    const [expected, found] = [fit(ridge("cholesky"), X, Y, { sampleWeight }), fit(ridge("stateSpace"), X, Y, { sampleWeight })];
    close(found.coefficients.data, expected.coefficients.data);
    close(found.intercept, expected.intercept, 1e-9);
    close(predict(found, Z).data, predict(expected, Z).data);
    close(found.report.trainingLoss, expected.report.trainingLoss);
    close(leaveOneOut(ridge("stateSpace"), X, Y).residuals.data, leaveOneOut(ridge("cholesky"), X, Y).residuals.data);
  });
});

it("says of targets with a λ each what is worst among them", () => {
  const ridge = (lambda: number | number[]) => kernelRidge({ kernel: middle, lambda, solver: "stateSpace" });
  const lambdas = [0.1, 0.4];
  const { report } = fit(ridge(lambdas), X, Y);
  const alone = lambdas.map(
    (lambda, q) =>
      fit(
        ridge(lambda),
        X,
        Y.map((row) => row[q] as number),
      ).report,
  );
  expect(Math.min(...alone.map(({ backwardError }) => backwardError as number))).toBeGreaterThan(0);
  expect(report.backwardError).toBe(Math.max(...alone.map(({ backwardError }) => backwardError as number)));
  expect(report.bytes).toBe(Math.max(...alone.map(({ bytes }) => bytes)));
  // the coefficients are among them
  expect(report.bytes).toBeGreaterThan(8 * n);
});
