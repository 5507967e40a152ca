import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundedDown, roundedUp } from "../../src/errors/rounded";
import { euclideanNorm, largestMagnitude, powerOfTwo, sumOfSquares } from "../../src/matrix/magnitude";
import { centreOf } from "../../src/problem/centre";

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });

describe("powerOfTwo", () => {
  it("p ≤ x < 2p over the whole range, p a power of two (1,000 cases)", () => {
    fc.assert(
      fc.property(positive, (x) => {
        const p = powerOfTwo(x);
        expect(x / p).toBeGreaterThanOrEqual(1);
        expect(x / p).toBeLessThan(2);
        expect(Number.isInteger(Math.log2(p))).toBe(true);
        expect((x / p) * p).toBe(x);
      }),
      { numRuns: 1000 },
    );
    expect([powerOfTwo(0), powerOfTwo(1), powerOfTwo(Number.MAX_VALUE), powerOfTwo(Number.MIN_VALUE)]).toEqual([
      1,
      1,
      2 ** 1023,
      2 ** -1074,
    ]);
  });
});

describe("sums of squares", () => {
  it("of 3 and 4 at every scale", () => {
    for (let e = -1060; e <= 1020; e += 20) {
      const x = Float64Array.of(3 * 2 ** e, -4 * 2 ** e);
      expect(sumOfSquares(x)).toBe(25 * 2 ** e * 2 ** e);
      expect(euclideanNorm(x)).toBe(5 * 2 ** e);
      expect(largestMagnitude(x)).toBe(4 * 2 ** e);
    }
    expect([sumOfSquares(new Float64Array(2)), sumOfSquares(new Float64Array(0))]).toEqual([0, 0]);
  });
});

it("a number rounded up is no smaller, down no larger, and not far off (1,000 cases)", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.integer({ min: 1, max: 4 }), (x, digits) => {
      const [up, down] = [roundedUp(x, digits), roundedDown(x, digits)];
      expect(up).toBeGreaterThanOrEqual(x);
      expect(up / x).toBeLessThanOrEqual(1 + 16 * 10 ** -digits);
      expect(down).toBeLessThanOrEqual(x);
      expect(down / x).toBeGreaterThanOrEqual(1 - 10 * 10 ** -digits);
      expect(
        String(up)
          .replace(/e.*|[-.]|^0*/g, "")
          .replace(/^0+|0+$/g, "").length,
      ).toBeLessThanOrEqual(digits);
    }),
    { numRuns: 1000 },
  );
});

describe("centreOf", () => {
  it("is 0 for data around 0, and the number itself for equal ones", () => {
    expect(centreOf(Float64Array.of(-1, 0.3, 1))).toBe(0);
    expect(centreOf(Float64Array.of(1, 2, 3, 5))).toBe(0);
    expect(centreOf(Float64Array.of(0.1, 0.1))).toBe(0.1);
  });

  it("leaves differences that are exact, and no larger than twice the range (500 cases)", () => {
    const data = fc.record({
      c: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      parts: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 }),
    });
    fc.assert(
      fc.property(data, ({ c, parts }) => {
        const y = Float64Array.from(parts, (part) => c + part);
        const centre = centreOf(y);
        const range = Math.max(...y) - Math.min(...y);
        for (const value of y) {
          // the difference and what it rounds away, by two sums without error
          const difference = value - centre;
          const back = difference - value;
          expect(value - (difference - back) + (-centre - back)).toBe(0);
          if (centre !== 0) expect(Math.abs(difference)).toBeLessThanOrEqual(2 * range);
          else expect(Math.abs(value)).toBeLessThanOrEqual(20 * range);
        }
      }),
      { numRuns: 500 },
    );
  });
});
