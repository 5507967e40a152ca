import { describe, expect, it } from "vitest";
import { random } from "../support/generator";
import { growth, isEnough, type Sample, verdict } from "./verdict";

/** An hour of 100 samples and 10,000 jobs, with noise of a megabyte. */
function hour(bytesPerJob: number, given = 0): (Sample & { readonly data: number })[] {
  const source = random(5);
  return Array.from({ length: 100 }, (_, k) => {
    const jobs = 100 * (k + 1);
    return { hours: (k + 1) / 100, jobs, data: 1e7 + bytesPerJob * jobs + 1e6 * source.normal(), given: 4096 + given * jobs };
  });
}

const grows = (samples: (Sample & { readonly data: number })[]): string[] =>
  verdict(samples).flatMap((row) => (row.grows ? [row.name] : []));

describe("the verdict of a soak", () => {
  it("is flat for noise, and for what only falls", () => {
    expect(grows(hour(0))).toEqual([]);
    expect(grows(hour(-5000))).toEqual([]);
  });

  it("finds 1 kB that every job forgets in noise of 1 MB, and 64 bytes of a memory without noise", () => {
    expect(grows(hour(1024))).toEqual(["data"]);
    expect(grows(hour(0, 64))).toEqual(["given"]);
  });

  it("does not judge code and the heap with it, nor resident memory beside snapshots, which take some", () => {
    const compiled = hour(0).map((row) => ({ ...row, rss: 1000 * row.jobs, code: 1000 * row.jobs, heap: 1000 * row.jobs }));
    expect(grows(compiled)).toEqual([]);
    expect(grows(compiled.map(({ data: _, ...row }) => row as never))).toEqual(["rss"]);
  });

  it("passes over the first quarter, in which caches fill", () => {
    const filling = hour(0).map((row) => ({ ...row, data: row.data + (row.hours < 0.2 ? -1e9 * (0.2 - row.hours) : 0) }));
    expect(grows(filling)).toEqual([]);
  });

  it("says nothing of few samples", () => {
    expect(() => verdict(hour(0).slice(0, 10))).toThrow("samples tell nothing");
    expect([0, 10, 30, 34].map((count) => isEnough(hour(0).slice(0, count)))).toEqual([false, false, false, true]);
  });

  it("has the slope of a line, and its error by the formula", () => {
    const line = Array.from({ length: 12 }, (_, k) => ({ hours: k, v: 3 + 2 * k + (k % 2 === 0 ? 1 : -1) }));
    const { slope, error } = growth(line, ({ v }) => v);
    // Σ(t − 5.5)² = 143; the zigzag has slope −6/143 against t, and 12 − 36/143 is left of its squares
    expect(slope).toBeCloseTo(2 - 6 / 143, 12);
    expect(error).toBeCloseTo(Math.sqrt((12 - 36 / 143) / 10 / 143), 12);
  });
});
