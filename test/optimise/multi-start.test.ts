import { describe, expect, it } from "vitest";
import { haltonPoints } from "../../src/optimise/halton";
import { multiStart } from "../../src/optimise/multi-start";
import { expectError } from "../support/errors";
import { objectiveOf } from "../support/jet";
import { PROBLEMS } from "../support/minimization-problems";

const himmelblau = objectiveOf(PROBLEMS.Himmelblau as (typeof PROBLEMS)[string]);
const box = { lower: [-5, -5], upper: [5, 5] };

describe("multiStart", () => {
  it("finds the four minima of Himmelblau's function, each once", () => {
    const { optima, failed, evaluations } = multiStart(himmelblau, { ...box, starts: 24 });
    expect(optima.length).toBe(4);
    expect(optima.reduce((sum, { starts }) => sum + starts, 0)).toBe(24);
    expect(failed).toBe(0);
    expect(evaluations).toBeGreaterThan(4 * 24);
    const found = optima.map(({ x }) => Array.from(x, (v) => Math.round(v * 1e4) / 1e4)).sort(([a = 0], [b = 0]) => a - b);
    expect(found).toEqual([
      [-3.7793, -3.2832],
      [-2.8051, 3.1313],
      [3, 2],
      [3.5844, -1.8481],
    ]);
  });

  it("finds the least of the 2⁴ minima of Styblinski and Tang's function first", () => {
    const f = objectiveOf(PROBLEMS["Styblinski-Tang, 5"] as (typeof PROBLEMS)[string]);
    const { optima } = multiStart(f, { lower: [-5, -5, -5, -5], upper: [5, 5, 5, 5], starts: 60, seed: 3 });
    expect(Math.abs((optima[0]?.value as number) - 4 * -39.16616570377142)).toBeLessThan(1e-6);
    optima.slice(1).forEach(({ value }, i) => {
      expect(value).toBeGreaterThanOrEqual(optima[i]?.value as number);
    });
    expect(optima.length).toBeGreaterThan(8);
    expect(optima.length).toBeLessThanOrEqual(16);
  });

  it("counts starts without a value", () => {
    const half = (x: Float64Array) => ((x[0] as number) < 0 ? null : himmelblau(x));
    const { optima, failed } = multiStart(half, { ...box, starts: 16 });
    expect(failed).toBe(8);
    expect(optima.reduce((sum, { starts }) => sum + starts, 0)).toBe(8);
    expectError("not-finite", () => multiStart(() => null, box));
  });

  it("is the same for the same seed, and other for another", () => {
    const run = (seed: number) => multiStart(himmelblau, { ...box, starts: 3, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it.each<[string, () => unknown, string]>([
    ["no bounds", () => multiStart(himmelblau, {} as never), "argument"],
    ["bounds at infinity", () => multiStart(himmelblau, { lower: [-Infinity, 0], upper: [0, 1] }), "argument"],
    ["a bound too few", () => multiStart(himmelblau, { lower: [0, 0], upper: [0] }), "shape"],
    ["no starts", () => multiStart(himmelblau, { ...box, starts: 0 }), "argument"],
    ["an unknown option", () => multiStart(himmelblau, { ...box, start: 3 } as never), "argument"],
  ])("%s", (_, run, code) => {
    expectError(code as "argument", run);
  });
});

describe("haltonPoints", () => {
  it("fills every cell of a grid of bases equally: 6 · 6 · 5 points have 36 cells of 2² × 3² with 5 points each", () => {
    const counts = new Map<string, number>();
    for (const [a = 0, b = 0] of haltonPoints(180, 2, 5)) {
      const cell = `${Math.floor(4 * a)},${Math.floor(9 * b)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    expect(counts.size).toBe(36);
    expect([...new Set(counts.values())]).toEqual([5]);
  });

  it("fills every coordinate evenly in many dimensions, and begins alike", () => {
    const points = haltonPoints(64, 30, 1);
    for (let k = 0; k < 30; k++) {
      const mean = points.reduce((sum, point) => sum + (point[k] as number), 0) / 64;
      // four standard deviations of independent points
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 64));
    }
    expect(points.flatMap((point) => [...point]).every((v) => v >= 0 && v < 1)).toBe(true);
    expect(haltonPoints(5, 30, 1)).toEqual(points.slice(0, 5));
  });
});
