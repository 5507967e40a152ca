import { isMercerError } from "../../src/entries/index";
import { type Block, view, withBlocks } from "../../src/wasm/memory";
import { build } from "./build";
import { verbOf } from "./entries";
import { Thrown } from "./functions";
import { judgementOf } from "./oracles";
import { INFINITE } from "./oracles/infinite";
import { differenceOfPool, isPooled } from "./pooled";
import { notFinite, sameBits } from "./same";
import { type Case, contains, type Term } from "./term";
import { used } from "./use";

export type Outcome =
  | { readonly end: "accepted" }
  | { readonly end: "refused"; readonly code: string }
  /** An argument that is itself the result of a call was refused. */
  | { readonly end: "unprepared" }
  /** What a function of the caller's threw came out. */
  | { readonly end: "thrown" }
  | { readonly end: "wrong"; readonly fault: string; readonly evidence: string };

const CODES = new Set([
  "argument",
  "shape",
  "not-finite",
  "not-positive-definite",
  "singular",
  "asymmetric",
  "kernel",
  "memory",
  "diverged",
  "aborted",
  "worker",
  "unsupported",
  "format",
]);

/** Milliseconds of a processor above which so small a call is a fault; by waves a fit of six points may honestly take a second, and a call is made of many. */
const LONGEST = 3000;
const LONGEST_BY_WAVES = 30_000;

const longest = ({ args }: Case): number => (JSON.stringify(args).includes('"fourier"') ? LONGEST_BY_WAVES : LONGEST);

/** The first free byte of the resident memory. */
const mark = (): number => withBlocks({}, (_, { top }) => top);

/** Numbers beyond the resident blocks that a call may find there. */
const BEYOND = 16_384;

/** Everything that the next call is given, and what its products are packed into, has this value: a result that depends on it has read what was never written. */
function fillFreeMemory(value: number): void {
  withBlocks({ free: BEYOND }, ({ free }, workspace) => {
    view(workspace, free).fill(value);
    view(workspace, { address: workspace.scratch, length: 4096, type: "f64" } as Block).fill(value);
  });
}

type End = { readonly value: unknown } | { readonly error: unknown };

async function attempt(verb: string, args: unknown[]): Promise<End> {
  try {
    return { value: await used(verb, await verbOf(verb)(...args), args) };
  } catch (error) {
    return { error };
  }
}

/** Makes the call twice, and judges it. */
export async function runCase(of: Case): Promise<Outcome> {
  let args: unknown[];
  try {
    args = of.args.map(build);
  } catch (error) {
    return isMercerError(error) ? judgedError(of, error, "unprepared") : errorOfPreparation(of, error);
  }
  const before = mark();
  fillFreeMemory(Number.NaN);
  const started = process.cpuUsage();
  const first = await attempt(of.verb, args);
  const { user, system } = process.cpuUsage(started);
  const took = (user + system) / 1000;
  if (took > longest(of)) return wrong("slow", `${took.toFixed(0)} ms`);
  const after = mark();
  if (after !== before) return wrong("leak", `${after - before} bytes are still given out`);
  const hostile = contains(of.args as Term, "hostile", /changing|throwing|revoked|symbol|lying/);
  const again = of.args.map(build);
  if (!hostile && !sameBits(args, again)) return wrong("input changed", "an argument is not what it was");
  if (isPooled(of.verb)) {
    const difference = await differenceOfPool(of, first);
    if (difference !== null) return wrong("the pool differs", difference);
  }
  fillFreeMemory(1e300);
  const second = await attempt(of.verb, again);
  if ("error" in first) {
    // progress comes when it is time to
    if (first.error instanceof Thrown) return judgedError(of, first.error, "refused");
    if (!("error" in second) && !hostile) return wrong("not repeatable", `refused, then accepted: ${String(first.error)}`);
    return judgedError(of, first.error, "refused");
  }
  if ("error" in second && second.error instanceof Thrown) return judgedError(of, second.error, "refused");
  if ("error" in second && hostile) return judgedError(of, second.error, "refused");
  if ("error" in second) return wrong("not repeatable", `accepted, then refused: ${textOf(second.error)}`);
  if (!hostile && !sameBits(first.value, second.value)) return wrong("not repeatable", "a second call gave other bits");
  return judgedValue(of, args, first.value);
}

function judgedValue(of: Case, args: unknown[], value: unknown): Outcome {
  // what is handed through cannot always be looked at
  const infinite = contains(of.args as Term, "hostile", /revoked|throwing/) ? null : notFinite(value);
  if (infinite && !INFINITE.some(([verb, path, sign]) => verb.test(of.verb) && path.test(infinite.path) && sign(infinite.value)))
    return wrong(`not finite at ${infinite.path}`, String(infinite.value));
  if (contains(of.args as Term, "hostile")) return { end: "accepted" };
  const fault = judgementOf(of, args, value);
  return fault === null ? { end: "accepted" } : wrong(fault[0], fault[1]);
}

function errorOfPreparation(of: Case, error: unknown): Outcome {
  if (error instanceof Thrown && contains(of.args as Term, "function", /throws/)) return { end: "thrown" };
  if (error instanceof Thrown && contains(of.args as Term, "hostile")) return wrong("untyped", textOf(error));
  return wrong("untyped in preparation", textOf(error));
}

function judgedError(of: Case, error: unknown, end: "refused" | "unprepared"): Outcome {
  if (error instanceof Thrown && contains(of.args as Term, "function", /throws/)) return { end: "thrown" };
  if (!isMercerError(error)) return wrong(`untyped ${error instanceof Error ? error.name : typeof error}`, textOf(error));
  if (!CODES.has(error.code)) return wrong("unknown code", error.code);
  if (error.message.length <= 10 || /undefined is not|is not a function/.test(error.message))
    return wrong("message without words", error.message);
  const advice = /NaN GB|\bNaN (rows|columns|points)(?!.*must be whole)/.exec(error.message);
  if (advice) return wrong("message without words", error.message);
  return end === "refused" ? { end, code: error.code } : { end };
}

function wrong(fault: string, evidence: string): Outcome {
  return { end: "wrong", fault, evidence };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)).split("\n").slice(0, 4).join(" | ") : typeof error;
}
