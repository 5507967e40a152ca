import { mercerError } from "../errors";
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
 * @throws "argument" for results that are missing or of other jobs, and for two that differ, which says that two machines do not compute alike
 * @example
 * const jobs = fitJobs({ ridge: kernelRidge({ kernel: rbf() }), line: leastSquares({ intercept: true }) }, { data: "the rows of this page" });
 * const { best } = rankFits(jobs, jobs.map((job) => runFitJob(job, X, y)).reverse());
 */
export function rankFits(jobs: readonly FitJob[], results: Iterable<Pick<FitResult, "key" | "score">>): FitRanking {
  const found = new Map<string, number>();
  const known = new Set(jobs.map(({ key }) => key));
  for (const { key, score } of results) {
    if (!known.has(key)) throw wrong(`a result is of the job ${key}, which is none of these`, key);
    const before = found.get(key);
    if (before !== undefined && !Object.is(before, score)) {
      throw wrong(`two results of the job ${key} differ, ${before} and ${score}; the machines do not compute alike`, key);
    }
    found.set(key, score);
  }
  const names = [...new Set(jobs.map(({ name }) => name))];
  const scores = names.map((name) =>
    Float64Array.from(
      jobs.filter((job) => job.name === name).sort((a, b) => a.fold - b.fold),
      ({ key }) => scoreOf(found, key, jobs.length),
    ),
  );
  return rankedByScores(names, scores);
}

function scoreOf(found: ReadonlyMap<string, number>, key: string, jobs: number): number {
  const score = found.get(key);
  if (score !== undefined) return score;
  throw wrong(`${found.size} of ${jobs} jobs have a result; that of ${key} is missing`, key);
}

function wrong(message: string, key: string): Error {
  return mercerError("argument", message, { argument: "results", value: key });
}
