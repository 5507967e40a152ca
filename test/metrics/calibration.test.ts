import { describe, expect, it } from "vitest";
import {
  add,
  calibratedScale,
  coverageCurve,
  fit,
  gaussianProcess,
  leaveOneOut,
  normalCdf,
  pit,
  pitHistogram,
  predict,
  rbf,
  samplePrior,
  scale,
  studentCdf,
  white,
  withParameters,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(21);
const n = 4000;
const means = Array.from({ length: n }, () => source.between(-5, 5));
const deviations = Array.from({ length: n }, () => source.between(0.1, 3));
/** What comes, with `factor` times the deviation that is forecast. */
const came = (factor: number): number[] => means.map((mean, i) => mean + factor * (deviations[i] as number) * source.normal());

describe("probability integral transform", () => {
  const right = pit(came(1), means, deviations);
  const sure = pit(came(2), means, deviations);

  it("is F((y − μ)/σ)", () => {
    expect(pit([1, 5, -2], [1, 3, 0], [1, 2, 4])).toEqual(Float64Array.of(0.5, normalCdf(1), normalCdf(-0.5)));
    expect(pit([2], [0], [1], { degrees: 3 })[0]).toBe(studentCdf(2, 3));
  });

  it("is even for forecasts that are right: Kolmogorov's distance, every bin and every level", () => {
    const sorted = right.slice().sort();
    const distance = sorted.reduce((most, u, i) => Math.max(most, Math.abs(u - (i + 0.5) / n)), 0);
    // exceeded once in a thousand
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
    const shares = pitHistogram(right, { bins: 20 });
    expect(shares).toHaveLength(20);
    // χ² of 19 degrees exceeds 43.8 once in a thousand
    expect(shares.reduce((sum, share) => sum + n * 20 * (share - 0.05) ** 2, 0)).toBeLessThan(43.8);
    coverageCurve(right, [0.1, 0.5, 0.9]).forEach((share, i) => {
      const level = [0.1, 0.5, 0.9][i] as number;
      expect(Math.abs(share - level)).toBeLessThan(3.3 * Math.sqrt((level * (1 - level)) / n));
    });
  });

  it("is crowded at both ends where forecasts are too sure, by as much as two deviations for one make it", () => {
    const shares = pitHistogram(sure);
    expect(shares[0] as number).toBeGreaterThan(0.2);
    expect(shares[9] as number).toBeGreaterThan(0.2);
    // |N(0, 2)| < 1.2816
    const expected = 2 * normalCdf(1.2815515655446004 / 2) - 1;
    expect(Math.abs((coverageCurve(sure, [0.8])[0] as number) - expected)).toBeLessThan(3.3 * Math.sqrt((expected * (1 - expected)) / n));
  });

  it("counts ends: 0 in the first bin, 1 in the last, an inner edge in the bin above", () => {
    expect(pitHistogram([0, 0.25, 1, 0.5], { bins: 4 })).toEqual(Float64Array.of(0.25, 0.25, 0.25, 0.25));
    expect(coverageCurve([0, 0.5, 0.75], [0, 0.5, 1])).toEqual(Float64Array.of(1 / 3, 2 / 3, 1));
  });

  it("refuses a forecast without spread, and what is no probability", () => {
    expectError("argument", () => pit([1], [1], [0]), { row: 0 });
    expectError("argument", () => pit([1], [1], [1], { degrees: 0 }));
    expectError("shape", () => pit([1, 2], [1], [1]));
    expectError("argument", () => pitHistogram([0.5, 1.5]), { row: 1 });
    expectError("shape", () => coverageCurve([], [0.5]));
    expectError("argument", () => coverageCurve([0.5], [2]), { argument: "levels" });
    expectError("argument", () => pitHistogram([0.5], { bins: 0 }));
  });
});

describe("calibrated scale", () => {
  it("is the mean square of standardised errors", () => {
    expect(calibratedScale([3, 0], [1, 1], [1, 2])).toBe((4 + 0.25) / 2);
    expectError("argument", () => calibratedScale([1], [1], [0]));
  });

  it("of left-out observations mends the variances and leaves the means; on average it is the true scale", () => {
    const X = Array.from({ length: 15 }, (_, i) => i * 0.4);
    const process = gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 1 })), noise: 0.1 });
    const draws = samplePrior(add(scale(4, rbf({ lengthScale: 1 })), white(0.4)), X, { count: 200, seed: 1 });
    const found = Array.from({ length: draws.rows }, (_, draw) => {
      const y = draws.data.slice(15 * draw, 15 * draw + 15);
      const { predictions, variance = new Float64Array() } = leaveOneOut(process, X, y);
      return { y, scale: calibratedScale(y, predictions as Float64Array, variance.map(Math.sqrt)) };
    });
    const mean = found.reduce((sum, { scale: s }) => sum + s / found.length, 0);
    const spread = Math.sqrt(found.reduce((sum, { scale: s }) => sum + (s - mean) ** 2 / found.length, 0));
    expect(Math.abs(mean - 4)).toBeLessThan((3.3 * spread) / Math.sqrt(found.length));

    const { y, scale: s } = found[0] as (typeof found)[number];
    const mended = withParameters(process, { "kernel.factor": s, noise: 0.1 * s });
    const { predictions, variance = new Float64Array() } = leaveOneOut(mended, X, y);
    expect(Math.abs(calibratedScale(y, predictions as Float64Array, variance.map(Math.sqrt)) - 1)).toBeLessThan(1e-10);
    const [before, after] = [process, mended].map((one) => predict(fit(one, X, y), [0.33])[0] as number) as [number, number];
    expect(Math.abs(before - after)).toBeLessThan(1e-11);
  });
});
