import { Absent, type Contest, type Contestant, type Refusal, type Row, type Trial } from "./contest.ts";
import type { Roof } from "./peak/roof.ts";
import { median, spread } from "./statistics.ts";

const RUNS = 7;
/** Contestants that are slower than this run twice, the run that is verified included. */
const SLOW_MS = 2000;
/** Repeated until optimised code has had time to arrive: V8 compiles in the background. */
const WARM_UP_MS = 250;
const WARM_UP_RUNS = 12;

interface Entrant<R> {
  readonly contestant: Contestant<R>;
  readonly trial: Trial<R>;
  readonly error: number;
  readonly runs: number;
  readonly times: number[];
  /** What was left over is collected before such a run; the others see to it, or are elsewhere. */
  readonly isTimedHere: boolean;
  readonly megabytes?: number;
  /** GF/s of each run over the better of the peaks measured just before and just after it */
  readonly shares: number[];
  /** the same, over the loop without loads */
  readonly loadFreeShares: number[];
}

/** What a run of the bench writes into each of its rows. */
export interface Stamp {
  readonly commit: string;
  readonly date: string;
  readonly engine: string;
}

export type Outcome = { readonly rows: readonly Row[]; readonly refusals: readonly Refusal[] };

/**
 * Verify, warm up, then A B A B …: every round runs each contestant once, with the peak of the machine measured between them
 * where the operation is bound by arithmetic. Where a run takes minutes, the verified one is the only one.
 */
export async function hold<R>(contest: Contest<R>, roof: Roof, stamp: Stamp): Promise<Outcome> {
  const refusals: Refusal[] = [];
  const refuse = ({ implementation }: Contestant<R>, cause: unknown) => {
    const { operation, size } = contest;
    const reason = `${cause instanceof Absent ? "absent" : "refused"}: ${cause instanceof Error ? cause.message : String(cause)}`;
    refusals.push({ operation, size, implementation, reason, engine: stamp.engine });
    console.log(`  ${implementation}: ${reason}`);
  };
  const entrants: Entrant<R>[] = [];
  for (const contestant of contest.contestants) {
    try {
      entrants.push(await admit(contest, contestant));
    } catch (cause) {
      refuse(contestant, cause);
    }
  }
  const finished = await interleave(contest, entrants, roof, refuse);
  for (const { trial } of entrants) await trial.release?.();
  return { rows: report(contest, finished, stamp), refusals };
}

async function admit<R>(contest: Contest<R>, contestant: Contestant<R>): Promise<Entrant<R>> {
  const trial = await contestant.prepare();
  try {
    const began = performance.now();
    const first = await time(trial);
    let { ms } = first;
    const error = contest.error(await trial.result());
    if (!(error <= contest.tolerance))
      throw new Error(`wrong result, error ${error.toExponential(1)} above ${contest.tolerance.toExponential(1)}`);
    const peak = trial.peakBytes?.();
    const entrant = {
      contestant,
      trial,
      error,
      isTimedHere: first.isTimedHere,
      ...(peak === undefined ? {} : { megabytes: peak / 1e6 }),
      shares: [],
      loadFreeShares: [],
    };
    if (contest.isOnce) return { ...entrant, runs: 0, times: [ms] };
    // By this process's clock: a trial that tells its own time may do more than it times.
    for (let run = 1; !contest.isCold && run < WARM_UP_RUNS && performance.now() - began < WARM_UP_MS; run++) ({ ms } = await time(trial));
    return ms > SLOW_MS ? { ...entrant, runs: 1, times: [ms] } : { ...entrant, runs: RUNS, times: [] };
  } catch (cause) {
    await trial.release?.();
    throw cause;
  }
}

/** Returns the entrants that came through all rounds; one that fails is refused, and the others go on. */
async function interleave<R>(
  { flops }: Contest<R>,
  entrants: readonly Entrant<R>[],
  roof: Roof,
  refuse: (contestant: Contestant<R>, cause: unknown) => void,
): Promise<readonly Entrant<R>[]> {
  const running = new Set(entrants);
  for (let round = 0; round < RUNS; round++) {
    for (const entrant of running) {
      const { contestant, runs, trial, times, isTimedHere, shares, loadFreeShares } = entrant;
      // Slow contestants take part in evenly spaced rounds.
      if (Math.floor(((round + 1) * runs) / RUNS) === Math.floor((round * runs) / RUNS)) continue;
      if (isTimedHere) globalThis.gc?.();
      const before = flops === undefined ? undefined : roof.gflops();
      try {
        const { ms } = await time(trial);
        times.push(ms);
        if (flops === undefined || before === undefined) continue;
        const after = roof.gflops();
        shares.push(flops / (ms * 1e6) / Math.max(before.peak, after.peak));
        loadFreeShares.push(flops / (ms * 1e6) / Math.max(before.loadFree, after.loadFree));
      } catch (cause) {
        running.delete(entrant);
        refuse(contestant, cause);
      }
    }
  }
  return [...running];
}

async function time<R>(trial: Trial<R>): Promise<{ readonly ms: number; readonly isTimedHere: boolean }> {
  const start = performance.now();
  const pending = trial.run();
  const own = pending instanceof Promise ? await pending : pending;
  return { ms: own ?? performance.now() - start, isTimedHere: own === undefined };
}

function report<R>(contest: Contest<R>, entrants: readonly Entrant<R>[], stamp: Stamp): Row[] {
  const { operation, size, flops, batch = 1 } = contest;
  const mercer = entrants.find((entrant) => entrant.contestant.implementation === "mercer");
  return entrants.map(({ contestant, error, megabytes, times, shares, loadFreeShares }) => ({
    operation,
    size,
    implementation: contestant.implementation,
    arithmetic: contestant.arithmetic,
    threads: contestant.threads ?? 1,
    medianMs: median(times) / batch,
    spread: spread(times),
    runs: times.length,
    error,
    ...(flops === undefined
      ? {}
      : { gflops: flops / (median(times) * 1e6), percentOfPeak: 100 * median(shares), percentOfLoadFree: 100 * median(loadFreeShares) }),
    ...(mercer === undefined ? {} : { timesMercer: median(times) / median(mercer.times) }),
    ...(megabytes === undefined ? {} : { megabytes }),
    ...stamp,
  }));
}
