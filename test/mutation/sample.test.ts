import { expect, it } from "vitest";

const { interval, sample } = await import(new URL("sample.mjs", import.meta.url).href);

it.each([
  // (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), worked out apart
  [0, 10, 0, 0.27753],
  [5, 10, 0.23659, 0.76341],
  [81, 100, 0.7222, 0.87486],
])("has Wilson's interval of %i of %i", (k, n, low, high) => {
  const [from, to] = interval(k, n);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});

it("draws each item at most once, the same for the same seed, and fewer as the beginning of more", () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  const some = sample(items, 20, 3);
  expect(new Set(some).size).toBe(20);
  expect(sample(items, 50, 3).slice(0, 20)).toEqual(some);
  expect(sample(items, 20, 4)).not.toEqual(some);
  expect(sample(items, Number.POSITIVE_INFINITY, 3).sort((a: number, b: number) => a - b)).toEqual(items);
});
