import type { Contestant } from "../contest.ts";
import { type Implementation, MERCER, type Peer, PLAIN, TWIN } from "../jobs/implementation.ts";
import { timed } from "../jobs/job.ts";
import { jobOf } from "../jobs/job-of.ts";
import type { Work } from "../jobs/work.ts";
import { DIST } from "../mercer/dist.ts";
import { type Runner, startRunner } from "./runner.ts";

/** In this process; a run is so many calls. */
export function here(implementation: Implementation, work: Work, calls = 1): Contestant<Float64Array> {
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: async () => {
      const job = await jobOf(implementation, work, DIST);
      return { run: async () => (await timed(job, calls)).ms, result: () => job.result() };
    },
  };
}

/**
 * The twin and the plain loops in one process for each contest, peers in JavaScript in another.
 *
 * Growing a Wasm memory detaches its old buffer, and in an isolate where any buffer has been detached V8 checks every access to a
 * typed array for it: there the twin is 1.4 times slower. Beside a Wasm peer that is so, and even after importing a CommonJS package
 * into an ES module, because Node scans it with Wasm.
 */
export function rivals(work: Work, peers: readonly Peer[] = []): Contestant<Float64Array>[] {
  return [...together(work, [TWIN, PLAIN]), ...together(work, peers)];
}

/** Implementations that share a process, which begins with the first and ends with the last. */
export function together(work: Work, implementations: readonly Implementation[], calls = 1): Contestant<Float64Array>[] {
  let runner: Promise<Runner> | undefined;
  let users = 0;
  return implementations.map((implementation) => ({
    implementation,
    arithmetic: "f64 strict",
    prepare: async () => {
      runner ??= startRunner({ work, implementations, dist: DIST });
      const { run, result, end } = await runner;
      users++;
      return {
        run: async () => (await run(implementation, calls)).ms,
        result: () => result(implementation),
        release: () => {
          if (--users > 0) return;
          runner = undefined;
          end();
        },
      };
    },
  }));
}

/** A new process for each run, whose first calls are what is timed; starting it and the imports are not. */
export function atFirst(implementation: Implementation, work: Work, calls: number): Contestant<Float64Array> {
  let last = new Float64Array();
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: () => ({
      run: async () => {
        const { run, result, end } = await startRunner({ work, implementations: [implementation], dist: DIST });
        try {
          const { ms } = await run(implementation, calls);
          last = (await result(implementation)) as Float64Array<ArrayBuffer>;
          return ms;
        } finally {
          end();
        }
      },
      result: () => last,
    }),
  };
}

/**
 * The library in a new process, which does its work once: what is timed is the time that the processor gives to it, as there are no other runs to compare one with,
 * and its memory is told. `manner` tells ways of doing it apart.
 */
export function once(work: Work, manner: string): Contestant<Float64Array> {
  return {
    implementation: `${MERCER}${manner}`,
    arithmetic: "f64 strict",
    prepare: async () => {
      const { run, result, end } = await startRunner({ work, implementations: [MERCER], dist: DIST });
      let peak = 0;
      return {
        run: async () => {
          const { processorMs, peakBytes } = await run(MERCER, 1);
          peak = peakBytes;
          return processorMs;
        },
        result: () => result(MERCER),
        peakBytes: () => peak,
        release: end,
      };
    },
  };
}

/** The library in a pool of so many threads, in a process of its own. */
export function inPool(work: Work, threads: number): Contestant<Float64Array> {
  return {
    implementation: threads === 1 ? MERCER : `${MERCER}, ${threads} threads`,
    arithmetic: "f64 strict",
    threads,
    prepare: async () => {
      const { run, result, end } = await startRunner({ work, implementations: [MERCER], dist: DIST, threads });
      return { run: async () => (await run(MERCER, 1)).ms, result: () => result(MERCER), release: end };
    },
  };
}
