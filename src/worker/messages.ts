import type { Progress } from "../progress";
import type { Signals } from "../wasm/signals";
import type { Post } from "../wasm/threads";
import type { ErrorData } from "./error-data";
import type { PartVerb, Verb } from "./verb-names";

/** The first message to a worker: what it is to be. */
export type Role =
  | { readonly role: "coordinator" /** Threads that work together, 0 where they cannot share a memory. */; readonly threads: number }
  | { readonly role: "helper"; readonly post: Post };

/** A call of a verb, to the coordinator. Its answers are any number of progress events and one result or error. */
export interface Job {
  readonly verb: Verb | PartVerb;
  readonly args: readonly unknown[];
  /** Whether somebody listens to its progress. */
  readonly watched: boolean;
}

/** From the coordinator. */
export type Answer =
  | {
      readonly kind: "ready";
      /** Of the worker's script, which must be the pool's. */
      readonly build: string;
      readonly posts: readonly Post[];
      /** Null where no memory is shared. */
      readonly signals: Signals | null;
    }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "result"; readonly value: unknown /** Of the memory, which does not shrink. */; readonly bytes: number }
  | { readonly kind: "error"; readonly error: ErrorData };
