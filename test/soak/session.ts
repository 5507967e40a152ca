import { type Pool, startPool } from "../../src/entries/pool";
import { withBlocks } from "../../src/wasm/memory";
import { random } from "../support/generator";
import { digestOf } from "./digest";
import { dataOf, JOBS } from "./jobs";
import type { Leak } from "./leaks";
import { leaks } from "./leaks";
import { wasmBytes } from "./memories";

/** What a session has done so far. */
export interface Done {
  readonly jobs: number;
  /** Names of jobs whose answer was another one than before, or no answer. */
  readonly wrong: readonly string[];
  /** Bytes of the thread's own memory that are given out. */
  readonly given: number;
  /** Bytes of all WebAssembly memories that this thread can reach. */
  readonly wasm: number;
}

export interface Session {
  /** Does jobs for so many milliseconds, and ends the last of them. */
  run(milliseconds: number): Promise<Done>;
  close(): Promise<void>;
}

const VARIANTS = 4;

/** Jobs after which the pool is closed, and another one started. */
const POOL_LASTS = 500;

/**
 * Mixed jobs, at random, two at a time, in a pool that is replaced now and then. The same job must have the same bits whenever it is done.
 *
 * @param leak something that is kept on purpose at every job, to see whether it is noticed
 */
export async function startSession(workerUrl: string, leak?: Leak): Promise<Session> {
  const source = random(2026);
  const expected = new Map<string, string>();
  const wrong: string[] = [];
  let jobs = 0;
  let pool: Pool = await startPool({ threads: 2, workerUrl });

  const one = async (): Promise<void> => {
    const [name, job] = JOBS[source.integer(0, JOBS.length - 1)] as (typeof JOBS)[number];
    const variant = source.integer(0, VARIANTS - 1);
    const key = `${name} ${variant}`;
    try {
      const digest = digestOf(await job(pool, dataOf(variant)));
      if ((expected.get(key) ?? digest) !== digest) wrong.push(`${key}: ${digest}, it was ${expected.get(key)}`);
      expected.set(key, digest);
    } catch (error) {
      wrong.push(`${key}: ${String(error)}`);
    }
    if (leak) leaks[leak]();
    jobs++;
  };

  return {
    async run(milliseconds) {
      const end = performance.now() + milliseconds;
      while (performance.now() < end) {
        await Promise.all([one(), one()]);
        if (jobs % POOL_LASTS === 0) {
          await pool.close();
          pool = await startPool({ threads: 2, workerUrl });
        }
      }
      return { jobs, wrong, given: withBlocks({}, (_, { top }) => top), wasm: wasmBytes() };
    },
    close: () => pool.close(),
  };
}
