import { mercerError } from "../errors";
import { INTERVAL, type Progress } from "../progress";
import { readCall } from "./call";
import { ignore, listen } from "./hearing";
import type { Job } from "./messages";
import type { PartVerb, Verb } from "./verb-names";

/** A job and its promise, which the first of a result, an error, an abort and an error of `onProgress` settles. It leaves nothing at the signal then. */
export interface Task {
  readonly job: Job;
  /** Whether the promise is settled. */
  isOver(): boolean;
  /** What to do when it is settled from outside: by an abort, or by `onProgress`. */
  onStop(stop: () => void): void;
  /** The work begins: from now on `onProgress` is called, also where the worker tells nothing. */
  begin(): void;
  tell(progress: Progress): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Settler {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @throws what `readCall` throws; "aborted" for a signal that is aborted already */
export function createTask(verb: Verb | PartVerb, given: readonly unknown[], promise: Settler): Task {
  const { args, watching } = readCall(verb, given);
  const { signal, onProgress } = watching;
  let over = false;
  let stop = (): void => {};
  let beat: ReturnType<typeof setInterval> | undefined;
  let latest: Progress = { phase: verb, done: 0, total: 1 };
  let heard = false;

  const settle = (how: () => void): void => {
    if (over) return;
    over = true;
    clearInterval(beat);
    if (signal) ignore(signal, abort);
    how();
  };
  const fail = (error: unknown): void => {
    settle(() => {
      promise.reject(error);
      stop();
    });
  };
  const abort = (): void => fail(mercerError("aborted", "the job was aborted", { cause: signal?.reason }));
  const report = (): void => {
    if (over) return;
    try {
      onProgress?.(latest);
    } catch (error) {
      fail(error);
    }
  };

  if (signal?.aborted) abort();
  else if (signal) listen(signal, abort);
  return {
    job: { verb, args, watched: onProgress != null },
    isOver: () => over,
    onStop: (called) => {
      stop = called;
    },
    begin: () => {
      if (!onProgress) return;
      beat = setInterval(() => {
        if (!heard) report();
        heard = false;
      }, INTERVAL);
    },
    tell: (progress) => {
      latest = progress;
      heard = true;
      report();
    },
    resolve: (value) => settle(() => promise.resolve(value)),
    reject: (error) => settle(() => promise.reject(error)),
  };
}
