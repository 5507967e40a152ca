import type Decimal from "decimal.js";
import { describe, expect, it } from "vitest";
import { beyond, compileMath, exact, expectEachForItself, inEveryLane, map, sample, spread, WORK, worstError } from "../../support/math";

const core = await compileMath("tanh");

/** b = −0 leaves −0 as it is. */
function tanh(x: Float64Array, a = 1, b = -0): Float64Array {
  return map(core, x, (n, address) => core.tanh(n, a, b, address, WORK));
}

/** (e^2x − 1)/(e^2x + 1); its series where 60 digits would not do. */
function preciseTanh(x: Decimal): Decimal {
  const x2 = x.times(x);
  if (x.abs().lt(1e-9)) return x.times(x2.times(x2.times(x2.times(-17).div(315).plus(exact(2).div(15))).minus(exact(1).div(3))).plus(1));
  const e = x.times(2).exp();
  return e.minus(1).div(e.plus(1));
}

describe("tanh is at most 1 ulp from the true value; the greatest error seen on these points is 0.840 ulp", () => {
  it.each<[string, Float64Array]>([
    ["on [−0.5625, 0.5625]", sample(1, 4000, (source) => source.between(-0.5625, 0.5625))],
    ["on [0.5625, 1]", sample(2, 4000, (source) => source.between(0.5625, 1))],
    ["on [−20, 20]", sample(3, 3000, (source) => source.between(-20, 20))],
    ["from 2⁻¹⁰²² to 1 on a logarithmic scale, both signs", sample(4, 2000, (s, i) => (i % 2 ? 1 : -1) * spread(s, -1022, 0))],
    ["from 2⁻³⁰ to 1 on a logarithmic scale, both signs", sample(5, 2000, (s, i) => (i % 2 ? 1 : -1) * spread(s, -30, 0))],
    ["around 0.5625, where the formulas meet", sample(6, 300, (_, i) => beyond(0.5625, i - 150))],
    [
      "around odd multiples of ln 2 / 4, where k changes",
      sample(7, 2000, (source, i) => beyond((source.integer(1, 50) + 0.5) * (Math.LN2 / 2), (i % 7) - 3)),
    ],
  ])("%s", (_, x) => {
    const worst = worstError(x, tanh(x), preciseTanh);
    expect(worst).toBeLessThanOrEqual(1);
    // No function that rounds gets below ½ on so many points: the oracle does look at the result.
    expect(worst).toBeGreaterThan(0.4);
  });

  it.each([
    [0.3, 0],
    [-2, 0.25],
    [1e-3, -1],
  ])("of %d x + %d, rounded twice", (a, b) => {
    const x = sample(8, 300, (source) => source.between(-5, 5));
    const affine = x.map((value) => a * value + b);
    expect(tanh(x, a, b)).toEqual(tanh(affine));
  });
});

describe("tanh of special values", () => {
  it.each([
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-5e-324, -5e-324],
    [1e-300, 1e-300],
    [-(2 ** -30), -(2 ** -30)],
    [19.06, 1 - 2 ** -53],
    [19.07, 1],
    [-20, -1],
    [25, 1],
    [-1e308, -1],
    [Infinity, 1],
    [-Infinity, -1],
    [Number.NaN, Number.NaN],
  ])("tanh(%d) is %d", (x, expected) => {
    inEveryLane((values) => tanh(values), x, expected, 0.75);
  });
});

it("tanh is odd, bit for bit", () => {
  const x = sample(9, 1000, (source) => spread(source, -60, 5));
  expect(tanh(x.map((value) => -value))).toEqual(tanh(x).map((value) => -value));
});

it("tanh maps each value for itself", () => {
  const x = sample(10, 400, (source) => source.between(-3, 3));
  expectEachForItself((values) => tanh(values), x, Number.NaN);
});
