import { describe, expect, it } from "vitest";
import { inverseNorm } from "../../src/dense/condition";
import type { Matrix } from "../../src/entries/index";
import { at, build, gaussSolve, transpose } from "../support/dense";
import { expectRounded } from "../support/precision";
import { randomMatrix } from "../support/random";

/** ‖A⁻¹‖₁, column by column. */
function exact(A: Matrix): number {
  const sums = Array.from({ length: A.rows }, (_, j) =>
    gaussSolve(A, new Float64Array(A.rows).fill(1, j, j + 1)).reduce((sum, value) => sum + Math.abs(value), 0),
  );
  return Math.max(...sums);
}

function estimate(A: Matrix): { value: number; solves: number } {
  const x = new Float64Array(A.rows).fill(Number.NaN);
  let solves = 0;
  const by = (B: Matrix) => () => {
    solves++;
    x.set(gaussSolve(B, x));
  };
  return { value: inverseNorm(x, by(A), by(transpose(A))), solves };
}

describe("inverseNorm", () => {
  it("is a lower bound, within a factor of 3 but for one in fifty, on random matrices", () => {
    let far = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const n = 1 + (seed % 25);
      const A = randomMatrix(seed, n, n);
      const truth = exact(A);
      const { value, solves } = estimate(A);
      expect(value).toBeLessThanOrEqual(truth * (1 + 1e-9));
      expect(value).toBeGreaterThanOrEqual(truth / 10);
      if (value < truth / 3) far++;
      expect(solves).toBeLessThanOrEqual(12);
    }
    expect(far).toBeLessThanOrEqual(5);
  });

  it("is exact for diagonal and for triangular matrices of one sign", () => {
    expectRounded(estimate(build(6, 6, (i, j) => (i === j ? 1 / (1 + i) : 0))).value, 6, 64);
    const bidiagonal = build(5, 5, (i, j) => (i === j ? 1 : j === i + 1 ? -1 : 0));
    expect(at(bidiagonal, 0, 1)).toBe(-1);
    expectRounded(estimate(bidiagonal).value, 5, 64);
  });
});
