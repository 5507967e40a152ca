import { mercerError } from "../errors";
import { readChoice, readNumber, readOptions } from "../input";
import { createLine, type Line } from "./line";
import { canShareMemory, threadsByDefault } from "./platform";
import type { Pool, PoolOptions } from "./pool-types";
import { spreadOf, spreadOut } from "./spread";
import { createTask, type Task } from "./task";
import { type Staffing, startTeam, type Team } from "./team";
import { type PartVerb, VERB_NAMES, type Verb } from "./verb-names";

/**
 * Starts workers that do the library's work off the calling thread. Jobs are queued and done one after the other, each by all threads together; what
 * consists of many small fits (`crossValidate`, `compare`) is spread over as many workers of one thread each. The results have the same bits as those of the
 * synchronous verbs, whatever the number of threads.
 *
 * Threads need a memory to share, which Node has, and pages that are isolated from other origins (COOP and COEP); elsewhere one worker does the job.
 *
 * @throws (rejects) "argument" for options that are none; "worker" when a worker does not start; "unsupported" where there are none, or no WebAssembly
 * @example
 * const pool = await startPool();
 * const model = await pool.fit(kernelRidge({ kernel: rbf() }), X, y);
 * await pool.close();
 */
export async function startPool(options: PoolOptions = {}): Promise<Pool> {
  const staffing = readStaffing(options);
  return createPool(staffing, await startTeam(staffing));
}

function readStaffing(options: PoolOptions): Staffing {
  const { threads = "auto", workerUrl, blob = false } = readOptions(options, "startPool", { threads: true, workerUrl: true, blob: true });
  if (!["undefined", "string", "object"].includes(typeof workerUrl) || workerUrl === null) {
    throw mercerError("argument", `workerUrl must be a string or a URL; it is of type ${typeof workerUrl}`, { argument: "workerUrl" });
  }
  const wanted = threads === "auto" ? threadsByDefault() : readNumber(threads, "threads", { minimum: 1, integer: true });
  return { threads: canShareMemory() ? wanted : 1, workerUrl, blob: readChoice(blob, "blob", [true, false]) };
}

function createPool(staffing: Staffing, first: Team): Pool {
  const { threads } = staffing;
  const queue: Task[] = [];
  const together = createLine(staffing, queue, first);
  // one thread each, for many small jobs; they begin when there are any
  const parts = threads > 1 ? [] : queue;
  const alone = threads > 1 ? Array.from({ length: threads }, () => createLine({ ...staffing, threads: 1 }, parts)) : [together];
  let closed = false;

  const enqueue = (list: Task[], lines: readonly Line[], verb: Verb | PartVerb, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const task = createTask(verb, given, { resolve, reject });
      if (task.isOver()) return;
      // While it waits; the one under way is stopped otherwise
      task.onStop(() => list.splice(list.indexOf(task), 1));
      list.push(task);
      for (const line of lines) line.serve();
    });

  const submit = async (verb: Verb, given: readonly unknown[]): Promise<unknown> => {
    if (closed) throw mercerError("worker", "the pool is closed; start another one");
    const spread = spreadOf(verb, given);
    if (spread) return spreadOut(spread, (part, args) => enqueue(parts, alone, part, args));
    return enqueue(queue, [together], verb, given);
  };

  const verbs = Object.fromEntries(VERB_NAMES.map((verb) => [verb, (...given: unknown[]) => submit(verb, given)]));
  return {
    ...(verbs as unknown as Pool),
    threads,
    async close() {
      closed = true;
      await Promise.all([together, ...alone].map((line) => line.close()));
    },
  };
}
