import { Worker } from "node:worker_threads";

const MODULE = new URL(import.meta.resolve("mercer-shards/thread"));

/**
 * A thread that runs one job at a time, so that the connection's locks are renewed while it computes. A thread that ends is replaced when the next job comes.
 */
export function jobThread() {
  let [thread, held] = [null, null];
  return {
    /** { bytes, summary } of a job; throws what it threw, as { name, message, code, … }. */
    run(planKey, planBytes, job, { parts, onRows }) {
      if (thread === null) {
        thread = new Worker(MODULE);
        held = null;
      }
      const own = thread;
      return new Promise((resolve, reject) => {
        const end = (settle, value) => {
          own.removeAllListeners();
          settle(value);
        };
        const lost = (reason) => {
          if (thread === own) thread = null;
          end(reject, new Error(`the thread of the job ended: ${reason}`));
        };
        own.on("message", ({ rows, result, error }) => {
          if (rows !== undefined) return onRows(rows);
          if (error) return end(reject, Object.assign(new Error(error.message), error));
          return end(resolve, result);
        });
        own.once("error", (error) => lost(error.message));
        own.once("exit", (code) => lost(`exit code ${code}`));
        own.postMessage({ planBytes: held === planKey ? null : planBytes, job, parts });
        held = planKey;
      });
    },
    async close() {
      await thread?.terminate();
      thread = null;
    },
  };
}
