import { Absent, type Contest, type Contestant, type Refusal, type Row, type Trial } from "./contest.ts";
import type { Roof } from "./peak/roof.ts";
import { median, spread } from "./statistics.ts";

const RUNS = 9;
/** Runs of more than 2 s, and of more than 6 s. */
const FEW = 3;
const VERY_FEW = 2;
/** Repeated until optimised code has had time to arrive: V8 compiles in the background. */
const WARM_UP_MS = 400;
const WARM_UP_RUNS = 12;

interface Entrant<R> {
  readonly contestant: Contestant<R>;
  readonly trial: Trial<R>;
  readonly error: number;
  readonly runs: number;
  readonly times: number[];
  /** GF/s of each run over the better of the peaks measured just before and just after it */
  readonly shares: number[];
}

export type Outcome = { readonly rows: readonly Row[]; readonly refusals: readonly Refusal[] };

/**
 * Verify, warm up, then A B A B …: every round runs each contestant once, with the peak of the machine measured between them
 * where the operation is bound by arithmetic.
 */
export async function hold<R>(contest: Contest<R>, roof: Roof, stamp: { commit: string; date: string }): Promise<Outcome> {
  const refusals: Refusal[] = [];
  const entrants: Entrant<R>[] = [];
  for (const contestant of contest.contestants) {
    try {
      entrants.push(await admit(contest, contestant));
    } catch (cause) {
      const { operation, size } = contest;
      const reason = `${cause instanceof Absent ? "absent" : "refused"}: ${cause instanceof Error ? cause.message : String(cause)}`;
      refusals.push({ operation, size, implementation: contestant.implementation, reason });
      console.log(`  ${contestant.implementation}: ${reason}`);
    }
  }
  await interleave(contest, entrants, roof);
  for (const { trial } of entrants) await trial.release?.();
  return { rows: report(contest, entrants, stamp), refusals };
}

async function admit<R>(contest: Contest<R>, contestant: Contestant<R>): Promise<Entrant<R>> {
  const trial = await contestant.prepare();
  let slowest = await time(trial);
  const error = contest.error(await trial.result());
  if (!(error <= contest.tolerance)) {
    await trial.release?.();
    throw new Error(`wrong result, error ${error.toExponential(1)} above ${contest.tolerance.toExponential(1)}`);
  }
  let spent = slowest;
  for (let run = 1; run < WARM_UP_RUNS && spent < WARM_UP_MS; run++) {
    slowest = await time(trial);
    spent += slowest;
  }
  return { contestant, trial, error, runs: slowest > 6000 ? VERY_FEW : slowest > 2000 ? FEW : RUNS, times: [], shares: [] };
}

async function interleave<R>({ flops }: Contest<R>, entrants: readonly Entrant<R>[], roof: Roof): Promise<void> {
  for (let round = 0; round < RUNS; round++) {
    for (const { trial, runs, times, shares } of entrants) {
      // Slow contestants take part in evenly spaced rounds.
      if (Math.floor(((round + 1) * runs) / RUNS) === Math.floor((round * runs) / RUNS)) continue;
      globalThis.gc?.();
      const before = flops === undefined ? 0 : roof.gflops();
      const ms = await time(trial);
      times.push(ms);
      if (flops !== undefined) shares.push(flops / (ms * 1e6) / Math.max(before, roof.gflops()));
    }
  }
}

async function time<R>(trial: Trial<R>): Promise<number> {
  const start = performance.now();
  const pending = trial.run();
  const own = pending instanceof Promise ? await pending : pending;
  return own ?? performance.now() - start;
}

function report<R>(contest: Contest<R>, entrants: readonly Entrant<R>[], stamp: { commit: string; date: string }): Row[] {
  const { operation, size, flops, batch = 1 } = contest;
  const mercer = entrants.find((entrant) => entrant.contestant.implementation === "mercer");
  return entrants.map(({ contestant, error, times, shares }) => ({
    operation,
    size,
    implementation: contestant.implementation,
    arithmetic: contestant.arithmetic,
    threads: contestant.threads ?? 1,
    medianMs: median(times) / batch,
    spread: spread(times),
    runs: times.length,
    error,
    ...(flops === undefined ? {} : { gflops: flops / (median(times) * 1e6), percentOfPeak: 100 * median(shares) }),
    ...(mercer === undefined ? {} : { timesMercer: median(times) / median(mercer.times) }),
    ...stamp,
  }));
}
