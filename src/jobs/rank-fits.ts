import { describeValue, mercerError, readingError } from "../errors";
import { notMade, readMade } from "../input";
import { type ComparedCandidate, rankedByScores } from "../selection/compare";
import type { FitJob, FitResult } from "./fit-jobs";

/** Candidates by the mean of their folds' scores. */
export interface FitRanking {
  /** The name of the candidate with the largest score; of equal ones the first given. */
  readonly best: string;
  /** The best first, of equal ones the first given. */
  readonly ranking: readonly ComparedCandidate[];
}

/**
 * What the results of fits come to, in whatever order they came: the ranking of `compare`. A result that came twice counts once.
 *
 * @throws "argument" for what is no list of jobs or of results, for results that are missing or of other jobs, and for two that differ, which says that two machines do not compute alike; "not-finite" for a score that is NaN
 * @example
 * const jobs = fitJobs({ ridge: kernelRidge({ kernel: rbf() }), line: leastSquares({ intercept: true }) }, { data: "the rows of this page" });
 * const { best } = rankFits(jobs, jobs.map((job) => runFitJob(job, X, y)).reverse());
 */
export function rankFits(jobs: readonly FitJob[], results: Iterable<Pick<FitResult, "key" | "score">>): FitRanking {
  const found = new Map<string, number>();
  const asked = readJobs(jobs);
  const known = new Set(asked.map(({ key }) => key));
  for (const { key, score } of readResults(results)) {
    if (!known.has(key)) throw wrong(`a result is of the job ${key}, which is none of these`, key);
    const before = found.get(key);
    if (before !== undefined && !Object.is(before, score)) {
      throw wrong(`two results of the job ${key} differ, ${before} and ${score}; the machines do not compute alike`, key);
    }
    found.set(key, score);
  }
  const names = [...new Set(asked.map(({ name }) => name))];
  const scores = names.map((name) =>
    Float64Array.from(
      asked.filter((job) => job.name === name).sort((a, b) => a.fold - b.fold),
      ({ key }) => scoreOf(found, key, asked.length),
    ),
  );
  return rankedByScores(names, scores);
}

/** @throws "argument" for what is no list of the jobs of fits, or an empty one */
function readJobs(jobs: readonly FitJob[]): readonly FitJob[] {
  const list = readList(jobs, "jobs", "fitJobs");
  if (list.length === 0) throw mercerError("argument", "jobs is empty; there is nothing to rank", { argument: "jobs" });
  return list.map((given, at) => {
    const job = readMade(given, `jobs[${at}]`, "fitJobs");
    const { kind, key, name, fold } = readEntry(job, `jobs[${at}]`);
    if (kind === "fitJob" && typeof key === "string" && typeof name === "string" && typeof fold === "number") return job;
    throw notMade(job, `jobs[${at}]`, "fitJobs");
  });
}

type Told = Pick<FitResult, "key" | "score">;

/** @throws "argument" for what is no list of results; "not-finite" for a score that is no number */
function readResults(results: Iterable<Told>): readonly Told[] {
  return readList(results, "results", "runFitJob").map((result, at) => {
    const { key, score } = readEntry(result, `results[${at}]`);
    if (typeof key !== "string" || typeof score !== "number") throw notMade(result, `results[${at}]`, "runFitJob");
    if (Number.isNaN(score)) {
      throw mercerError("not-finite", `results[${at}].score is NaN, which has no rank`, { argument: "results", value: key });
    }
    return { key, score };
  });
}

/** A copy of what can be read one by one. */
function readList<T>(list: Iterable<T>, name: string, makers: string): T[] {
  try {
    if (typeof list === "object" && typeof list?.[Symbol.iterator] === "function") return [...list];
  } catch (error) {
    throw readingError(error, name);
  }
  throw mercerError("argument", `${name} must be a list of what ${makers} makes; it is ${describeValue(list)}`, { argument: name });
}

/** The fields of an entry, each looked at once. */
function readEntry(entry: object, name: string): Readonly<Record<string, unknown>> {
  try {
    return { ...entry };
  } catch (error) {
    throw readingError(error, name);
  }
}

function scoreOf(found: ReadonlyMap<string, number>, key: string, jobs: number): number {
  const score = found.get(key);
  if (score !== undefined) return score;
  throw wrong(`${found.size} of ${jobs} jobs have a result; that of ${key} is missing`, key);
}

function wrong(message: string, key: string): Error {
  return mercerError("argument", message, { argument: "results", value: key });
}
