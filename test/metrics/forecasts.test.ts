import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crps } from "../../src/metrics/crps";
import { logScore } from "../../src/metrics/log-score";
import { expectError } from "../support/errors";

type Score = readonly [y: number, mean: number, deviation: number, crps: string, logScore: string];

/** Written by acquisition.py beside it: the continuous ranked probability score as an integral over t. */
const { scores }: { readonly scores: readonly Score[] } = JSON.parse(readFileSync("test/fixtures/acquisition.json", "utf8"));

describe("scores of normal forecasts", () => {
  it("are those of mpmath; z is rounded twice", () => {
    for (const [y, mean, deviation, expectedCrps, expectedLog] of scores) {
      const found = [crps([y], [mean], [deviation]), logScore([y], [mean], [deviation])] as const;
      // an error of ε(|y| + |mean|) in y − mean
      const shift = (Number.EPSILON * (Math.abs(y) + Math.abs(mean))) / deviation;
      expect(Math.abs(found[0] - Number(expectedCrps))).toBeLessThanOrEqual((4e-15 + shift) * 4 * deviation);
      expect(Math.abs(found[1] - Number(expectedLog))).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(found[1])) + 5 * shift);
    }
  });

  it("are means over the points", () => {
    const [y, mean, deviation] = [0, 1, 2].map((at) => scores.map((score) => score[at] as number)) as [number[], number[], number[]];
    for (const f of [crps, logScore]) {
      const each = y.map((value, i) => f([value], [mean[i] as number], [deviation[i] as number]));
      const expected = each.reduce((sum, value) => sum + value, 0) / y.length;
      expect(Math.abs(f(y, mean, deviation) - expected)).toBeLessThanOrEqual(1e-13 * Math.abs(expected));
    }
  });

  it("without a deviation are the absolute error, and none", () => {
    expect(crps([1, 5], [3, 4], [0, 0])).toBe(1.5);
    expectError("argument", () => logScore([1, 1], [1, 1], [1, 0]), { argument: "deviation", row: 1 });
  });

  it("in the limit of a tiny deviation too", () => {
    expect(crps([1], [3], [5e-324])).toBe(2);
  });

  it.each([crps, logScore])("%o refuses what is no forecast", (f) => {
    expectError("shape", () => f([], [], []), { argument: "truth" });
    expectError("shape", () => f([1], [1, 2], [1]), { argument: "mean" });
    expectError("shape", () => f([1], [1], []), { argument: "deviation" });
    expectError("argument", () => f([1], [1], [-1]), { argument: "deviation" });
    expectError("not-finite", () => f([1], [Number.NaN], [1]), { argument: "mean" });
  });
});
