import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { kernelDescent, kernelRidge, matrix, type Progress, rbf } from "../../dist/index.js";
import { type Pool, startPool } from "../../dist/pool.js";
import { createGate } from "../support/gate";
import { normals, random } from "../support/generator";

const gate = createGate();
let pool: Pool;
beforeAll(async () => {
  pool = await startPool({ threads: 1, workerUrl: new URL("../support/workers/gated.mjs", import.meta.url) });
});
beforeEach(() => gate.shut());
afterAll(() => pool.close());

const n = 20;
const X = matrix(normals(random(1), 2 * n), n, 2);
const y = normals(random(2), n);
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });

/** Calls with somebody who watches, last or in options of their own. */
const CALLS: Readonly<Record<string, (onProgress: (progress: Progress) => void) => Promise<unknown>>> = {
  diagnose: (onProgress) => pool.diagnose(rbf(), X, y, { onProgress }),
  eigh: (onProgress) => pool.eigh([[1]], { onProgress }),
  fit: (onProgress) => pool.fit(ridge, X, y, { sampleWeight: 2, onProgress }),
  gram: (onProgress) => pool.gram(rbf(), X, undefined, { onProgress }),
  lstsq: (onProgress) => pool.lstsq([[1]], [1], { tolerance: 1e-12, onProgress }),
  matmul: (onProgress) => pool.matmul([[1]], [[1]], { onProgress }),
  selectLambda: (onProgress) => pool.selectLambda(ridge, X, y, [0.1, 1], { onProgress }),
  spectralFilter: (onProgress) => pool.spectralFilter(rbf(), X, y, { step: 1e-3, steps: 5 }, { onProgress }),
};

describe("a job whose verb tells nothing meanwhile", () => {
  it.each(Object.keys(CALLS))("is told of from the start, for as long as it takes: %s", async (verb) => {
    const events: Progress[] = [];
    await CALLS[verb]?.((progress) => {
      events.push(progress);
      if (events.length === 3) gate.open();
    });
    expect(events.slice(0, 3)).toEqual(new Array(3).fill({ phase: verb, done: 0, total: 1 }));
    for (const { done, total } of events) expect(done).toBeLessThanOrEqual(total);
  });

  it("is told of every 100 ms", async () => {
    const beat = vi.spyOn(globalThis, "setInterval");
    await pool.eigh([[1]], { onProgress: gate.open });
    expect(beat.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([100]);
    beat.mockRestore();
  });
});

it("what the verb tells comes through, after what is told while it is silent", async () => {
  const controller = new AbortController();
  const events: Progress[] = [];
  const endless = pool.fit(kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e9 }), X, y, {
    signal: controller.signal,
    onProgress: (event) => {
      events.push(event);
      gate.open();
      if (events.filter(({ phase }) => phase !== "fit").length === 3) controller.abort();
    },
  });
  await expect(endless).rejects.toMatchObject({ code: "aborted" });
  expect(events[0]).toEqual({ phase: "fit", done: 0, total: 1 });
  const told = events.filter(({ phase }) => phase !== "fit");
  expect(told).toHaveLength(3);
  expect(told.at(-1)?.done).toBeGreaterThan(0);
  for (const { done, total } of told) expect(done).toBeLessThanOrEqual(total);
});

it("nobody is told anything after the end", async () => {
  let over = false;
  const late: Progress[] = [];
  await pool.eigh([[1]], {
    onProgress: (event) => {
      gate.open();
      if (over) late.push(event);
    },
  });
  over = true;
  gate.shut();
  let events = 0;
  await pool.eigh([[1]], {
    onProgress: () => {
      if (++events === 3) gate.open();
    },
  });
  expect(late).toEqual([]);
});
