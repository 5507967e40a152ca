import { describe, expect, it } from "vitest";
import { normalCdf, normalLogCdf, normalPdf } from "../../src/normal/distribution";
import { normalQuantile } from "../../src/normal/quantile";
import { normalSamples } from "../../src/normal/samples";
import { expectError } from "../support/errors";

describe("symmetry", () => {
  const points = Array.from({ length: 200 }, (_, i) => i / 7);

  it("of the density, bit for bit", () => {
    expect(points.map((x) => normalPdf(-x))).toEqual(points.map(normalPdf));
  });

  it("of the quantiles of p and 1 − p, bit for bit where both are doubles", () => {
    const exact = Array.from({ length: 127 }, (_, k) => (k + 1) / 128);
    expect(exact.map((p) => 0 - normalQuantile(1 - p))).toEqual(exact.map((p) => normalQuantile(p) + 0));
  });

  it("cdf and quantile never fall", () => {
    const xs = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 250);
    const drops = (values: readonly number[], slack: number) =>
      values.filter((v, i) => i > 0 && v < (values[i - 1] as number) - slack * Math.abs(v));
    expect(drops(xs.map(normalCdf), 0)).toEqual([]);
    expect(drops(xs.map(normalLogCdf), 0)).toEqual([]);
    expect(
      drops(
        xs.map((_, i) => normalQuantile((i + 0.5) / 4001)),
        0,
      ),
    ).toEqual([]);
  });
});

describe("samples", () => {
  it("are the same for the same seed, others for another, and start alike whatever their number", () => {
    expect(normalSamples(5, 3)).toEqual(normalSamples(5, 3));
    expect(normalSamples(5, 3)).not.toEqual(normalSamples(5, 4));
    expect(normalSamples(9, 3).subarray(0, 5)).toEqual(normalSamples(5, 3));
    expect(normalSamples(0)).toEqual(new Float64Array(0));
  });

  // of 100,000 independent normal numbers, four standard deviations of each moment; of 20 equal classes, χ² with 19 degrees at a chance of 10⁻⁴
  it("have the moments of the normal distribution, and equal shares between its quantiles", () => {
    const n = 100_000;
    const z = normalSamples(n, 11);
    const moment = (k: number): number => z.reduce((sum, v) => sum + v ** k, 0) / n;
    const deviations = [1, 2, 15, 96].map((variance) => 4 * Math.sqrt(variance / n));
    [0, 1, 0, 3].forEach((expected, k) => {
      expect(Math.abs(moment(k + 1) - expected)).toBeLessThan(deviations[k] as number);
    });
    const borders = Array.from({ length: 19 }, (_, k) => normalQuantile((k + 1) / 20));
    const counts = new Array<number>(20).fill(0);
    for (const v of z) {
      const at = borders.filter((border) => border < v).length;
      counts[at] = (counts[at] as number) + 1;
    }
    const chi2 = counts.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
    expect(chi2).toBeLessThan(50.8);
    expect(chi2).toBeGreaterThan(4);
  });
});

describe("errors", () => {
  it.each<[string, () => unknown]>([
    ["NaN", () => normalPdf(Number.NaN)],
    ["a string", () => normalCdf("1" as unknown as number)],
    ["nothing", () => normalLogCdf(undefined as unknown as number)],
    ["a probability below 0", () => normalQuantile(-1e-300)],
    ["a probability above 1", () => normalQuantile(1 + 2 ** -52)],
    ["half a sample", () => normalSamples(0.5)],
    ["a broken seed", () => normalSamples(1, 0.5)],
  ])("%s", (_, run) => {
    expectError("argument", run);
  });
});
