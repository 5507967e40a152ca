import { describe, expect, it } from "vitest";
import { fit, type LinearModel, leastSquares } from "../../src/entries/index";

/** (Σ (x − x̄)(y − ȳ))/(Σ (x − x̄)² + λ), the slope of one feature; the means are 0 without an intercept. */
function slope(x: readonly number[], y: readonly number[], lambda: number, intercept: boolean): number {
  const mean = (values: readonly number[]): number => (intercept ? values.reduce((sum, value) => sum + value, 0) / values.length : 0);
  const [a, b] = [mean(x), mean(y)];
  let [along, square] = [0, 0];
  x.forEach((value, i) => {
    along += (value - a) * ((y[i] as number) - b);
    square += (value - a) ** 2;
  });
  return along / (square + lambda);
}

const off = (found: number | undefined, expected: number): number => Math.abs((found ?? 0) / expected - 1);

describe("least squares with a ridge far beyond the features: weights have all their digits", () => {
  const [x, y] = [
    [1, -1, 3, 0.5],
    [1, -3, 4, 2],
  ];

  it.each([1, 1e4, 1e12, 1e16, 1e30, 1e34, 1e60, 1e100, 1e200, 1e290, 1e306])("λ = %d", (lambda) => {
    for (const intercept of [false, true]) {
      const { weights } = fit(leastSquares({ lambda, intercept }), x, y);
      expect(off(weights[0], slope(x, y, lambda, intercept))).toBeLessThan(4e-15);
    }
    // the shortest of more weights than points, φᵀ(φφᵀ + λ)⁻¹y
    const wide = fit(leastSquares({ lambda }), [[1, -2, 0.5]], [3]) as LinearModel<Float64Array>;
    [1, -2, 0.5].forEach((value, k) => {
      expect(off(wide.weights[k], (3 * value) / (5.25 + lambda))).toBeLessThan(4e-15);
    });
    const weighted = fit(leastSquares({ lambda }), [1, -1], [1, -3], { sampleWeight: [2, 1] });
    expect(off(weighted.weights[0], 5 / (3 + lambda))).toBeLessThan(4e-15);
  });
});
