import { describe, expect, it } from "vitest";
import {
  compileMath,
  exact,
  expectEachForItself,
  inEveryLane,
  map,
  preciseLog1p,
  sample,
  spread,
  WORK,
  worstError,
} from "../../support/math";

const core = await compileMath("rational-quadratic");

function rationalQuadratic(t: Float64Array, a: number, c: number): Float64Array {
  return map(core, t, (n, address) => core.rationalQuadratic(n, a, c, address, WORK));
}

function worst(t: Float64Array, a: number, c: number): number {
  return worstError(t, rationalQuadratic(t, a, c), (x) =>
    preciseLog1p(x.times(exact(c)))
      .times(exact(-a))
      .exp(),
  );
}

/** The t where (1 + c t)^(−a) is about e^−z. */
const where = (z: number, a: number, c: number): number => Math.expm1(z / a) / c;

describe("rationalQuadratic is at most 1 ulp from (1 + c t)^(−a); the greatest error seen on these points is 0.821 ulp", () => {
  describe.each<[number, number]>([
    [1, 1],
    [0.5, 0.3],
    [2, 0.1],
    [1e-3, 5],
    [30, 1 / 60],
    [1e3, 1e-3],
    [1e6, 1e-6 / 3],
    [1e12, 1e-12 / 7],
    [1e12, 1],
    [1e150, 1e-150],
  ])("a = %d, c = %d", (a, c) => {
    it.each<[string, Float64Array, number]>([
      ["results from e^−700 to 1", sample(1, 700, (source) => where(source.between(0, Math.min(700, 700 * a)), a, c)), 0.45],
      ["results close to 1", sample(2, 400, (source) => where(Math.min(1, a) * spread(source, -20, 3), a, c)), 0.45],
      [
        "results around the least normal number and below",
        sample(3, 200, (source) => Math.min(where(source.between(700, 745), a, c), 1e300 / c)),
        0,
      ],
    ])("%s", (_, t, least) => {
      const error = worst(t, a, c);
      expect(error).toBeLessThanOrEqual(1);
      // The oracle does look at the result.
      expect(error).toBeGreaterThan(least);
    });
  });

  it("t and c of all magnitudes", () => {
    for (const c of [1e-290, 1e-100, 1, 1e100, 1e290]) {
      const t = sample(4, 200, (source) => spread(source, -300, 1000) / Math.max(c, 1e-20));
      expect(worst(t, 0.75, c)).toBeLessThanOrEqual(1);
    }
  });
});

describe("rationalQuadratic of special values", () => {
  it.each([
    [0, 1],
    [-0, 1],
    [5e-324, 1],
    [2, 0.25],
    [6, 0.0625],
    [Infinity, 0],
    [Number.MAX_VALUE, 0],
    [1e200, 0],
    [Number.NaN, Number.NaN],
  ])("(1 + %d/2)⁻² is %d", (t, expected) => {
    inEveryLane((x) => rationalQuadratic(x, 2, 0.5), t, expected, 0.75);
  });

  it("a product c t that overflows is ∞", () => {
    expect(rationalQuadratic(Float64Array.of(1e300), 1e-3, 1e10)[0]).toBe(0);
  });
});

it("rationalQuadratic maps each value for itself", () => {
  const t = sample(5, 400, (source) => spread(source, -20, 100));
  expectEachForItself((x) => rationalQuadratic(x, 1.5, 0.3), t, Infinity);
  expectEachForItself((x) => rationalQuadratic(x, 1.5, 0.3), t, 1e305);
  expectEachForItself((x) => rationalQuadratic(x, 1.5, 0.3), t, 1e240);
});
