import { mercerError } from "../errors";
import { readChoice, readNumber, readOptions } from "../input";
import { canShareMemory, processors } from "./platform";
import type { Pool, PoolOptions } from "./pool-types";
import { createTask, type Task } from "./task";
import { type Staffing, startTeam, type Team } from "./team";
import { VERB_NAMES, type Verb } from "./verb-names";

/** Bytes of a memory above which its workers are replaced after the job: a WebAssembly memory never shrinks. */
const LARGE = 2 ** 29;

/** Milliseconds that a team has to end a job that was stopped, some chunks of the core; it is replaced when it does not. */
const GRACE = 100;

/**
 * Starts workers that do the library's work off the calling thread. Jobs are queued and done one after the other, each by all threads together: the
 * results have the same bits as those of the synchronous verbs, whatever the number of threads.
 *
 * Threads need a memory to share, which Node has, and pages that are isolated from other origins (COOP and COEP); elsewhere one worker does the job.
 *
 * @throws (rejects) "argument" for options that are none; "worker" when a worker does not start; "unsupported" where there are none, or no WebAssembly
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
  const wanted = threads === "auto" ? processors() : readNumber(threads, "threads", { minimum: 1, integer: true });
  return { threads: canShareMemory() ? wanted : 1, workerUrl, blob: readChoice(blob, "blob", [true, false]) };
}

function createPool(staffing: Staffing, first: Team): Pool {
  const queue: Task[] = [];
  let team: Team | null = first;
  let serving: Promise<void> | null = null;
  let dismissed: Promise<unknown> = Promise.resolve();
  let closed = false;
  first.hold(false);

  const serve = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) await attend(task);
    serving = null;
  };

  const attend = async (task: Task): Promise<void> => {
    let grace: ReturnType<typeof setTimeout> | undefined;
    task.onStop(() => {
      if (team?.interrupt()) grace = setTimeout(dismiss, GRACE);
      else dismiss();
    });
    task.begin();
    try {
      if (!team || team.isLost()) team = await startTeam(staffing);
      team.hold(true);
      if (task.isOver()) return;
      const { value, bytes } = await team.work(task.job, task.tell);
      if (bytes > LARGE) dismiss();
      task.resolve(value);
    } catch (error) {
      task.reject(error);
    } finally {
      clearTimeout(grace);
      if (team?.isLost()) dismiss();
      team?.hold(false);
    }
  };

  const dismiss = (): void => {
    dismissed = Promise.all([dismissed, team?.end()]);
    team = null;
  };

  const submit = (verb: Verb, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) throw mercerError("worker", "the pool is closed; start another one");
      const task = createTask(verb, given, { resolve, reject });
      if (task.isOver()) return;
      // While it waits; the one under way is stopped otherwise
      task.onStop(() => queue.splice(queue.indexOf(task), 1));
      queue.push(task);
      serving ??= serve();
    });

  const verbs = Object.fromEntries(VERB_NAMES.map((verb) => [verb, (...given: unknown[]) => submit(verb, given)]));
  return {
    ...(verbs as unknown as Pool),
    threads: staffing.threads,
    async close() {
      closed = true;
      await serving;
      dismiss();
      await dismissed;
    },
  };
}
