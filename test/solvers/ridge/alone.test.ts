import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, matern, rbf } from "../../../src/entries/index";
import { readProblem } from "../../../src/problem/problem";
import { watch } from "../../../src/progress";
import { mayBeAlone, solveAlone } from "../../../src/solvers/ridge/alone";
import { expectError } from "../../support/errors";
import { randomMatrix, randomVector } from "../../support/random";

const d = 3;

describe("without K, by its factor in single precision alone", () => {
  it.each([2, 31, 32, 33, 255, 257, 300])("n = %i: the coefficients and the report of a factor in double precision", (n) => {
    const X = randomMatrix(n, n, d);
    const Y = randomMatrix(n + 1, n, 2);
    const sampleWeight = randomVector(n + 2, n).map((value) => 1 + Math.abs(value));
    for (const kernel of [rbf({ gamma: 0.5 }), matern({ nu: 1.5, lengthScale: 2 })]) {
      for (const intercept of [false, true]) {
        const lambda = [0.1, 1];
        const problem = readProblem(kernel, X, Y, sampleWeight);
        const found = solveAlone(problem, Float64Array.from(lambda), { intercept }, watch({}));
        const {
          report,
          coefficients,
          intercept: offsets,
        } = fit(kernelRidge({ kernel, lambda, intercept, solver: "cholesky" }), X, Y, { sampleWeight });
        expect(found.solver).toBe("mixed");
        expect(found.backwardError).toBeLessThanOrEqual(1e-15);
        const condition = report.conditionEstimate as number;
        const most = coefficients.data.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
        const near = (value: number, wanted: number): void => {
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(2 ** -52 * (n + 8) * condition * most);
        };
        found.coefficients.forEach((value, at) => {
          near(value, coefficients.data[at] as number);
        });
        found.intercepts.forEach((value, q) => {
          near(value, offsets[q] as number);
        });
        expect(Math.abs((found.conditionEstimate as number) / condition - 1)).toBeLessThanOrEqual(2 ** -24 * (n + 10) * condition);
        found.trainingLoss.forEach((value, q) => {
          near(value, report.trainingLoss[q] as number);
        });
        expect(found.errorBound as number).toBeLessThanOrEqual(2 * (report.errorBound as number));
      }
    }
  });

  it("takes 2n² bytes and a little", () => {
    const n = 600;
    const problem = readProblem(rbf({ gamma: 1 }), randomMatrix(1, n, d), randomVector(2, n), undefined);
    const { bytes } = solveAlone(problem, Float64Array.of(1), { intercept: false }, watch({}));
    // block rows of 256 are not cut at the diagonal; vectors of n
    expect(bytes).toBeLessThanOrEqual(2 * n * n + 2 * 256 * n + 8 * 40 * n + 2 ** 17);
  });

  it('says "memory" where single precision does not do', () => {
    const n = 60;
    const problem = readProblem(rbf({ gamma: 1e-4 }), randomMatrix(1, n, d), randomVector(2, n), undefined);
    const error = expectError("memory", () => solveAlone(problem, Float64Array.of(1e-12), { intercept: false }, watch({})));
    expect(error.message).toContain("in single precision K + λI is not positive definite");
  });

  it("is for ridges, and for kernels of points", () => {
    const X = randomMatrix(1, 4, d);
    const problem = readProblem(linear(), X, randomVector(2, 4), undefined);
    const lambdas = (...values: number[]): Float64Array => Float64Array.from(values);
    expect(mayBeAlone(problem, lambdas(1), { solver: "auto", intercept: false })).toBe(true);
    expect(mayBeAlone(problem, lambdas(1, 0), { solver: "auto", intercept: false })).toBe(false);
    expect(mayBeAlone(problem, lambdas(1), { solver: "cholesky", intercept: false })).toBe(false);
    expect(mayBeAlone({ ...problem, precomputed: true }, lambdas(1), { solver: "mixed", intercept: false })).toBe(false);
  });
});
