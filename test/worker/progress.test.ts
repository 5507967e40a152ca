import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kernelDescent, kernelRidge, matrix, type Progress, rbf } from "../../dist/index.js";
import { type Pool, startPool } from "../../dist/pool.js";
import { normals, random } from "../support/generator";

let pool: Pool;
beforeAll(async () => {
  pool = await startPool({ threads: 1, workerUrl: new URL("../support/workers/slow.mjs", import.meta.url) });
});
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

describe("a job of a second whose verb tells nothing meanwhile", () => {
  it.each(Object.keys(CALLS))("is told of about ten times a second, from the start: %s", async (verb) => {
    const events: Progress[] = [];
    await CALLS[verb]?.((progress) => events.push(progress));
    expect(events.length).toBeGreaterThanOrEqual(5);
    expect(events[0]).toEqual({ phase: verb, done: 0, total: 1 });
    for (const { done, total } of events) expect(done).toBeLessThanOrEqual(total);
  });
});

it("what the verb tells comes through, and is told again while it is silent", async () => {
  const events: Progress[] = [];
  await pool.fit(kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 3_000_000 }), X, y, {
    onProgress: (event) => events.push(event),
  });
  const phases = new Set(events.map(({ phase }) => phase));
  expect(phases.size).toBeGreaterThan(1);
  expect(events.at(-1)?.done).toBeGreaterThan(0);
});

it("nobody is told anything after the end", async () => {
  const events: Progress[] = [];
  let over = false;
  await pool.eigh([[1]], { onProgress: () => events.push({ phase: String(over), done: 0, total: 1 }) });
  over = true;
  await pool.eigh([[1]]);
  expect(events.filter(({ phase }) => phase === "true")).toEqual([]);
});
