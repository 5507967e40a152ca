import { describe, expect, it } from "vitest";
import { beyond, compileMath, expectEachForItself, inEveryLane, map, preciseLog1p, sample, spread, worstError } from "../../support/math";

const core = await compileMath("log1p");
const log1p = (x: Float64Array): Float64Array => map(core, x, (n, address) => core.log1p(n, address));

/** 1 + x where the cells of the logarithm meet, in the binade around 1. */
const FIRST_CELL = 0.6953125;

describe("log1p is at most 0.51 ulp from ln(1 + x); the greatest error seen on these points is 0.500 ulp", () => {
  it.each<[string, Float64Array]>([
    ["on [0, 1]", sample(1, 3000, (source) => source.between(0, 1))],
    ["on [1, 100]", sample(2, 2000, (source) => source.between(1, 100))],
    ["from 2⁻⁷⁰ to 1 on a logarithmic scale", sample(3, 3000, (source) => spread(source, -70, 0))],
    ["from 2⁻¹⁰²² to 2¹⁰²⁴ on a logarithmic scale", sample(4, 2000, (source) => spread(source, -1022, 1024))],
    ["around 2¹⁰⁰⁰, where the scaling changes", sample(5, 500, (source) => spread(source, 996, 1006))],
    ["on (−1, 0)", sample(6, 2000, (source) => -source.between(0, 1))],
    ["from −2⁻⁷⁰ to −½ on a logarithmic scale", sample(7, 2000, (source) => -spread(source, -70, -1))],
    ["close to −1", sample(8, 500, (source) => -1 + spread(source, -52, -2))],
    [
      "around the borders of the cells",
      sample(9, 2000, (source, i) => beyond((FIRST_CELL + source.integer(1, 44) / 64) * 2 ** source.integer(0, 60) - 1, (i % 5) - 2)),
    ],
    ["around powers of 2", sample(10, 500, (source, i) => beyond(2 ** source.integer(1, 60), (i % 5) - 2))],
  ])("%s", (_, x) => {
    const worst = worstError(x, log1p(x), preciseLog1p);
    expect(worst).toBeLessThanOrEqual(0.51);
    // No function that rounds gets below ½ on so many points: the oracle does look at the result.
    expect(worst).toBeGreaterThan(0.45);
  });
});

describe("log1p of special values", () => {
  it.each([
    [0, 0],
    [5e-324, 5e-324],
    [-5e-324, -5e-324],
    [1e-310, 1e-310],
    [2 ** -1022, 2 ** -1022],
    [1e-300, 1e-300],
    [2 ** -54, 2 ** -54],
    [1, Math.LN2],
    [-0.5, -Math.LN2],
    [Number.MAX_VALUE, 709.782712893384],
    [Infinity, Infinity],
    [-1, -Infinity],
    [beyond(-1, 1), Number.NaN],
    [-2, Number.NaN],
    [-Infinity, Number.NaN],
    [Number.NaN, Number.NaN],
  ])("log1p(%d) is %d", (x, expected) => {
    inEveryLane(log1p, x, expected, 0.75);
  });
});

it("log1p maps each value for itself", () => {
  const x = sample(11, 400, (source) => spread(source, -40, 40));
  expectEachForItself(log1p, x, Infinity);
  expectEachForItself(log1p, x, -3);
});
