import { Worker } from "node:worker_threads";

const MODULE = new URL(import.meta.resolve("mercer-shards/thread"));

/** Megabytes of young objects where the heap is limited: they are rows of a block, and do not live long. */
const YOUNG = 48;

/**
 * A thread that runs one job at a time, so that the connection's locks are renewed while it computes. It starts at once; one that ends is replaced when the next job comes.
 *
 * @param {number | undefined} heap megabytes of its objects at most, beyond which the job ends with an error; V8's own limit unless given
 */
export function jobThread(heap) {
  let [held, current] = [null, null];
  let thread = start();

  function start() {
    const own = new Worker(
      MODULE,
      heap === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG } },
    );
    own.on("message", ({ rows, result, error }) => {
      if (rows !== undefined) return current?.onRows(rows);
      if (error) return current?.reject(Object.assign(new Error(error.message), error));
      current?.resolve(result);
    });
    const lost = (reason) => {
      if (thread !== own) return;
      thread = null;
      current?.reject(new Error(`the thread of the job ended: ${reason}`));
    };
    own.once("error", (error) => lost(error.message));
    own.once("exit", (code) => lost(`exit code ${code}`));
    held = null;
    return own;
  }

  return {
    /** { bytes, summary } of a job; throws what it threw, as { name, message, code, … }. */
    run(planKey, planBytes, job, { parts, onRows }) {
      thread ??= start();
      return new Promise((resolve, reject) => {
        current = { resolve, reject, onRows };
        thread.postMessage({ planBytes: held === planKey ? null : planBytes, job, parts });
        held = planKey;
      });
    },
    async close() {
      const own = thread;
      thread = null;
      await own?.terminate();
    },
  };
}
