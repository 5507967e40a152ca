import { describeValue, mercerError, readingError } from "./errors";
import { startBeat } from "./progress/stopwatch";
import type { Pause } from "./wasm/pause";

/** How far a long fit has come. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly loss?: number;
  /** Of certified iterations: the largest error of any prediction that is not excluded yet, beside √k(z, z) at the points where that is largest, in deviations of y. */
  readonly errorBound?: number;
}

/** How a caller follows a long fit, and ends it. */
export interface WatchOptions {
  /** Called on the fitting thread, at most about ten times a second. */
  onProgress?: (progress: Progress) => void;
  /** Checked before the start and between the parts of the work. */
  signal?: AbortSignal;
}

/** Names of the options of a verb that only watches its work. */
export const WATCHING = { onProgress: true, signal: true } as const;

/** Milliseconds between progress events. */
export const INTERVAL = 100;

/** @throws "argument" for a listener that is no function and a signal that is none, or, where they are needed, has none of these methods */
export function requireWatching({ onProgress, signal }: WatchOptions, methods: readonly (keyof AbortSignal)[] = []): void {
  if (onProgress !== undefined && typeof onProgress !== "function") throw wrong("onProgress", "a function", onProgress);
  try {
    if (signal === undefined || signal === null) return;
    if (typeof signal.aborted === "boolean" && methods.every((name) => typeof signal[name] === "function")) return;
  } catch (error) {
    throw readingError(error, "signal");
  }
  throw wrong("signal", "an AbortSignal", signal);
}

function wrong(name: string, what: string, value: unknown): Error {
  return mercerError("argument", `${name} must be ${what}; it is ${describeValue(value)}`, { argument: name });
}

/** Progress and abort of one fit. */
export interface Watch {
  /** Reports, when it is time to, and throws "aborted" when asked to stop. */
  tell(progress: Progress): void;
  /** The same as a `Pause` for one phase of the work, counted in thousandths. */
  during(phase: string): Pause;
}

/** @throws "argument" for a listener or a signal that is none, "aborted" where that is already so */
export function watch(options: WatchOptions): Watch {
  requireWatching(options);
  const { onProgress, signal } = options;
  const isTime = startBeat(INTERVAL);
  throwIfAborted(signal);
  const tell = (progress: Progress): void => {
    if (onProgress && isTime()) onProgress(progress);
    throwIfAborted(signal);
  };
  return { tell, during: (phase) => (share) => tell({ phase, done: Math.round(1000 * share), total: 1000 }) };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw mercerError("aborted", "the fit was aborted", { cause: signal.reason });
}
