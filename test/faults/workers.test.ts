import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isMercerError, type Pool, startPool } from "../../dist/pool.js";
import { VERB_NAMES } from "../../src/worker/verb-names";
import { sameBits } from "../fuzz/same";
import { settledBytes } from "../support/resident";
import { type Workforce, watchWorkers } from "../support/workforce";
import { POOLED } from "./pooled-calls";

let workforce: Workforce;
beforeAll(() => {
  workforce = watchWorkers();
});
afterEach(() => Promise.all([...workforce.alive].map((worker) => worker.terminate())));
afterAll(() => workforce.restore());

type Call = (...args: readonly unknown[]) => Promise<unknown>;

const called = (pool: Pool, verb: string): Promise<unknown> =>
  (pool as unknown as Record<string, Call>)[verb]?.(...(POOLED[verb] ?? [])) as Promise<unknown>;

/** "worker", or the result where that was heard before the end. */
async function ending(promise: Promise<unknown>, right: unknown): Promise<string> {
  try {
    return sameBits(withoutBytes(await promise), withoutBytes(right)) ? "right" : "another result";
  } catch (error) {
    return isMercerError(error) ? error.code : String(error);
  }
}

/** Working memory of a report, of which every thread has some of its own. */
function withoutBytes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, part: unknown) => (name === "bytes" || name === "elapsedMs" ? 0 : part)));
}

let gone: Promise<unknown> = Promise.resolve();

/** Ends the worker that was started first, or last, without a word to the pool. */
const kill = (which: 0 | -1) => (): void => {
  gone = Promise.resolve(workforce.alive.at(which)?.terminate());
};

/** Messages of a job that nobody watches: it is posted, and its result comes back. */
const MESSAGES = 2;

describe("a worker is killed at every message of a job in turn", () => {
  it("has a call of every verb", () => {
    expect(Object.keys(POOLED).sort()).toEqual([...VERB_NAMES].sort());
  });

  it("of every verb: the promise is settled, and the next call has the same bits", async () => {
    const pool = await startPool({ threads: 1 });
    let lost = 0;
    for (const [at, verb] of VERB_NAMES.entries()) {
      const right = await called(pool, verb);
      // that the result comes back is the same for all: every fourth will do
      for (let message = 1; message <= (at % 4 === 0 ? MESSAGES : 1); message++) {
        workforce.atMessage(message, kill(0));
        const end = await ending(called(pool, verb), right);
        // a worker that is quick has its result under way before it ends
        expect(end, `${verb}, message ${message}`).toMatch(/^(worker|right)$/);
        if (end === "worker") lost++;
        await gone;
        expect(await ending(called(pool, verb), right), `${verb} after message ${message}`).toBe("right");
      }
    }
    expect(lost).toBeGreaterThan(0);
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it.each([
    ["the coordinator", 0],
    ["a helper", -1],
  ] as const)("of a team that starts anew: %s", async (_, which) => {
    const pool = await startPool({ threads: 2 });
    const right = await called(pool, "fit");
    let lost = 0;
    // the coordinator's role, that it is ready, the helper's role, the job, its result
    for (let message = 1; message <= 5; message++) {
      await Promise.all([...workforce.alive].map((worker) => worker.terminate()));
      workforce.atMessage(message, kill(which));
      const end = await ending(called(pool, "fit"), right);
      expect(end, `message ${message}`).toMatch(/^(worker|right)$/);
      if (end === "worker") lost++;
      await gone;
      expect(await ending(called(pool, "fit"), right), `after message ${message}`).toBe("right");
    }
    expect(lost).toBeGreaterThan(0);
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it("gives its memory back", async () => {
    const round = async (): Promise<void> => {
      const pool = await startPool({ threads: 1 });
      workforce.atMessage(1, kill(0));
      await called(pool, "fit").catch(() => {});
      await pool.close();
    };
    await round();
    const before = await settledBytes();
    for (let k = 0; k < 3; k++) await round();
    // a shared memory of each would be megabytes
    expect((await settledBytes()) - before).toBeLessThan(2 ** 20);
  });
});
