import { type Pool, startPool } from "../../src/entries/pool";
import { requireEveryKind } from "../../src/estimators/every-kind";
import { VERB_NAMES } from "../../src/worker/verb-names";
import { VERBS as SYNCHRONOUS } from "../../src/worker/verbs";
import { build } from "./build";
import { sameBits } from "./same";
import { type Case, contains, type Term } from "./term";
import type { Verb } from "./types";

const PREFIX = "pooled.";

let pool: Promise<Pool> | undefined;

/** One pool for all calls: what a call leaves behind, the next one meets. */
function onlyPool(): Promise<Pool> {
  requireEveryKind();
  const workerUrl = process.env.MERCER_FUZZ_WORKER ?? new URL("../../dist/worker.js", import.meta.url).href;
  pool ??= startPool({ threads: 2, workerUrl });
  return pool;
}

export async function endPool(): Promise<void> {
  await (await pool)?.close();
  pool = undefined;
}

/** The verbs of a pool, by names such as "pooled.fit". */
export const POOLED: readonly (readonly [string, Verb])[] = VERB_NAMES.map((name) => [
  `${PREFIX}${name}`,
  async (...args) => ((await onlyPool()) as unknown as Record<string, Verb>)[name]?.(...args),
]);

export const isPooled = (verb: string): boolean => verb.startsWith(PREFIX);

/** Refusals of a pool alone: of what has no copy, such as a proxy, and of an argument too many, which a verb on its own thread passes over. */
const OF_THE_BORDER = /cannot cross to a worker|and \{ signal, onProgress \} at the end; argument \d/;

/** Forms that cross as arrays: a refusal describes what became of them. */
const CROSS_AS_ARRAYS = /^(accessor|column|arrayLike|proxy|subclass|species)$/;

/** Why a call of a pool and its verb on this thread do not say the same; null where they do, or where they may differ. */
export async function differenceOfPool(of: Case, end: { readonly value: unknown } | { readonly error: unknown }): Promise<string | null> {
  // functions do not cross, and what changes under the hands of its reader is read another time
  if (contains(of.args as Term, "hostile") || contains(of.args as Term, "function")) return null;
  if ("error" in end && OF_THE_BORDER.test(String((end.error as Error).message))) return null;
  const name = of.verb.slice(PREFIX.length) as keyof typeof SYNCHRONOUS;
  const args = of.args.map(build);
  try {
    const value: unknown = SYNCHRONOUS[name](...(args as never[]));
    if ("error" in end) return `refused by the pool alone: ${String(end.error)}`;
    return sameBits(withoutBytes(value), withoutBytes(end.value)) ? null : "other bits than on one thread";
  } catch (error) {
    if ("value" in end) return `accepted by the pool alone; otherwise ${String(error)}`;
    const [own, pooled] = [error, end.error] as { code: string; message: string }[];
    const inWords = !["vector", "matrix"].some((form) => contains(of.args as Term, form as "vector", CROSS_AS_ARRAYS));
    const isSame = own?.code === pooled?.code && (own?.message === pooled?.message || !inWords);
    return isSame ? null : `${String(pooled)} instead of ${String(own)}`;
  }
}

/** Working memory of a report, of which every thread has some of its own. */
function withoutBytes(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withoutBytes);
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (key === "bytes" ? [] : [[key, withoutBytes(part)]])));
}
