import type Decimal from "decimal.js";
import { expect, it } from "vitest";
import { logOfProduct } from "../../src/linalg/logarithm";
import { random } from "../support/generator";
import { exact, Precise } from "../support/math";

const EPS = Number.EPSILON;

/** log Π |x_i| to 60 digits. */
function oracle(factors: readonly number[]): Decimal {
  return factors.reduce((sum, x) => sum.plus(exact(x).abs().ln()), new Precise(0));
}

/** What the error is of nε/2 + ε|log Π |x_i||. */
function shareOfBound(factors: readonly number[]): number {
  const truth = oracle(factors);
  const bound = truth
    .abs()
    .plus(factors.length / 2)
    .times(EPS);
  return truth.minus(logOfProduct(factors)).abs().div(bound).toNumber();
}

it.each<[string, (unit: () => number, i: number) => number]>([
  ["around 1", (unit) => 0.5 + unit()],
  ["of either sign and any size", (unit, i) => (i % 2 ? -1 : 1) * 2 ** Math.floor(2000 * unit() - 1000) * (1 + unit())],
  ["that are subnormal", (unit) => 5e-324 * Math.ceil(1000 * unit())],
  ["that are next to 1", (unit, i) => 1 + (i % 2 ? EPS : -EPS / 2) * Math.ceil(8 * unit())],
])("factors %s", (_, draw) => {
  const source = random(1);
  const unit = (): number => source.between(0, 1);
  const shares = Array.from({ length: 300 }, (_, run) =>
    shareOfBound(Array.from({ length: 1 + (run % 40) }, (_, i) => draw(unit, run + i))),
  );
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
});

it("the product need not be a number", () => {
  expect(shareOfBound([1e300, -1e300, 3, 1e-320])).toBeLessThanOrEqual(1);
  expect(shareOfBound(new Array(3000).fill(1e-300))).toBeLessThanOrEqual(1);
});

it("no factors, 0 and ∞", () => {
  expect(logOfProduct([])).toBe(0);
  expect(logOfProduct([1, -1])).toBe(0);
  expect(logOfProduct([3, -0])).toBe(-Infinity);
  expect(logOfProduct([3, -Infinity])).toBe(Infinity);
});
