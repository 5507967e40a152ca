import { expect } from "vitest";
import type { MercerError } from "../../dist/index.js";
import type { Pool } from "../../dist/pool.js";
import type { VERB_NAMES } from "../../src/worker/verb-names";
import { VERBS } from "../../src/worker/verbs";

/** A verb of a pool and its arguments. */
export type Call = readonly [verb: (typeof VERB_NAMES)[number], ...args: unknown[]];

/** Without the time it took, and the working memory, of which every thread has some of its own. */
export function result(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(result);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === "elapsedMs" || key === "bytes" ? [] : [[key, result(item)]])),
  );
}

/** What the verb gives on this thread. */
export function alone([verb, ...args]: Call): unknown {
  return result(VERBS[verb](...(args as never[])));
}

/** What a pool gives. */
export async function together(pool: Pool, [verb, ...args]: Call): Promise<unknown> {
  return result(await (pool[verb] as (...all: unknown[]) => Promise<unknown>)(...args));
}

/** The error of a promise. */
export async function rejection(promise: Promise<unknown>): Promise<MercerError> {
  return promise.then(
    () => expect.fail("it was resolved"),
    (error) => error as MercerError,
  );
}
