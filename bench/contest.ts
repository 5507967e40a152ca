/** "strict" rounds every product and every sum; "relaxed" may use fused multiply-add, "native" that and wider vectors. */
export type Arithmetic = "f64 strict" | "f64 relaxed" | "f64 native";

/** One implementation, its data prepared. */
export interface Trial<R> {
  /** Does the work once. Returns its own time in ms where it measures itself, as a process of its own must; what earlier runs left over it has collected then. */
  run(): undefined | number | Promise<undefined | number>;
  /** The result of the last run, in the form the oracle reads. */
  result(): R | Promise<R>;
  /** Of the memory of the process that did the last run; absent where others are in it. */
  peakBytes?(): number;
  release?(): void | Promise<void>;
}

export interface Contestant<R> {
  readonly implementation: string;
  readonly arithmetic: Arithmetic;
  /** 1 unless given. */
  readonly threads?: number;
  /** Throws `Absent` where the implementation is not installed. */
  prepare(): Trial<R> | Promise<Trial<R>>;
}

/** One operation at one size: every contestant does the same work on the same data. */
export interface Contest<R> {
  readonly operation: string;
  readonly size: string;
  /** Given for compute-bound operations only: their percent of the peak is reported. */
  readonly flops?: number;
  /** Operations in one run: the time of a run is divided by it. */
  readonly batch?: number;
  /** A run begins in a process of its own: there is nothing to warm up. */
  readonly isCold?: boolean;
  /** A run takes minutes: the one that is verified is the one that is timed. */
  readonly isOnce?: boolean;
  readonly contestants: readonly Contestant<R>[];
  /** The scaled distance of a result from the truth; more than `tolerance`, or NaN, and the contestant is not timed. */
  error(result: R): number;
  readonly tolerance: number;
}

/** A peer that is not installed here: skipped with a notice. */
export class Absent extends Error {}

export interface Row {
  readonly operation: string;
  readonly size: string;
  readonly implementation: string;
  readonly arithmetic: Arithmetic;
  readonly threads: number;
  readonly medianMs: number;
  /** interquartile range over median */
  readonly spread: number;
  readonly runs: number;
  /** the oracle's figure for the result that was verified */
  readonly error: number;
  readonly gflops?: number;
  readonly percentOfPeak?: number;
  /** of the loop without loads, measured beside each run */
  readonly percentOfLoadFree?: number;
  /** median over the median of the row named "mercer" of the same operation and size */
  readonly timesMercer?: number;
  /** of its process, at most */
  readonly megabytes?: number;
  readonly commit: string;
  readonly date: string;
  /** "Node 24"; absent from older runs */
  readonly engine?: string;
}

/** An implementation that was not timed, and why. */
export interface Refusal {
  readonly operation: string;
  readonly size: string;
  readonly implementation: string;
  readonly reason: string;
  readonly engine?: string;
}
