import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, precomputed, predict, rbf, score } from "../../src/entries/index";
import { columnMatrix } from "../support/dense";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const X = randomMatrix(1, 30, 2);
const y = randomVector(2, 30);

const identity = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** K = I and λ = 3 quarter the targets, and 4 has an exact root: predictions are known exactly. */
const quartered = fit(kernelRidge({ kernel: precomputed(), lambda: 3 }), identity, [4, 8, 12]);

describe("score", () => {
  it("is 1 − Σ(y − h)²/Σ(y − ȳ)², worked out by hand", () => {
    expect(Array.from(predict(quartered, identity))).toEqual([1, 2, 3]);
    expectRounded(score(quartered, identity, [2, 4, 6]), 1 - 14 / 8, 16);
    expect(score(quartered, identity, [1, 2, 3])).toBe(1);
    expectRounded(score(quartered, identity, [3, 2, 1]), -3, 4);
  });

  it("is 1 for a constant y that is hit, 0 for one that is not", () => {
    const flat = fit(kernelRidge({ kernel: precomputed(), lambda: 3 }), identity, [8, 8, 8]);
    expect(score(flat, identity, [2, 2, 2])).toBe(1);
    expect(score(flat, identity, [3, 3, 3])).toBe(0);
    expect(score(quartered, [[1, 0, 0]], [1])).toBe(1);
    expect(score(quartered, [[1, 0, 0]], [1.5])).toBe(0);
  });

  it("a constant y whose mean is not exact is constant all the same", () => {
    const points = Array.from({ length: 10 }, (_, i) => [i]);
    const model = fit(kernelRidge({ kernel: linear() }), points, new Float64Array(10).fill(0));
    expect(score(model, points, new Float64Array(10).fill(0.1))).toBe(0);
  });

  it("is the uniform mean over the targets", () => {
    const Y = randomMatrix(3, 30, 3);
    const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, Y);
    const singles = [0, 1, 2].map((q) => {
      const target = Y.data.filter((_, k) => k % 3 === q);
      return score(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, target), X, target);
    });
    expect(score(model, X, Y)).toBeCloseTo(
      singles.reduce((sum, value) => sum + value / 3, 0),
      12,
    );
  });

  it("takes a column for a vector and the reverse", () => {
    const model = fit(kernelRidge({ kernel: rbf() }), X, y);
    expect(score(model, X, columnMatrix(y))).toBe(score(model, X, y));
    expect(score(fit(kernelRidge({ kernel: rbf() }), X, columnMatrix(y)), X, y)).toBe(score(model, X, y));
    expect(score(model, X, predict(model, X))).toBe(1);
  });

  it("refuses targets that do not fit", () => {
    const model = fit(kernelRidge({ kernel: rbf() }), X, y);
    expectError("shape", () => score(model, X, [1, 2]), { argument: "y" });
    expectError("shape", () => score(model, X, randomMatrix(1, 30, 2)), { argument: "y" });
    expectError(
      "not-finite",
      () =>
        score(
          model,
          X,
          y.map((value, i) => (i === 3 ? Number.NaN : value)),
        ),
      { argument: "y", row: 3 },
    );
    expectError("shape", () => score(model, [[1]], [1]), { argument: "Z" });
  });
});

describe("R² at the ends of the range", () => {
  // K = I and λ = 3 quarter the targets
  it.each([1, 1e154, 1e-170, 1e300, 1e-300, 2e307])("of 1, 2, 3 for 1, 2.5, 3, all times %d, is 0.8846153846", (size) => {
    const model = fit(kernelRidge({ kernel: precomputed(), lambda: 1 }), identity, [2 * size, 4 * size, 6 * size]);
    expect(Math.abs(score(model, identity, [size, 2.5 * size, 3 * size]) - 23 / 26)).toBeLessThanOrEqual(8 * Number.EPSILON);
  });

  it("beyond the numbers is told", () => {
    expect(score(quartered, identity, [1e-150, 2e-150, 3e-150])).toBeLessThan(-1e299);
    expectError("not-finite", () => score(quartered, identity, [1e-160, 2e-160, 3e-160]), { column: 0 });
  });
});
