import { describe, expect, it } from "vitest";
import { add, fit, kernelDescent, kernelRidge, laplacian, linear, predict, rbf, spectralFilter, white } from "../../src/entries/index";
import { filterFactor } from "../../src/solvers/descent/filter";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const X = randomMatrix(1, 15, 2);
const y = randomVector(2, 15);
const largestError = (a: Float64Array, b: Float64Array): number => Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe("filterFactor", () => {
  it.each([
    [0.5, 0.3, 0, 0],
    [0.5, 0.3, 1, 0.6],
    [0.5, 0.3, 2, 0.6 * (2 - 0.3)],
    [0, 0.25, 1000, 500],
    [2, 0.25, 1e6, 0.5],
  ])("λ = %d, s = %d, t = %i", (eigenvalue, step, steps, expected) => {
    expect(filterFactor(eigenvalue, step, steps)).toBeCloseTo(expected, 14);
  });

  it("keeps its digits where 1 − (1 − 2sλ)ᵗ has none", () => {
    expectRounded(filterFactor(1e-18, 0.5, 1000), 1000, 64);
    // (1 − (1 − x)³)/x = 3 − 3x + x²
    const x = 1e-6;
    expect(Math.abs(filterFactor(x, 0.5, 3) - (3 - 3 * x + x * x))).toBeLessThanOrEqual(4e-15);
  });
});

describe("spectralFilter", () => {
  it.each([0, 1, 2, 5, 50, 500])("is descent after %i steps", (steps) => {
    for (const kernel of [rbf({ gamma: 1 }), laplacian(), linear()]) {
      const step = 0.03;
      const filtered = spectralFilter(kernel, X, y, { step, steps });
      const descent = fit(kernelDescent({ kernel, iterations: steps, step }), X, y);
      expect(largestError(filtered.coefficients, descent.coefficients)).toBeLessThanOrEqual(1e-12 * Math.max(1, steps));
      expect(filtered.report.trainingLoss[0]).toBeCloseTo(descent.report.trainingLoss[0] as number, 10);
      expect(filtered.report.diverging).toBe(descent.report.diverging);
    }
  });

  it("tends to the direct solution, and to the ridge that it names on the way", () => {
    const kernel = rbf({ gamma: 1 });
    const far = spectralFilter(kernel, X, y, { step: 0.03, steps: 1e15 });
    const direct = fit(kernelRidge({ kernel, lambda: 0 }), X, y);
    expect(largestError(predict(far, X), predict(direct, X))).toBeLessThan(1e-9);
    const { equivalentLambda } = spectralFilter(kernel, X, y, { step: 0.03, steps: 100 });
    expectRounded(equivalentLambda, 1 / 6, 64);
  });

  it("tells how far α has drifted along the null space", () => {
    const line = Array.from({ length: 4 }, (_, i) => [i]);
    const { report } = spectralFilter(linear(), line, [1, 0, 0, 0], { step: 0.01, steps: 300 });
    // y less its part along (0, 1, 2, 3) is y itself; it grows by 2s in every step
    expect(report).toMatchObject({ rank: 1, iterations: 300, solver: "spectral-filter" });
    expectRounded(report.nullComponent, 6, 64);
  });

  it("leaves white noise out of the loss", () => {
    const kernel = add(rbf({ gamma: 1 }), white(0.5));
    const { report } = spectralFilter(kernel, X, y, { step: 0.05, steps: 20 });
    expect(report.trainingLoss[0]).toBeCloseTo(
      fit(kernelDescent({ kernel, iterations: 20, step: 0.05 }), X, y).report.trainingLoss[0] as number,
      10,
    );
  });

  it("flags and refuses steps that are too large, and bad input", () => {
    expect(spectralFilter(linear(), X, y, { step: 1, steps: 3 }).report.diverging).toBe(true);
    expectError("diverged", () => spectralFilter(linear(), X, y, { step: 1e3, steps: 1e6 }));
    expectError("argument", () => spectralFilter(linear(), X, y, { step: 0, steps: 3 }));
    expectError("argument", () => spectralFilter(linear(), X, y, { step: 1, steps: 1.5 }));
    expectError("shape", () => spectralFilter(linear(), X, y.slice(1), { step: 1, steps: 1 }));
  });
});

it("takes one target", () => {
  expectError("shape", () => spectralFilter(rbf(), X, { rows: 15, cols: 2, data: randomVector(3, 30) } as never, { step: 0.1, steps: 3 }), {
    argument: "y",
  });
});
