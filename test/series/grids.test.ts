import { describe, expect, it } from "vitest";
import {
  add,
  distributionPredictor,
  fit,
  fromJSON,
  gaussianProcess,
  type groupedNoise,
  isMercerError,
  type Kernel,
  kernelRidge,
  laplacian,
  leaveOneOut,
  logMarginalLikelihood,
  matern,
  multiply,
  onColumns,
  periodic,
  predict,
  predictDistribution,
  rbf,
  scale,
  toJSON,
  tune,
  verify,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";

const KERNELS: Readonly<Record<string, Kernel>> = {
  "a Gaussian": rbf({ lengthScale: 0.8 }),
  "a Gaussian of any width": scale(1.5, rbf()),
  "length scales": add(scale(1.7, rbf({ lengthScale: [0.5, 1.2, 0.9] })), white(0.02)),
  "an L1 Laplacian": laplacian({ gamma: 0.6 }),
  "a period in each feature": periodic({ period: 2.3, lengthScale: 1.4, metric: "per-feature" }),
  "a kernel for each column": scale(
    0.7,
    multiply(
      onColumns([0], add(matern({ nu: 1.5, lengthScale: 0.6 }), scale(0.3, matern({ nu: 0.5, lengthScale: 1 })))),
      onColumns([2, 1], rbf({ lengthScale: [0.7, 1.1] })),
    ),
  ),
};

const { uniform } = random(11);
const axes = [
  [-1, 0.3, 0.5, 1.4],
  [0, 0.7, 1.1],
  [2, -0.5, 0, 0.4, 1],
];
const cells = axes.reduce<number[][]>((rows, axis) => rows.flatMap((row) => axis.map((value) => [...row, value])), [[]]);
const X = cells
  .map((row) => ({ row, key: uniform() }))
  .sort((a, b) => a.key - b.key)
  .map(({ row }) => row);
const y = X.map((row) => Math.sin((row[0] as number) + 2 * (row[1] as number)) + (row[2] as number) * 0.4 + 0.2 * uniform());
const Y = y.map((value, i) => [value, Math.cos(value) + (X[i]?.[1] as number)]);
const Z = [[0.1, 0.2, 0.3], X[4] as number[], [30, 0, 0], [-1, 0, 2]];

const close = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void => {
  const most = Math.max(...Array.from(expected, Math.abs));
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs((found[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(tolerance * most);
  }
};

describe.each(Object.entries(KERNELS))("a full grid with %s", (_, kernel) => {
  it.each(["none", "constant", "linear"] as const)("is the dense process, trend %s", (trend) => {
    const [dense, onGrid] = [
      gaussianProcess({ kernel, noise: 0.1, trend, solver: "cholesky" }),
      gaussianProcess({ kernel, noise: 0.1, trend, solver: "kronecker" }),
    ];
    const [expected, found] = [fit(dense, X, Y), fit(onGrid, X, Y)];
    expect(found.report.solver).toBe("kronecker");
    expect(found.report.reason).toMatch(/grid of 4 × 3 × 5/);
    close(found.coefficients.data, expected.coefficients.data);
    close([found.logMarginalLikelihood], [expected.logMarginalLikelihood]);
    close(found.report.trainingLoss, expected.report.trainingLoss);
    expect(found.report.backwardError as number).toBeLessThan(1e-14);
    const [there, here] = [predictDistribution(expected, Z), predictDistribution(found, Z)];
    close(here.mean.data, there.mean.data);
    close(here.variance, there.variance);
    const at = distributionPredictor(found);
    expect(Z.map((z) => at(z).variance)).toEqual(Array.from(here.variance));
    const [without, left] = [leaveOneOut(dense, X, Y), leaveOneOut(onGrid, X, Y)];
    close(left.residuals.data, without.residuals.data);
    close(left.variance as Float64Array, without.variance as Float64Array);
    close([left.logDensity as number], [without.logDensity as number]);
  });

  it.each(["none", "linear"] as const)("has the derivatives of the dense likelihood, trend %s", (trend) => {
    for (const targets of [y, Y]) {
      const [expected, found] = (["cholesky", "kronecker"] as const).map((solver) =>
        logMarginalLikelihood(gaussianProcess({ kernel, noise: 0.1, trend, solver }), X, targets as number[], { gradient: true }),
      ) as [ReturnType<typeof logMarginalLikelihood>, ReturnType<typeof logMarginalLikelihood>];
      close([found.value], [expected.value]);
      expect(Object.keys(found.gradient ?? {})).toEqual(Object.keys(expected.gradient ?? {}));
      close(Object.values(found.gradient ?? {}), Object.values(expected.gradient ?? {}));
    }
  });

  it("is the dense ridge regression, a λ for each target and an intercept, and bears verification", () => {
    const ridge = (solver: "cholesky" | "kronecker") => kernelRidge({ kernel, lambda: [0.1, 0.4], intercept: true, solver });
    const [expected, found] = [fit(ridge("cholesky"), X, Y), fit(ridge("kronecker"), X, Y)];
    close(found.coefficients.data, expected.coefficients.data);
    close(found.intercept, expected.intercept);
    close(leaveOneOut(ridge("kronecker"), X, Y).residuals.data, leaveOneOut(ridge("cholesky"), X, Y).residuals.data);
    const one = fit(kernelRidge({ kernel, lambda: 0.1, solver: "kronecker" }), X, y);
    expect(verify(one, X, y).claims.filter(({ holds }) => holds === false)).toEqual([]);
    expect(Array.from(predict(fromJSON(toJSON(one)) as typeof one, Z))).toEqual(Array.from(predict(one, Z)));
  });
});

describe("grids", () => {
  const kernel = rbf({ lengthScale: [0.5, 1.2, 0.9] });

  it("are tuned to the optimum of the dense likelihood", () => {
    const [dense, onGrid] = (["cholesky", "kronecker"] as const).map((solver) =>
      tune(gaussianProcess({ kernel: scale(1, kernel), noise: 0.1, solver }), X, y, { starts: 1 }),
    );
    expect(Math.abs((onGrid?.value as number) - (dense?.value as number))).toBeLessThan(1e-6);
  });

  it("are refused with what does not fit", () => {
    const refused = (
      k: Kernel,
      points: readonly (readonly number[])[],
      noise: number | number[] | ReturnType<typeof groupedNoise> = 0.1,
    ): string => {
      try {
        fit(gaussianProcess({ kernel: k, noise, solver: "kronecker" }), points as number[][], y.slice(0, points.length));
      } catch (error) {
        if (isMercerError(error)) return `${error.code}: ${error.message}`;
        throw error;
      }
      return "nothing";
    };
    expect(refused(kernel, X.slice(1))).toMatch(/^unsupported: .*cells are missing/);
    expect(refused(kernel, [...X.slice(1), X[1] as number[]])).toMatch(/^unsupported: .*cells are missing|more than once|are equal/);
    expect(refused(matern({ nu: 1.5, lengthScale: 1 }), X)).toMatch(/^unsupported: .*"matern" is no product/);
    expect(refused(add(kernel, rbf()), X)).toMatch(/^unsupported: .*sum of 2 products/);
    expect(
      refused(
        kernel,
        X,
        y.map((_, i) => 1 + i),
      ),
    ).toMatch(/^unsupported: .*differs from point to point/);
    expect(refused(scale(0, kernel), X)).toMatch(/^unsupported: .*not positive/);
  });

  it("are found by auto from 1000 points on", () => {
    const many = Array.from({ length: 1024 }, (_, i) => [i % 32, Math.floor(i / 32)]);
    const targets = many.map(([a, b]) => Math.sin((a as number) / 5) * (b as number));
    expect(fit(kernelRidge({ kernel: rbf({ lengthScale: 3 }), lambda: 0.1 }), many, targets).report.solver).toBe("kronecker");
    expect(fit(gaussianProcess({ kernel: rbf({ lengthScale: 3 }), noise: 0.1 }), many, targets).report.solver).toBe("kronecker");
    expect(fit(kernelRidge({ kernel: rbf({ lengthScale: 3 }), lambda: 0.1 }), many.slice(1), targets.slice(1)).report.solver).toBe("mixed");
  });
});
