import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lowerConfidenceBound, upperConfidenceBound } from "../../src/acquisition/confidence-bound";
import { expectedImprovement, logExpectedImprovement } from "../../src/acquisition/expected-improvement";
import { probabilityOfImprovement } from "../../src/acquisition/probability-of-improvement";
import { minimize } from "../../src/optimise/minimize";
import { expectError } from "../support/errors";
import { ROUNDOFF } from "../support/precision";

type Values = readonly [value: string, byMean: string, byDeviation: string];

interface Point {
  readonly mean: number;
  readonly deviation: number;
  readonly best: number;
  readonly expectedImprovement?: Values;
  readonly probabilityOfImprovement?: Values;
  readonly logExpectedImprovement: Values;
}

/** Written by acquisition.py beside it. */
const { points }: { readonly points: readonly Point[] } = JSON.parse(readFileSync("test/fixtures/acquisition.json", "utf8"));

const FUNCTIONS = { expectedImprovement, probabilityOfImprovement, logExpectedImprovement };

describe.each(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[])("%s", (name) => {
  const f = FUNCTIONS[name];
  const known = points.filter((point) => point[name]);

  // 10⁻¹⁴, and what rounding γ = (μ − best)/σ twice changes: of e^(−γ²/2) 2γ²u; slopes of PI also have a factor γ
  it("has 14 digits, and so have its derivatives, but for the rounding of γ", () => {
    expect(known.length).toBeGreaterThan(80);
    for (const point of known) {
      const { mean, deviation, best } = point;
      const gamma = (mean - best) / deviation;
      const logarithm = name === "logExpectedImprovement";
      const rounded = 2 * gamma * gamma * ROUNDOFF;
      const lost = logarithm ? 0 : rounded;
      // the slopes of the logarithm have e^(−γ²/2) above the best alone
      const lostOfSlopes = logarithm && gamma < 0 ? 0 : rounded;
      const found = f(mean, deviation, { best, goal: "maximize" });
      const [value, byMean, byDeviation] = (point[name] as Values).map(Number) as [number, number, number];
      const scale = logarithm ? Math.max(1, Math.abs(value)) : Math.abs(value);
      expect(Math.abs(found.value - value)).toBeLessThanOrEqual((1e-14 + lost) * scale);
      expect(Math.abs(found.byMean - byMean)).toBeLessThanOrEqual((1e-14 + lostOfSlopes) * Math.abs(byMean));
      expect(Math.abs(found.byDeviation - byDeviation)).toBeLessThanOrEqual((1e-14 + lostOfSlopes) * Math.abs(byDeviation));
    }
  });

  it("to minimise is the same with the signs of the means changed", () => {
    for (const { mean, deviation, best } of points) {
      const up = f(mean, deviation, { best, goal: "maximize" });
      const down = f(-mean, deviation, { best: -best, goal: "minimize" });
      expect({ ...down, byMean: 0 - down.byMean }).toEqual({ ...up, byMean: up.byMean + 0 });
    }
  });

  it("of vectors is that of their elements", () => {
    const options = { best: 0.3, goal: "minimize" } as const;
    const [means, deviations] = [
      [1, -2, 0.3, 0],
      [0.5, 3, 0, 0],
    ];
    const found = f(means as number[], deviations as number[], options);
    const single = (means as number[]).map((mean, i) => f(mean, deviations?.[i] as number, options));
    expect(Array.from(found.value)).toEqual(single.map(({ value }) => value));
    expect(Array.from(found.byMean)).toEqual(single.map(({ byMean }) => byMean));
    expect(Array.from(found.byDeviation)).toEqual(single.map(({ byDeviation }) => byDeviation));
  });

  it("refuses what is no forecast", () => {
    const options = { best: 0, goal: "maximize" } as const;
    expectError("argument", () => f(0, -1e-300, options), { argument: "deviation" });
    expectError("argument", () => f(Number.NaN, 1, options), { argument: "mean" });
    expectError("argument", () => f([0, 1], [1, -1], options), { argument: "deviation[1]" });
    expectError("shape", () => f([0, 1], [1], options), { argument: "deviation" });
    expectError("argument", () => f(0, 1, { best: 0 } as never), { argument: "goal" });
    expectError("argument", () => f(0, 1, { goal: "maximize" } as never), { argument: "best" });
    expectError("argument", () => f(0, 1, { ...options, xi: 0.1 } as never));
  });
});

describe("without a deviation", () => {
  const options = { best: 2, goal: "maximize" } as const;

  it.each([
    ["better", 5, [3, 1, 0], [1, 0, 0], [1.0986122886681098, 1 / 3, 0]],
    ["worse", 1, [0, 0, 0], [0, 0, 0], [-Infinity, 0, 0]],
    ["as good", 2, [0, 0.5, 0.3989422804014327], [0, 0, 0], [-Infinity, 0, 0]],
  ] as const)("the mean is %s", (_, mean, ...expected) => {
    const verbs = [expectedImprovement, probabilityOfImprovement, logExpectedImprovement];
    expect(verbs.map((f) => Object.values(f(mean, 0, options)))).toEqual(expected);
    // −0, too, is no deviation
    expect(verbs.map((f) => Object.values(f(mean, -0, options)))).toEqual(expected);
    const listed = verbs.map((f) => Object.values(f([mean], [-0], options)).map(([first]: Float64Array) => first));
    expect(listed).toEqual(expected);
  });
});

describe("far from hope", () => {
  it("expected improvement is 0 and flat, its logarithm is not", () => {
    const options = { best: 1e6, goal: "maximize" } as const;
    expect(expectedImprovement(0, 1, options)).toEqual({ value: 0, byMean: 0, byDeviation: 0 });
    const { value, byMean, byDeviation } = logExpectedImprovement(0, 1, options);
    expect(Math.abs(value / -5e11 - 1)).toBeLessThan(1e-9);
    expect(Math.abs(byMean / 1e6 - 1)).toBeLessThan(1e-9);
    expect(Math.abs(byDeviation / 1e12 - 1)).toBeLessThan(1e-9);
  });

  it("so that a search from there finds the maximum of the improvement", () => {
    // a mean that falls on both sides of 3, and the same deviation everywhere
    const f = ([z = 0]: Float64Array) => {
      const { value, byMean } = logExpectedImprovement(-((z - 3) ** 2), 0.1, { best: 1, goal: "maximize" });
      return { value: -value, gradient: [2 * (z - 3) * byMean] };
    };
    expect(Math.abs((minimize(f, [-40]).x[0] as number) - 3)).toBeLessThan(1e-5);
  });
});

it("confidence bounds", () => {
  expect(upperConfidenceBound(1, 0.5)).toEqual({ value: 2, byMean: 1, byDeviation: 2 });
  expect(lowerConfidenceBound(1, 0.5, { width: 3 })).toEqual({ value: -0.5, byMean: 1, byDeviation: -3 });
  const { value, byDeviation } = lowerConfidenceBound([1, 2], [1, 0], { width: 1 });
  expect([value, byDeviation]).toEqual([Float64Array.of(0, 2), Float64Array.of(-1, -1)]);
  expectError("argument", () => upperConfidenceBound(0, 1, { width: -1 }), { argument: "width" });
  expectError("argument", () => upperConfidenceBound(0, -1), { argument: "deviation" });
  expectError("argument", () => upperConfidenceBound(0, 1, { kappa: 1 } as never));
});
