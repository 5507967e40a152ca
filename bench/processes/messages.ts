import type { Implementation } from "../jobs/implementation.ts";
import type { Time } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";

/** What a process is asked, one question at a time. */
export type Request = Prepare | Run | { readonly kind: "result"; readonly implementation: Implementation };

export interface Prepare {
  readonly kind: "prepare";
  readonly work: Work;
  readonly implementations: readonly Implementation[];
  /** the build that is meant by "mercer" */
  readonly dist: string;
  /** of a pool; without one, "mercer" is the library on the thread itself */
  readonly threads?: number;
}

export interface Run {
  readonly kind: "run";
  readonly implementation: Implementation;
  readonly calls: number;
}

export type Reply = { readonly time: Time } | { readonly result: Float64Array } | { readonly error: string } | { readonly ready: true };
