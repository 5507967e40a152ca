import { describe, expect, it } from "vitest";
import { fit, gaussianProcess, isMercerError, kernelRidge, leastSquares, polynomial, rbf, verify } from "../src/entries/index";

const X = [[0], [0.5], [1], [2], [2]];
const y = [1, -0.5, 0.75, 2, 1.5];
const times = (power: number): number[] => y.map((value) => value * power);
const SOLVERS = ["auto", "cholesky", "lu", "eigen", "mixed", "primal", "pivotedCholesky", "iterative"] as const;
const LARGE = 2 ** 1022;
const SMALL = 2 ** -900;

const ridge = (solver: (typeof SOLVERS)[number], intercept: boolean) => {
  const kernel = solver === "primal" ? polynomial({ degree: 2 }) : rbf();
  return kernelRidge({ kernel, lambda: 0.5, intercept: solver !== "iterative" && intercept, solver });
};

/** A fit is linear in y: that of a power of two times y has the same digits. */
describe.each([LARGE, SMALL])("targets %f times as large", (power) => {
  it.each(SOLVERS)("%s", (solver) => {
    for (const intercept of [false, true]) {
      for (const options of [{}, { sampleWeight: [1, 2, 3, 1, 2] }]) {
        const plain = fit(ridge(solver, intercept), X, y, options);
        const scaled = fit(ridge(solver, intercept), X, times(power), options);
        plain.coefficients.forEach((alpha, i) => {
          expect((scaled.coefficients[i] as number) / power).toBeCloseTo(alpha, 12);
        });
        expect(scaled.intercept / power).toBeCloseTo(plain.intercept, 12);
        expect(scaled.report.backwardError ?? 0).toBeLessThan(1e-14);
        if (solver !== "iterative")
          expect(verify(scaled, X, times(power), options).claims.filter(({ holds }) => holds === false)).toEqual([]);
      }
    }
  });

  it.each([0, 0.5])("least squares with λ = %f", (lambda) => {
    for (const intercept of [false, true]) {
      for (const options of [{}, { sampleWeight: [1, 2, 3, 1, 2] }]) {
        const estimator = leastSquares({ features: polynomial({ degree: 2 }), lambda, intercept });
        const plain = fit(estimator, X, y, options);
        const scaled = fit(estimator, X, times(power), options);
        expect(scaled.weights.map((w) => w / power)).toEqual(plain.weights);
        expect(scaled.intercept / power).toBe(plain.intercept);
        expect(scaled.report.backwardError).toBe(plain.report.backwardError);
        expect(scaled.report.trainingLoss).toEqual(plain.report.trainingLoss.map((loss) => loss * power * power));
        expect(verify(scaled, X, times(power), options).claims.filter(({ holds }) => holds === false)).toEqual([]);
      }
    }
  });

  it.each(["none", "constant", "linear"] as const)("a Gaussian process with the trend %s", (trend) => {
    const process = gaussianProcess({ kernel: rbf(), noise: 0.5, trend });
    const [plain, scaled] = [fit(process, X, y), fit(process, X, times(power))];
    plain.coefficients.forEach((alpha, i) => {
      expect((scaled.coefficients[i] as number) / power).toBeCloseTo(alpha, 12);
    });
    expect(scaled.report.backwardError).toBeLessThan(1e-14);
    expect(verify(scaled, X, times(power)).claims.filter(({ holds }) => holds === false)).toEqual([]);
  });
});

it.each(SOLVERS)("coefficients beyond the numbers are an error of %s", (solver) => {
  const kernel = solver === "primal" ? polynomial({ degree: 2 }) : rbf();
  let code = "none";
  try {
    fit(kernelRidge({ kernel, lambda: 1e-3, solver }), [[0], [1], [1]], [0, 1.7e308, -1.7e308]);
  } catch (error) {
    code = isMercerError(error) ? error.code : "bare";
  }
  expect(code).toBe("not-finite");
});
