import type Decimal from "decimal.js";
import { describe, expect, it } from "vitest";
import { beyond, compileMath, expectEachForItself, inEveryLane, map, preciseSine, sample, spread, worstError } from "../../support/math";

const core = await compileMath("sinpi");

function sinpi(x: Float64Array, p = 1): Float64Array {
  return map(core, x, (n, address) => core.sinpi(n, p, address));
}

function squaredSine(x: Float64Array, p = 1): Float64Array {
  return map(core, x, (n, address) => core.squaredSine(n, p, address));
}

const preciseSquare = (x: Decimal): Decimal => preciseSine(x).pow(2);

const RANGES: [string, Float64Array][] = [
  ["on [0, ½]", sample(1, 4000, (source) => source.between(0, 0.5))],
  ["where the formulas meet: [0.2, 0.36]", sample(2, 4000, (source) => source.between(0.2, 0.36))],
  ["around 0.25 and 0.3125", sample(3, 400, (_, i) => beyond(i % 2 ? 0.25 : 0.3125, (i >> 1) - 100))],
  ["on [0, 100]", sample(4, 3000, (source) => source.between(0, 100))],
  ["from 2⁻⁴⁰⁰ to ½ on a logarithmic scale", sample(5, 1000, (source) => spread(source, -400, -1))],
  ["from 1 to 2⁵² on a logarithmic scale", sample(6, 2000, (source) => spread(source, 0, 52))],
  ["close to integers", sample(7, 1000, (source) => source.integer(1, 1000) + source.between(-1, 1) * 2 ** -source.integer(5, 40))],
  ["close to halves", sample(8, 1000, (source) => source.integer(1, 1000) + 0.5 + source.between(-1, 1) * 2 ** -source.integer(5, 40))],
];

describe("sinpi is at most 1.25 ulp from sin πx; the greatest error seen on these points is 1.091 ulp", () => {
  it.each<[string, Float64Array]>([
    ...RANGES,
    ["from 2⁻¹⁰⁷⁴ to 2⁻⁴⁰⁰ on a logarithmic scale", sample(9, 500, (source) => spread(source, -1074, -400))],
    ["below 0", sample(10, 500, (source) => -source.between(0, 100))],
  ])("%s", (_, x) => {
    const worst = worstError(x, sinpi(x), preciseSine);
    expect(worst).toBeLessThanOrEqual(1.25);
    // No function that rounds gets below ½ on so many points: the oracle does look at the result.
    expect(worst).toBeGreaterThan(0.45);
  });
});

describe("squaredSine is at most 1.2 ulp from sin² πx; the greatest error seen on these points is 0.989 ulp", () => {
  it.each(RANGES)("%s", (_, x) => {
    const worst = worstError(x, squaredSine(x), preciseSquare);
    expect(worst).toBeLessThanOrEqual(1.2);
    expect(worst).toBeGreaterThan(0.45);
  });
});

describe("special values", () => {
  it.each([
    [0, 0],
    [5e-324, 1.5e-323],
    [0.5, 1],
    [1, 0],
    [1.5, -1],
    [2, 0],
    [2.5, 1],
    [3, 0],
    [12345.5, -1],
    [-0.5, -1],
    [-1, 0],
    [-7, 0],
    [2 ** 51 + 0.5, 1],
    [2 ** 51 + 1.5, -1],
    [2 ** 52 + 1, 0],
    [2 ** 53 + 2, 0],
    [1e300, 0],
    [Number.MAX_VALUE, 0],
    [Infinity, Number.NaN],
    [-Infinity, Number.NaN],
    [Number.NaN, Number.NaN],
  ])("sinpi(%d) is %d, and squaredSine its square", (x, expected) => {
    inEveryLane((values) => sinpi(values), x, expected, 0.75);
    inEveryLane((values) => squaredSine(values), x, expected ** 2, 0.75);
  });

  it("a whole number of periods is a zero, half of one more a peak", () => {
    for (const p of [0.375, 7, 365.25, 2 ** -1000]) {
      const k = Float64Array.from({ length: 1000 }, (_, i) => i);
      expect(
        squaredSine(
          k.map((i) => i * p),
          p,
        ),
      ).toEqual(new Float64Array(1000));
      expect(squaredSine(Float64Array.of(p / 2), p)[0]).toBe(1);
      expect(
        sinpi(
          k.map((i) => i * p),
          p,
        ),
      ).toEqual(new Float64Array(1000));
    }
  });
});

it("each value is mapped for itself", () => {
  const x = sample(11, 400, (source) => source.between(0, 10));
  expectEachForItself((values) => sinpi(values), x, Infinity);
  expectEachForItself((values) => squaredSine(values), x, 1e300);
});
