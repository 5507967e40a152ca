import { MERCER } from "../jobs/implementation.ts";
import { type Runner, startRunner } from "../processes/runner.ts";
import { median } from "../statistics.ts";
import { type Agreement, agreementOf, worse } from "./agreement.ts";
import type { Case } from "./cases.ts";

/** Pairs of processes: how the engine compiles, and where memory lies, is drawn anew for each. */
const PAIRS = 5;
const ROUNDS = 7;
const WARM_UP_RUNS = 10;
/** Runs of half a second are warm sooner. */
const WARM_UP_MS = 500;

export interface Verdict {
  readonly name: string;
  /** ms of processor time a call, of the other build and of this one: medians of all runs */
  readonly otherMs: number;
  readonly thisMs: number;
  /** time of this build over time of the other, a ratio of medians for each pair of processes, from the lowest to the highest */
  readonly ratios: readonly number[];
  readonly agreement: Agreement;
}

/** Both builds on one case: in each pair of processes A B A B …, where every other pair begins with the other one. */
export async function duel({ name, work, calls }: Case, otherDist: string, thisDist: string): Promise<Verdict> {
  const times: { readonly other: number[]; readonly own: number[] } = { other: [], own: [] };
  const ratios: number[] = [];
  let agreement: Agreement = { kind: "equal" };
  for (let pair = 0; pair < PAIRS; pair++) {
    const runners: Runner[] = [];
    try {
      for (const dist of [otherDist, thisDist]) runners.push(await startRunner({ work, implementations: [MERCER], dist }));
      const [other, own] = runners.map((runner) => ({ runner, times: [] as number[] }));
      for (const { runner } of [other, own]) await warmUp(runner, calls);
      const order = pair % 2 === 0 ? [other, own] : [own, other];
      for (let round = 0; round < ROUNDS; round++) {
        for (const { runner, times } of order) times.push((await runner.run(MERCER, calls)).processorMs / calls);
      }
      agreement = worse(agreement, agreementOf(await own.runner.result(MERCER), await other.runner.result(MERCER)));
      ratios.push(median(own.times) / median(other.times));
      times.other.push(...other.times);
      times.own.push(...own.times);
    } finally {
      for (const runner of runners) runner.end();
    }
  }
  return { name, otherMs: median(times.other), thisMs: median(times.own), ratios: ratios.sort((a, b) => a - b), agreement };
}

async function warmUp(runner: Runner, calls: number): Promise<void> {
  let spent = 0;
  for (let run = 0; run < WARM_UP_RUNS && spent < WARM_UP_MS; run++) spent += (await runner.run(MERCER, calls)).processorMs;
}
