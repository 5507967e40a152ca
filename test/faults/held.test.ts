import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Pool, startPool } from "../../dist/pool.js";
import * as mercer from "../../src/entries/index";
import { VERB_NAMES } from "../../src/worker/verb-names";
import { leavers } from "../support/held";
import { WORKING, X, y } from "./long-verbs";
import { POOLED } from "./pooled-calls";

let pool: Pool;
beforeAll(async () => {
  pool = await startPool({ threads: 2 });
});
afterAll(() => pool.close());

const lost: unknown[] = [];
const endless = mercer.kernelDescent({ kernel: mercer.rbf(), iterations: 1e9 });
const ridge = mercer.kernelRidge({ kernel: mercer.rbf(), lambda: 0.1 });

/** Calls that end otherwise, or that somebody watches. */
const OTHERWISE: Readonly<Record<string, () => Promise<unknown>>> = {
  "is watched": () => pool.fit(ridge, X, y, { onProgress: () => {}, signal: new AbortController().signal }),
  "is refused here": () => pool.fit(ridge, X, [Symbol()] as never).catch(() => {}),
  "is refused there": () => pool.fit(ridge, X, [1]).catch(() => {}),
  "is aborted before": () => pool.fit(ridge, X, y, { signal: AbortSignal.abort() }).catch(() => {}),
  "is aborted under way": () => {
    const controller = new AbortController();
    return pool.fit(endless, X, y, { signal: controller.signal, onProgress: () => controller.abort() }).catch(() => {});
  },
  "is spread, and aborted": () => {
    const controller = new AbortController();
    const folds = pool.crossValidate(ridge, X, y, { signal: controller.signal, folds: [0, 1, ...new Array(12).fill(-1)] });
    controller.abort();
    return folds.catch(() => {});
  },
};

const POOLED_CALLS = Object.fromEntries(
  VERB_NAMES.map((verb) => {
    const call = (): unknown => (pool[verb] as (...args: readonly unknown[]) => unknown)(...(POOLED[verb] as readonly unknown[]));
    return [verb, call];
  }),
);

describe("objects that are held after a call, whatever it was", () => {
  it("are counted: one that is lost at each", async () => {
    expect(await leavers({ innocent: () => {}, guilty: () => lost.push({}) })).toEqual(["guilty"]);
  });

  it.each([
    ["of every verb of a pool", POOLED_CALLS],
    ["of a pool that ends otherwise, or is watched", OTHERWISE],
    ["on the thread itself", WORKING],
  ])("are none: %s", async (_, calls) => {
    expect(await leavers(calls)).toEqual([]);
  });
});
