import { describe, expect, it } from "vitest";
import { quadraticForm } from "../../src/diagnosis/quadratic-form";
import { integers, random } from "../support/generator";
import { expectRounded } from "../support/precision";

/** qᵀKq of whole numbers, exactly. */
function exact(n: number, K: Float64Array, q: Float64Array): bigint {
  let sum = 0n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) sum += BigInt(q[i] as number) * BigInt(K[i * n + j] as number) * BigInt(q[j] as number);
  return sum;
}

describe("quadraticForm", () => {
  it("finds what plain sums lose: 2⁸⁰-fold cancellation, within its own bound", () => {
    const big = 2 ** 40;
    const K = Float64Array.of(big, 1 - big, -big, big);
    const q = Float64Array.of(big, big);
    const { value, error } = quadraticForm(2, K, q);
    expect(exact(2, K, q)).toBe(BigInt(big) ** 2n);
    expect(Math.abs(value - big * big)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-6 * value);
  });

  it.each([1, 2, 3, 7, 20])("lies within its bound of the exact value, n = %i", (n) => {
    const source = random(n);
    for (let round = 0; round < 50; round++) {
      const K = integers(source, n * n, -(2 ** 50), 2 ** 50);
      const q = integers(source, n, -(2 ** 50), 2 ** 50);
      const truth = exact(n, K, q);
      const { value, error } = quadraticForm(n, K, q);
      const off = BigInt(value) - truth;
      expect(off < 0n ? -off : off).toBeLessThanOrEqual(BigInt(Math.ceil(error)));
      expect(error).toBeLessThanOrEqual(2 ** -50 * Math.abs(value) + 2 ** 60);
    }
  });

  it("neither overflows nor vanishes", () => {
    for (const size of [1e-300, 1e-150, 1, 1e150, 1e300]) {
      const { value } = quadraticForm(2, Float64Array.of(size, -2 * size, -2 * size, size), Float64Array.of(1, 1));
      expectRounded(value / size, -2, 8);
    }
  });
});
