import { parentPort, workerData } from "node:worker_threads";
import { casesEverywhere, casesFrom } from "./case-of";
import { endPool } from "./pooled";
import { runCase } from "./run-case";
import { shrunk } from "./shrink";
import type { Case } from "./term";
import { mismatched } from "./verbs";

interface Job {
  readonly seed: number;
  readonly seconds: number;
  readonly from: number;
  readonly calls: number;
  readonly only?: string;
  /** Whether each hostile or extreme value comes to each place, instead of what chance gives. */
  readonly everywhere: boolean;
  /** The index of the case under way, for whoever watches; and whether it is to be the last. */
  readonly current: SharedArrayBuffer;
}

export interface Found extends Case {
  readonly index: number;
  readonly fault: string;
  readonly evidence: string;
}

export interface Tally {
  accepted: number;
  refused: number;
  unprepared: number;
  thrown: number;
  wrong: number;
}

/** Cases of one verb and fault that are made smaller and told; the others are counted. */
const MOST_TOLD = 6;

/** Runs cases until the time is over, and tells what was found. */
async function work({ seed, seconds, from, calls, only, everywhere, current }: Job): Promise<void> {
  const lacking = mismatched();
  if (lacking.length > 0) throw new Error(lacking.join("\n"));
  const at = new Int32Array(current);
  const end = performance.now() + 1000 * seconds;
  const tallies: Record<string, Tally> = {};
  const codes: Record<string, number> = {};
  const kinds = new Map<string, number>();
  const cases = everywhere ? skipped(casesEverywhere(seed, only), from) : casesFrom(seed, from, only);
  let index = from;
  for (const of of cases) {
    if (index >= from + calls || performance.now() >= end || Atomics.load(at, 1) !== 0) break;
    Atomics.store(at, 0, index);
    const outcome = await runCase(of);
    tallies[of.verb] ??= { accepted: 0, refused: 0, unprepared: 0, thrown: 0, wrong: 0 };
    (tallies[of.verb] as Tally)[outcome.end]++;
    if (outcome.end === "refused") codes[outcome.code] = (codes[outcome.code] ?? 0) + 1;
    if (outcome.end === "wrong") {
      const kind = `${of.verb}: ${outcome.fault}`;
      const before = kinds.get(kind) ?? 0;
      kinds.set(kind, before + 1);
      if (before < MOST_TOLD) {
        // what is slow would be slow a thousand times
        const small = outcome.fault === "slow" ? of : await shrunk(of, outcome.fault);
        const last = small === of ? outcome : await runCase(small);
        const evidence = last.end === "wrong" ? last.evidence : outcome.evidence;
        parentPort?.postMessage({ found: { ...small, index, fault: outcome.fault, evidence } });
      }
    }
    index++;
  }
  await endPool();
  parentPort?.postMessage({ tallies, codes, kinds: Object.fromEntries(kinds), ran: index - from, bytes: process.memoryUsage().rss });
}

/** All but the first so many. */
function* skipped<T>(all: Iterable<T>, count: number): Generator<T> {
  let at = 0;
  for (const one of all) if (at++ >= count) yield one;
}

await work(workerData as Job);
