import { describe, expect, it } from "vitest";
import { gram, laplacian } from "../../../src/entries/index";
import { readProblem } from "../../../src/problem/problem";
import { watch } from "../../../src/progress";
import { leaveOneOutErrors } from "../../../src/solvers/ridge/leave-one-out";
import { spectralPath } from "../../../src/solvers/ridge/spectral-path";
import { columnOf, gaussSolve, jacobi, plusDiagonal } from "../../support/dense";
import { expectError } from "../../support/errors";
import { randomMatrix, randomVector } from "../../support/random";

/** The errors in the units of y. */
function errorsOf(...[problem, lambdas, intercept]: [Parameters<typeof leaveOneOutErrors>[0], Float64Array, boolean]): Float64Array {
  const { shares, unit } = leaveOneOutErrors(problem, lambdas, intercept, watch({}));
  return shares.map((share) => share * unit * unit);
}

describe("leaveOneOutErrors", () => {
  it.each([1, 2, 3])("is the mean of (α_i/(G⁻¹)_ii)², %d targets", (t) => {
    const n = 15;
    const X = randomMatrix(1, n, 2);
    const Y = randomMatrix(2, n, t);
    const kernel = laplacian({ gamma: 0.8 });
    const lambdas = Float64Array.of(0.01, 1, 0.1);
    const errors = errorsOf(readProblem(kernel, X, Y, undefined), lambdas, false);
    lambdas.forEach((lambda, index) => {
      const G = plusDiagonal(gram(kernel, X), () => lambda);
      let expected = 0;
      for (let i = 0; i < n; i++) {
        const column = gaussSolve(G, new Float64Array(n).fill(1, i, i + 1));
        for (let q = 0; q < t; q++) {
          const alpha = columnOf(Y, q).reduce((sum, value, j) => sum + value * (column[j] as number), 0);
          expected += (alpha / (column[i] as number)) ** 2 / (n * t);
        }
      }
      const { values } = jacobi(G);
      const bound = 16 * n * Number.EPSILON * ((values[n - 1] as number) / (values[0] as number)) * expected;
      expect(Math.abs((errors[index] as number) - expected)).toBeLessThanOrEqual(bound);
    });
  });

  it("each λ starts from K, whatever the one before it did", () => {
    const X = randomMatrix(3, 40, 2);
    const Y = randomMatrix(4, 40, 1);
    const problem = readProblem(laplacian(), X, Y, undefined);
    const together = errorsOf(problem, Float64Array.of(5, 0.1, 5, 1), true);
    for (const [index, lambda] of [5, 0.1, 5, 1].entries()) {
      expect(errorsOf(problem, Float64Array.of(lambda), true)[0]).toBe(together[index]);
    }
  });
});

describe("spectralPath", () => {
  it.each([false, true])("has the same errors from the eigenvectors, with weights, intercept %s", (intercept) => {
    const n = 15;
    const weights = randomVector(7, n).map((value) => 0.5 + Math.abs(value));
    const problem = readProblem(laplacian({ gamma: 0.8 }), randomMatrix(5, n, 2), randomMatrix(6, n, 2), weights);
    const lambdas = Float64Array.of(0.01, 1, 0.1);
    const { shares, unit } = spectralPath(problem, () => lambdas, intercept, watch({}));
    const expected = errorsOf(problem, lambdas, intercept);
    // ‖K‖ ≤ n and the least weight is above 1/2: the condition number is below 2n·w/λ + 1
    lambdas.forEach((lambda, at) => {
      const bound = 16 * n * Number.EPSILON * (1 + (2 * n * Math.max(...weights)) / lambda) * (expected[at] as number);
      expect(Math.abs((shares[at] as number) * unit * unit - (expected[at] as number))).toBeLessThanOrEqual(bound);
    });
  });
});

describe("a single point", () => {
  const problem = readProblem(laplacian(), randomMatrix(1, 1, 2), { rows: 1, cols: 1, data: Float64Array.of(3) }, undefined);
  const lambdas = Float64Array.of(0.5);

  it("leaves nothing to fit an intercept to", () => {
    expectError("shape", () => leaveOneOutErrors(problem, lambdas, true, watch({})), { argument: "X" });
    expectError("shape", () => spectralPath(problem, () => lambdas, true, watch({})), { argument: "X" });
  });

  it("is missed by all of y without one", () => {
    expect(errorsOf(problem, lambdas, false)[0]).toBeCloseTo(9, 12);
  });
});
