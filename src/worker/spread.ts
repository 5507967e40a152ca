import { readOptions } from "../input";
import type { Points, Values } from "../matrix";
import { INTERVAL, requireWatching, type WatchOptions } from "../progress";
import { startBeat } from "../progress/stopwatch";
import { withoutClosedForm } from "../selection/by-factor";
import { type Candidates, comparisonPlans, ranked } from "../selection/compare";
import {
  CROSS_VALIDATION_OPTIONS,
  type CrossValidation,
  type CrossValidationOptions,
  type CrossValidationPlan,
  gatherFolds,
  planOf,
} from "../selection/cross-validate";
import { type FoldResult, foldDataOf } from "../selection/fold-result";
import { estimatorOfRows } from "../selection/per-row";
import { ignore, listen } from "./hearing";
import type { PartVerb, Verb } from "./verb-names";

/** A job as parts that need nothing of each other, and what their results, in order, make together. */
export interface Spread {
  readonly parts: readonly Part[];
  readonly gather: (results: readonly unknown[]) => unknown;
  readonly watching: WatchOptions;
}

interface Part {
  readonly verb: Verb | PartVerb;
  readonly args: readonly unknown[];
}

/** Points of a fit up to which many of them do better on a thread each than one after the other on all. */
const SMALL = 3000;

/**
 * How a call is spread out; null where it is one job for all threads.
 *
 * @throws what the verb itself throws for arguments that do not fit
 */
export function spreadOf(verb: Verb, given: readonly unknown[]): Spread | null {
  if (verb !== "crossValidate" && verb !== "compare") return null;
  const [subject, X, y, all = {}] = given as [Candidates, Points, Values, CrossValidationOptions?];
  const { onProgress, signal, ...options } = readOptions(all, verb, CROSS_VALIDATION_OPTIONS);
  const watching = { onProgress, signal } as WatchOptions;
  requireWatching(watching, ["addEventListener", "removeEventListener"]);
  if (verb === "crossValidate") {
    const plan = planOf(subject as never, X, y, options);
    const folds = foldsOf(plan);
    return folds && { parts: folds.parts, watching, gather: folds.gather };
  }
  const plans = comparisonPlans(subject, X, y, options);
  if (!plans.every(({ plan }) => isSmall(plan))) return null;
  const spreads = plans.map(({ plan }) => foldsOf(plan) ?? whole(plan));
  const gather = (results: readonly unknown[]): unknown => {
    const left = results.slice();
    const validations = spreads.map((spread) => spread.gather(left.splice(0, spread.parts.length)));
    return ranked(
      plans.map(({ name }) => name),
      validations,
    );
  };
  return { parts: spreads.flatMap(({ parts }) => parts), watching, gather };
}

interface Folding {
  readonly parts: readonly Part[];
  readonly gather: (results: readonly unknown[]) => CrossValidation;
}

/** A part for every fold; null where one factor does for all of them, or each is large. */
function foldsOf(plan: CrossValidationPlan): Folding | null {
  const { estimator, data, folds } = plan;
  const why = withoutClosedForm(estimator, data, folds);
  if (why === null || !isSmall(plan)) return null;
  return {
    parts: folds.tests.map((_, fold) => ({
      verb: "judgeFold",
      args: [estimatorOfRows(estimator, folds.train(fold), data.X.rows), foldDataOf(data, folds, fold)],
    })),
    gather: (results) => gatherFolds(plan, results as readonly FoldResult[], "refits", why),
  };
}

/** All folds of a candidate at once. */
function whole({ estimator, data, folds }: CrossValidationPlan): Folding {
  const { X, y, weights } = data;
  const options = { folds: folds.foldOfRow, ...(weights ? { sampleWeight: weights } : {}) };
  const targets = y.kind === "labels" ? y.labels : y.isVector ? y.Y.data : y.Y;
  return { parts: [{ verb: "crossValidate", args: [estimator, X, targets, options] }], gather: ([result]) => result as CrossValidation };
}

function isSmall({ data }: CrossValidationPlan): boolean {
  return data.X.rows <= SMALL;
}

/** Has all parts done, and tells of each. Where one fails those after it are stopped: of several that fail the first tells why, as on one thread. */
export async function spreadOut(
  { parts, gather, watching: { onProgress, signal } }: Spread,
  enqueue: (verb: Verb | PartVerb, args: readonly unknown[]) => Promise<unknown>,
): Promise<unknown> {
  const controllers = parts.map(() => new AbortController());
  const stopFrom = (first: number, reason?: unknown): void => {
    for (const controller of controllers.slice(first)) controller.abort(reason);
  };
  const abort = (): void => stopFrom(0, signal?.reason);
  if (signal?.aborted) abort();
  else if (signal) listen(signal, abort);
  let done = 0;
  const isTime = startBeat(INTERVAL);
  const told = <T>(result: T): T => {
    done++;
    if (isTime() || done === parts.length) onProgress?.({ phase: "folds", done, total: parts.length });
    return result;
  };
  const doPart = async ({ verb, args }: Part, at: number): Promise<unknown> => {
    try {
      return told(await enqueue(verb, withSignal(args, (controllers[at] as AbortController).signal)));
    } catch (error) {
      stopFrom(at + 1);
      throw error;
    }
  };
  try {
    const ends = await Promise.allSettled(parts.map(doPart));
    return gather(ends.map(resultOf));
  } finally {
    if (signal) ignore(signal, abort);
  }
}

/** @throws why a part failed */
function resultOf(end: PromiseSettledResult<unknown>): unknown {
  if (end.status === "fulfilled") return end.value;
  throw end.reason;
}

/** The signal among the options, which come last where there are any. */
function withSignal(args: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const [estimator, data, ...rest] = args;
  const options = rest.length === 2 ? rest.pop() : {};
  return [estimator, data, ...rest, { ...(options as object), signal }];
}
