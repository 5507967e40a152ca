import { mercerError } from "../errors";
import { readChoice, readNumber, readOptions } from "../input";
import type { Progress } from "../watch";
import { parcel } from "./parcel";
import { canShareMemory, processors } from "./platform";
import type { Pool, PoolOptions, Watching } from "./pool-types";
import { type Staffing, startTeam, type Team } from "./team";
import { VERB_NAMES, type Verb } from "./verb-names";

/** Bytes of a memory above which its workers are replaced after the job: a WebAssembly memory never shrinks. */
const LARGE = 2 ** 29;

interface Task {
  readonly verb: Verb;
  readonly args: readonly unknown[];
  readonly watching: Watching;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts workers that do the library's work off the calling thread. Jobs are queued and done one after the other, each by all threads together: the
 * results have the same bits as those of the synchronous verbs, whatever the number of threads.
 *
 * Threads need a memory to share, which Node has, and pages that are isolated from other origins (COOP and COEP); elsewhere one worker does the job.
 *
 * @throws (rejects) "argument" for options that are none; "worker" when a worker does not start; "unsupported" where there are none, or no WebAssembly
 */
export async function startPool(options: PoolOptions = {}): Promise<Pool> {
  const { threads = "auto", workerUrl, blob = false } = readOptions(options, "options");
  const wanted = threads === "auto" ? processors() : readNumber(threads, "threads", { minimum: 1, integer: true });
  const staffing = { threads: canShareMemory() ? wanted : 1, workerUrl, blob: readChoice(blob, "blob", [true, false]) };
  return createPool(staffing, await startTeam(staffing));
}

function createPool(staffing: Staffing, first: Team): Pool {
  const queue: Task[] = [];
  let team: Team | null = first;
  let serving: Promise<void> | null = null;
  let closed = false;
  first.hold(false);

  const serve = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) await attend(task);
    serving = null;
  };

  const attend = async (task: Task): Promise<void> => {
    const { signal, onProgress } = task.watching;
    let stopped: { readonly error: unknown } | null = null;
    const stop = (error: unknown): void => {
      stopped ??= { error };
      if (team && !team.interrupt()) dismiss();
    };
    const abort = (): void => stop(abortedError(signal));
    const tell = (progress: Progress): void => {
      if (stopped) return;
      try {
        onProgress?.(progress);
      } catch (error) {
        stop(error);
      }
    };
    try {
      if (signal?.aborted) throw abortedError(signal);
      signal?.addEventListener("abort", abort);
      if (!team || team.isLost()) team = await startTeam(staffing);
      team.hold(true);
      if (stopped) throw abortedError(signal);
      const { verb, args } = task;
      const { value, bytes } = await team.work({ verb, args, watched: onProgress !== undefined }, tell);
      if (stopped) throw stopped;
      if (bytes > LARGE) dismiss();
      task.resolve(value);
    } catch (error) {
      task.reject(stopped ? (stopped as { readonly error: unknown }).error : error);
    } finally {
      signal?.removeEventListener("abort", abort);
      if (team?.isLost()) dismiss();
      team?.hold(false);
    }
  };

  const dismiss = (): void => {
    void team?.end();
    team = null;
  };

  const submit = (verb: Verb, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) throw mercerError("worker", "the pool is closed; start another one");
      const { args, watching } = separate(given);
      const task: Task = { verb, args: snapshot(args), watching, resolve, reject };
      const { signal } = watching;
      // A task that waits is left out at once; the one under way has a listener of its own
      signal?.addEventListener(
        "abort",
        () => {
          const at = queue.indexOf(task);
          if (at < 0) return;
          queue.splice(at, 1);
          reject(abortedError(signal));
        },
        { once: true },
      );
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
      await team?.end();
      team = null;
    },
  };
}

/** The arguments of a call, and who watches it: the last of them may be options, and of options `signal` and `onProgress` stay here. */
function separate(given: readonly unknown[]): { readonly args: readonly unknown[]; readonly watching: Watching } {
  const last = given.at(-1);
  if (typeof last !== "object" || last === null || !("signal" in last || "onProgress" in last)) return { args: given, watching: {} };
  const { signal, onProgress, ...rest } = last as Watching;
  const args = given.slice(0, -1);
  return { args: Object.keys(rest).length > 0 ? [...args, rest] : args, watching: { signal, onProgress } as Watching };
}

/** The arguments as they are now: what the caller does to them later does not matter. */
function snapshot(args: readonly unknown[]): readonly unknown[] {
  return structuredClone(args.map((arg, i) => parcel(arg, `argument ${i + 1}`)));
}

function abortedError(signal: AbortSignal | undefined): Error {
  return mercerError("aborted", "the job was aborted", { cause: signal?.reason });
}
