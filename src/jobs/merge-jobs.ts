import { mercerError } from "../errors";
import { type OptionNames, readEach, readNumber, readOptions, readText } from "../input";
import { jobKey } from "./key";

/** The statistics of some keys are to be merged. */
export interface MergeJob {
  readonly kind: "mergeJob";
  readonly key: string;
  readonly of: readonly string[];
}

/** How parts are merged, step by step. */
export interface ReductionTree {
  /** The key under which the statistic of all parts will be. */
  readonly root: string;
  /** Each after those that it merges, the root last; none for a single part. */
  readonly jobs: readonly MergeJob[];
}

export interface MergeJobsOptions {
  /** How many statistics one job merges at most, from 2; 8 unless given. */
  fanIn?: number;
}

const OPTIONS: OptionNames<MergeJobsOptions> = { fanIn: true };

/**
 * A tree of merges over the statistics of some keys: no worker has to take in more than `fanIn` of them, and merges of other branches can run at the same time. The digest of the root does
 * not depend on the tree.
 *
 * @throws "argument" for no keys, keys that come twice, and a fan-in below 2
 * @example mergeJobs(["a", "b", "c"], { fanIn: 2 }).jobs.map(({ of }) => of.length) // [2, 2]
 */
export function mergeJobs(keys: readonly string[], options: MergeJobsOptions = {}): ReductionTree {
  const { fanIn = 8 } = readOptions(options, "mergeJobs", OPTIONS);
  const width = readNumber(fanIn, "fanIn", { minimum: 2, integer: true });
  const jobs: MergeJob[] = [];
  let level = readKeys(keys);
  while (level.length > 1) {
    level = inGroups(level, width).map((of) => {
      if (of.length === 1) return of[0] as string;
      const job = { kind: "mergeJob", of, key: jobKey({ kind: "mergeJob", of }) } as const;
      jobs.push(job);
      return job.key;
    });
  }
  return { root: level[0] as string, jobs };
}

function readKeys(keys: readonly string[]): readonly string[] {
  const read = readEach(keys, "keys", "an array of strings, at least one", readText);
  if (read.length === 0) throw mercerError("argument", "keys is empty; there is nothing to merge", { argument: "keys" });
  const twice = read.find((key, at) => read.indexOf(key) !== at);
  if (twice === undefined) return read;
  throw mercerError("argument", `the key ${twice} comes twice, so its rows would count twice`, { argument: "keys", value: twice });
}

function inGroups(keys: readonly string[], width: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / width) }, (_, i) => keys.slice(i * width, (i + 1) * width));
}
