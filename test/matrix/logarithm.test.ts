import { expect, it } from "vitest";
import { logOfSize } from "../../src/matrix/logarithm";
import { beyond, exact, sample, spread } from "../support/math";
import { EPSILON } from "../support/precision";

/** The largest error as a share of ε|log |x||, by 60 digits. */
function worstOf(x: Float64Array): number {
  const shares = Array.from(x, (value) => {
    const truth = exact(Math.abs(value)).ln();
    return truth.minus(logOfSize(value)).abs().div(truth.abs().times(EPSILON)).toNumber();
  });
  return Math.max(...shares);
}

it.each<[string, Float64Array]>([
  ["on (½, 2)", sample(1, 2000, (source) => source.between(0.5, 2))],
  ["close to 1", sample(2, 1000, (source, i) => beyond(1, (i % 2 ? 1 : -1) * source.integer(1, 2 ** (1 + (i % 50)))))],
  [
    "from 2⁻¹⁰²² to 2¹⁰²⁴ on a logarithmic scale, of either sign",
    sample(3, 2000, (source, i) => (i % 2 ? -1 : 1) * spread(source, -1022, 1024)),
  ],
  ["subnormal", sample(4, 300, (source) => 5e-324 * source.integer(1, 2 ** 30))],
  ["around the borders of m, where e changes", sample(5, 1000, (_, i) => beyond((i % 2 ? 1.4 : 0.7) * 2 ** ((i % 21) - 10), (i % 7) - 3))],
])("%s", (_, x) => {
  expect(worstOf(x)).toBeLessThanOrEqual(2);
});

it("0, ∞, 1 and NaN", () => {
  expect([0, -0, Infinity, -Infinity, 1, -1].map(logOfSize)).toEqual([-Infinity, -Infinity, Infinity, Infinity, 0, 0]);
  expect(logOfSize(Number.NaN)).toBeNaN();
});
