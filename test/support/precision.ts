import { expect } from "vitest";

/** ε = 2⁻⁵²: the distance from 1 to the next larger double. */
export const EPSILON = Number.EPSILON;

/** u = ε/2: what one rounding changes at most, relative. */
export const ROUNDOFF = EPSILON / 2;

/** Fails unless |actual − expected| ≤ roundings·ε·|expected|. */
export function expectRounded(actual: unknown, expected: number, roundings: number): void {
  const error = Math.abs((actual as number) - expected);
  if (!(error <= roundings * EPSILON * Math.abs(expected))) {
    expect.fail(`${actual} is ${error / (EPSILON * Math.abs(expected))} roundings from ${expected}, more than ${roundings}`);
  }
}
