import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  expectedImprovement,
  fit,
  gaussianProcess,
  kernelRidge,
  lambdaPath,
  leaveOneOut,
  logMarginalLikelihood,
  matern,
  predict,
  predictDistribution,
  scale,
} from "../../src/entries/index";
import { cholesky, matmul } from "../../src/entries/linalg";

/** What the programs of test/fixtures/kriging were asked about. */
interface Problem {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly Z: readonly (readonly number[])[];
  readonly variance: number;
  readonly lengthScale: number;
  readonly lengthScales: readonly number[];
  readonly noise: number;
  readonly noises: readonly number[];
  readonly lambdas: readonly number[];
}

interface Answer {
  readonly trend: "none" | "constant" | "linear";
  readonly mean: readonly number[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../fixtures/kriging/${name}.json`, import.meta.url), "utf8")) as T;

const { X, y, Z, variance, lengthScale, lengthScales, noise, noises, lambdas } = read<Problem>("problem");

/** The largest |found − expected|, in units of the largest expected number, or of 1. */
function error(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  const unit = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs((found[i] as number) - value)), 0) / unit;
}

const transposed = (F: readonly (readonly number[])[]): number[][] => (F[0] ?? []).map((_, k) => F.map((row) => row[k] as number));

/** The condition number of K + N is below 2000, so that stable programs agree to some 2000 n ε. */
const ROUNDING = 1e-11;

const isotropic = (nu: 0.5 | 1.5 | 2.5) => scale(variance, matern({ nu, lengthScale }));
const anisotropic = scale(variance, matern({ nu: 2.5, lengthScale: lengthScales }));

describe("STK", () => {
  interface Row extends Answer {
    readonly noise: "noise" | "noises";
    readonly variance: readonly number[];
    readonly covariance: readonly number[];
    readonly restrictedLikelihood: number;
    readonly heldOutMean: readonly number[];
    readonly heldOutVariance: readonly number[];
  }
  const { processes, improvement } = read<{
    readonly processes: readonly Row[];
    readonly improvement: Record<"mean" | "deviation" | "value", readonly number[]> & { readonly best: number };
  }>("stk");
  const estimatorOf = (row: Row) =>
    gaussianProcess({ kernel: anisotropic, trend: row.trend, noise: row.noise === "noise" ? noise : noises });

  it("there are three trends, each with one noise and one per point", () => expect(processes).toHaveLength(6));

  it.each(processes)("mean and covariance, trend $trend, $noise", (row) => {
    const found = predictDistribution(fit(estimatorOf(row), X, y), Z, { covariance: true });
    expect(error(found.mean, row.mean)).toBeLessThan(ROUNDING);
    expect(error(found.variance, row.variance)).toBeLessThan(ROUNDING);
    expect(error(found.covariance?.data ?? [], row.covariance)).toBeLessThan(ROUNDING);
  });

  it.each(processes)("restricted likelihood, trend $trend, $noise", (row) => {
    expect(error([logMarginalLikelihood(estimatorOf(row), X, y).value], [row.restrictedLikelihood])).toBeLessThan(ROUNDING);
  });

  it.each(processes)("leave-one-out, trend $trend, $noise", (row) => {
    const found = leaveOneOut(estimatorOf(row), X, y);
    // of the function there, where ours is of the observation
    const own = row.heldOutVariance.map((value, i) => value + (row.noise === "noise" ? noise : (noises[i] as number)));
    expect(error(found.predictions as Float64Array, row.heldOutMean)).toBeLessThan(ROUNDING);
    expect(error(found.variance ?? [], own)).toBeLessThan(ROUNDING);
  });

  it("expected improvement", () => {
    const { mean, deviation, value, best } = improvement;
    const found = mean.map((m, i) => expectedImprovement(m, deviation[i] as number, { best, goal: "minimize" }).value);
    found.forEach((one, i) => {
      expect(Math.abs(one / (value[i] as number) - 1)).toBeLessThan(1e-12);
    });
  });
});

describe("OpenTURNS", () => {
  interface Row extends Answer {
    readonly variance: readonly number[];
    readonly coefficients: readonly number[];
  }
  it.each(read<{ readonly processes: readonly Row[] }>("open-turns").processes)("kriging, trend $trend", (row) => {
    const model = fit(gaussianProcess({ kernel: anisotropic, trend: row.trend, noise: noises }), X, y);
    const found = predictDistribution(model, Z);
    // it adds 10⁻¹² to the diagonal, which moves answers by so much in units of the least noise
    expect(error(found.mean, row.mean)).toBeLessThan(2e-10);
    expect(error(found.variance, row.variance)).toBeLessThan(2e-10);
    expect(error(model.trendCoefficients ?? [], row.coefficients)).toBeLessThan(2e-10);
  });
});

describe("gstat", () => {
  interface Row extends Answer {
    readonly nu: 0.5 | 1.5 | 2.5;
    readonly variance: readonly number[];
  }
  it.each(read<{ readonly processes: readonly Row[] }>("gstat").processes)("krige, trend $trend, ν = $nu", (row) => {
    const found = predictDistribution(fit(gaussianProcess({ kernel: isotropic(row.nu), trend: row.trend, noise }), X, y), Z);
    expect(error(found.mean, row.mean)).toBeLessThan(ROUNDING);
    expect(error(found.variance, row.variance)).toBeLessThan(ROUNDING);
  });
});

describe("fields", () => {
  interface Row extends Answer {
    readonly nu: 0.5 | 1.5 | 2.5;
    readonly deviation: readonly number[];
    readonly coefficients: readonly number[];
    readonly restrictedLikelihood: number;
    readonly profiled: number;
  }
  it.each(read<{ readonly processes: readonly Row[] }>("fields").processes)("mKrig, trend $trend, ν = $nu", (row) => {
    const model = fit(gaussianProcess({ kernel: isotropic(row.nu), trend: row.trend, noise }), X, y);
    const { mean, variance: v } = predictDistribution(model, Z);
    expect(error(mean, row.mean)).toBeLessThan(ROUNDING);
    expect(error(v.map(Math.sqrt), row.deviation)).toBeLessThan(ROUNDING);
    expect(error(model.trendCoefficients ?? [], row.coefficients)).toBeLessThan(ROUNDING);
    // it leaves out log det FᵀF, and the units of the p coefficients of the trend
    const F = X.map((x) => (row.trend === "constant" ? [1] : [1, ...x]));
    const p = F[0]?.length ?? 0;
    const square = cholesky(matmul(transposed(F), F)).logDet;
    const units = square / 2 + (p / 2) * Math.log(2 * Math.PI * variance);
    expect(error([model.logMarginalLikelihood], [row.restrictedLikelihood + units])).toBeLessThan(ROUNDING);
    // its scale is (y − Fβ)ᵀG̃⁻¹(y − Fβ)/n, G̃ being G in units of the variance
    const quadratic = y.reduce((sum, value, i) => sum + value * (model.coefficients[i] as number), 0);
    expect(error([(variance * quadratic) / y.length], [row.profiled])).toBeLessThan(ROUNDING);
  });
});

describe("mgcv", () => {
  const { y: centred, ...row } = read<{
    readonly y: readonly number[];
    readonly gcv: readonly number[];
    readonly effectiveDimension: readonly number[];
    readonly fitted: readonly (readonly number[])[];
    readonly best: { readonly lambda: number; readonly gcv: number };
  }>("mgcv");
  const kernel = matern({ nu: 1.5, lengthScale });
  const estimator = kernelRidge({ kernel });

  it("generalised cross-validation, effective dimension and fit of the regression with basis K and penalty K", () => {
    const { gcv, effectiveDimension } = lambdaPath(estimator, X, centred, lambdas);
    expect(error(gcv, row.gcv)).toBeLessThan(ROUNDING);
    expect(error(effectiveDimension, row.effectiveDimension)).toBeLessThan(ROUNDING);
    lambdas.forEach((lambda, i) => {
      expect(error(predict(fit(kernelRidge({ kernel, lambda }), X, centred), X), row.fitted[i] ?? [])).toBeLessThan(ROUNDING);
    });
  });

  it("the λ that gam ends at has the least", () => {
    const { lambda } = row.best;
    const { gcv, best } = lambdaPath(estimator, X, centred, [lambda / 1.01, lambda, lambda * 1.01]);
    expect(best.gcv).toBe(lambda);
    expect(error([gcv[1] as number], [row.best.gcv])).toBeLessThan(ROUNDING);
  });
});
