import { mercerError } from "../errors";
import { requireEveryKind } from "../estimators/every-kind";
import { type OptionNames, readMade, readNumber, readOptions } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import type { Label } from "../models/labels";
import type { ReportLike } from "../models/report";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { type Candidates, readNamed } from "../selection/compare";
import { planOf, watchingOf } from "../selection/cross-validate";
import type { AnyEstimator } from "../selection/data";
import { foldDataOf, judgeFold } from "../selection/fold-result";
import { estimatorOfRows } from "../selection/per-row";
import { jobKey } from "./key";
import { readData } from "./read";

/** A candidate is to be fitted to the rows outside of a fold, and judged by those in it. */
export interface FitJob {
  readonly kind: "fitJob";
  readonly key: string;
  /** Of the candidate. */
  readonly name: string;
  readonly estimator: AnyEstimator;
  /** Which of `folds`, from 0 on, that `seed` deals the rows to. */
  readonly fold: number;
  readonly folds: number;
  readonly seed: number;
  /** What the rows are of. */
  readonly data: string;
}

export interface FitJobsOptions {
  /** Into how many folds the rows are dealt, as by `crossValidate`; 5 unless given. */
  folds?: number;
  /** Of the shuffle; 0 unless given. */
  seed?: number;
  /** What tells these data from others, as a digest of their file: part of every key. */
  data: string;
}

const OPTIONS: OptionNames<FitJobsOptions> = { folds: true, seed: true, data: true };

/** Beyond, the list of the jobs itself is too long. */
const MOST_FOLDS = 2 ** 20;

/**
 * One job for each candidate and fold, as plain data: what `compare` does one after the other.
 *
 * @throws "argument" for no candidates, and for estimators that are no plain data
 * @example
 * const candidates = { narrow: kernelRidge({ kernel: rbf({ gamma: 9 }) }), wide: kernelRidge({ kernel: rbf({ gamma: 1 }) }) };
 * fitJobs(candidates, { folds: 5, data: "the rows of this page" }).length // 10
 */
export function fitJobs(candidates: Candidates, options: FitJobsOptions): readonly FitJob[] {
  const { folds: count = 5, seed = 0, data } = readOptions(options, "fitJobs", OPTIONS);
  const folds = readNumber(count, "folds", { minimum: 2, maximum: MOST_FOLDS, integer: true });
  const about = { kind: "fitJob", folds, seed: readNumber(seed, "seed", { minimum: 0, integer: true }), data: readData(data) } as const;
  return readNamed(candidates).flatMap(([name, estimator]) => {
    const own = { ...about, name, estimator: readMade<AnyEstimator>(estimator, name, "a constructor of this library") };
    return Array.from({ length: folds }, (_, fold) => ({ ...own, fold, key: jobKey({ ...own, fold }) }));
  });
}

/** What a fit said of its fold. */
export interface FitResult {
  readonly kind: "fitResult";
  /** Of the job. */
  readonly key: string;
  /** R², or the share of the labels that are right. */
  readonly score: number;
  readonly report: ReportLike;
}

export interface RunFitJobOptions extends WatchOptions {
  /** w_i ≥ 0, one for all or one per row. */
  sampleWeight?: number | Values;
}

const RUNNING: OptionNames<RunFitJobOptions> = { ...WATCHING, sampleWeight: true };

/**
 * The score of a job's candidate on its fold: bit for bit that of `crossValidate` where it makes a fit for each fold, and that of its shorter ways to their rounding.
 *
 * @param X all rows, in the order that all jobs have
 * @throws as `crossValidate`
 * @example
 * const [job] = fitJobs({ ridge: kernelRidge({ kernel: rbf() }) }, { data: "the rows of this page" });
 * const { score } = runFitJob(job, X, y);
 */
export function runFitJob(job: FitJob, X: Points, y: Values | MatrixLike | ArrayLike<Label>, options: RunFitJobOptions = {}): FitResult {
  // a job brings its estimator as plain data
  requireEveryKind();
  const { onProgress, signal, sampleWeight } = readOptions(options, "runFitJob", RUNNING);
  const watching = watchingOf(onProgress, signal);
  watch(watching);
  const { key, estimator, fold, folds: count, seed } = requireFitJob(job);
  readNumber(fold, "fold of the job", {
    minimum: 0,
    maximum: readNumber(count, "folds of the job", { minimum: 2, integer: true }) - 1,
    integer: true,
  });
  const { data, folds } = planOf(estimator, X, y, { folds: count, seed, ...(sampleWeight === undefined ? {} : { sampleWeight }) });
  const own = estimatorOfRows(estimator, folds.train(fold), data.X.rows);
  const { score, report } = judgeFold(own, foldDataOf(data, folds, fold), watching);
  return { kind: "fitResult", key, score, report };
}

function requireFitJob(job: FitJob): FitJob {
  if (readMade(job, "job", "fitJobs").kind === "fitJob" && typeof job.key === "string") return job;
  throw mercerError("argument", "job must be made by fitJobs", { argument: "job" });
}
