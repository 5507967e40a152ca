import { describe, expect, it } from "vitest";
import { projection } from "../../src/dense/projection";
import { build, columnOf, jacobi, norm } from "../support/dense";
import { randomMatrix, randomVector } from "../support/random";

const EPSILON = Number.EPSILON;
const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);

/** An orthonormal basis of ℝⁿ. */
function basis(seed: number, n: number) {
  const A = randomMatrix(seed, n, n);
  return jacobi(build(n, n, (i, j) => (A.data[i * n + j] as number) + (A.data[j * n + i] as number))).vectors;
}

describe("projection", () => {
  it("splits whole numbers along coordinates exactly, several columns at once", () => {
    const n = 5;
    const V = build(n, n, (i, j) => (i === (j + 2) % n ? 1 : 0));
    const Y = build(n, 2, (i, q) => 10 * i + q - 7);
    const { shares, outside } = projection(V, (j) => j < 3, Y);
    const counted = (i: number): boolean => (i + n - 2) % n < 3;
    expect(shares).toEqual(build(n, 2, (j, q) => (j < 3 ? 10 * ((j + 2) % n) + q - 7 : 0)).data);
    expect(outside).toEqual(build(n, 2, (i, q) => (counted(i) ? 0 : 10 * i + q - 7)).data);
  });

  it.each([3, 20, 70, 130])("leaves a small rest that is orthogonal to what counts, n = %i", (n) => {
    const V = basis(n, n);
    const rank = Math.ceil(n / 2);
    const large = columnOf(V, 0);
    const y = randomVector(n + 1, n).map((value, i) => value + 1e10 * (large[i] as number));
    const { shares, outside } = projection(V, (j) => j < rank, { rows: n, cols: 1, data: y });
    const size = norm(outside);
    expect(size).toBeGreaterThan(0.1);
    for (let j = 0; j < n; j++) {
      const v = columnOf(V, j);
      if (j < rank) expect(Math.abs(dot(v, outside))).toBeLessThanOrEqual(8 * n * EPSILON * size);
      expect(Math.abs((shares[j] as number) - (j < rank ? dot(v, y) : 0))).toBeLessThanOrEqual(8 * n * EPSILON * norm(y));
    }
  });
});
