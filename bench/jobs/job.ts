/** One piece of work, prepared for one implementation. */
export interface Job {
  /** The timed part: one call. */
  run(): void | Promise<void>;
  /** Before each run, not timed: brings back what it overwrites. */
  restore?(): void;
  /** Of the last run, in the form the oracle reads. */
  result(): Float64Array;
}

/** A job whose call returns its result. */
export function jobOfCall<T>(call: () => T, read: (value: T) => Float64Array): Job {
  let kept: T | undefined;
  return {
    run: () => {
      kept = call();
    },
    result: () => (kept === undefined ? new Float64Array() : read(kept)),
  };
}

/** A job that predicts at one of the points a call, in turns: the result has the last prediction of each, NaN where there is none yet. */
export function jobOfPoints<P>(points: readonly P[], call: (point: P) => number): Job {
  const h = new Float64Array(points.length).fill(Number.NaN);
  let next = 0;
  return {
    run: () => {
      h[next] = call(points[next]);
      next = next + 1 < points.length ? next + 1 : 0;
    },
    result: () => h.slice(),
  };
}

/** The rows of z (m × d), each an array of its own. */
export function pointsOf(d: number, z: Float64Array): Float64Array[] {
  return Array.from({ length: z.length / d }, (_, i) => z.slice(i * d, (i + 1) * d));
}

export interface Time {
  readonly ms: number;
  /** of all threads of the process: other processes do not lengthen it by what they take */
  readonly processorMs: number;
  /** of the memory of the process, since it began */
  readonly peakBytes: number;
}

/** The time of `count` calls: what is timed, in this process and in any other. */
export async function timed(job: Job, count: number): Promise<Time> {
  job.restore?.();
  globalThis.gc?.();
  const before = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const pending = job.run();
    if (pending) await pending;
  }
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { ms, processorMs: (user + system) / 1000, peakBytes: 1024 * process.resourceUsage().maxRSS };
}
