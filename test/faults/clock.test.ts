import { afterEach, describe, expect, it, vi } from "vitest";
import { startPool } from "../../dist/pool.js";
import * as mercer from "../../src/entries/index";
import { auto, fit } from "../../src/entries/table";
import { watch } from "../../src/progress";
import { VERB_NAMES } from "../../src/worker/verb-names";
import { sameBits } from "../fuzz/same";
import { type Steps, setBackOnce, turnClocks, WRONG_CLOCKS } from "../support/clock";
import { WATCHED, X, y } from "./long-verbs";
import { POOLED } from "./pooled-calls";

afterEach(() => {
  vi.restoreAllMocks();
});

const process = mercer.gaussianProcess({ kernel: mercer.rbf({ gamma: 0.5 }), noise: 0.1, trend: "constant" });

/** Every time that a result tells. */
function timesIn(value: unknown): number[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === "elapsedMs" ? [part as number] : timesIn(part)));
}

describe.each(Object.entries(WRONG_CLOCKS))("a clock that %s", (name, steps) => {
  it.each(Object.entries(WATCHED))("changes no bit of %s", (_, call) => {
    const right = call({});
    turnClocks(steps());
    let events = 0;
    const found = call({ onProgress: () => events++ });
    expect(sameBits(found, right)).toBe(true);
    if (/forward/.test(name)) expect(events).toBeGreaterThan(0);
    for (const time of timesIn(found)) expect(time).toBeGreaterThanOrEqual(0);
  });

  it("ends tune within seconds, with what it says", () => {
    const whole = mercer.tune(process, X, y);
    turnClocks(steps());
    const found = mercer.tune(process, X, y, { seconds: 3600 });
    vi.restoreAllMocks();
    expect(found.value).toBe(mercer.fit(found.estimator, X, y).logMarginalLikelihood);
    if (/back/.test(name)) expect(found).toEqual(whole);
    if (/forward/.test(name)) expect(found.warnings.join()).toMatch(/the time was up/);
  });

  it("ends auto within seconds, with a model that is made again by hand", () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ x: i, z: (i * 7) % 11, y: Math.sin(i) }));
    turnClocks(steps());
    const { model, estimator } = auto(rows, { target: "y", seconds: 3600 });
    vi.restoreAllMocks();
    expect(sameBits(model, fit(estimator, rows))).toBe(true);
  });
});

describe("a clock that is set back by ten years, once", () => {
  it("lets watchers hear again", () => {
    turnClocks(setBackOnce());
    let events = 0;
    const { tell } = watch({ onProgress: () => events++ });
    for (let k = 0; k < 10; k++) tell({ phase: "fit", done: k, total: 10 });
    // all but the one at which it was set back
    expect(events).toBe(9);
  });

  it("lets tune end when the seconds are over", () => {
    turnClocks(setBackOnce());
    const found = mercer.tune(process, X, y, { seconds: 12 });
    expect(found.warnings.join()).toMatch(/the time was up/);
    expect(found.evaluations).toBeLessThan(20);
  });
});

describe("clocks that jump ten years to and fro, of a page and of its workers", () => {
  it("change no bit of any verb of a pool; aborts are heard, and it closes", async () => {
    const toAndFro = WRONG_CLOCKS["jumps ten years to and fro"] as () => Steps;
    const pool = await startPool({ threads: 2, workerUrl: new URL("../support/workers/jumping.mjs", import.meta.url) });
    const right = await startPool({ threads: 2 });
    type Call = (...args: readonly unknown[]) => Promise<unknown>;
    const called = (from: unknown, verb: string): Promise<unknown> =>
      (from as Record<string, Call>)[verb]?.(...(POOLED[verb] ?? [])) as never;
    for (const verb of VERB_NAMES) {
      const expected = await called(right, verb);
      turnClocks(toAndFro());
      const found = await called(pool, verb);
      vi.restoreAllMocks();
      expect(sameBits(found, expected), verb).toBe(true);
    }
    turnClocks(toAndFro());
    const controller = new AbortController();
    const endless = pool.fit(mercer.kernelDescent({ kernel: mercer.rbf(), iterations: 1e9 }), X, y, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(endless).rejects.toMatchObject({ code: "aborted" });
    await Promise.all([pool.close(), right.close()]);
  });
});
