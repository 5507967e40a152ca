import { mercerError } from "../errors";
import { type OptionNames, readMade, readOptions } from "../input";
import { isCount } from "../matrix";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { BLOCK_ROWS } from "../solvers/nystrom/sums";
import { addRows } from "../statistics/add-rows";
import { eachPart } from "../statistics/each-part";
import type { RowBlock } from "../statistics/row-blocks";
import { rowRanges } from "../statistics/row-ranges";
import { requireStatistic, type Statistic } from "../statistics/statistic";
import { jobKey } from "./key";
import { readData } from "./read";

/** The rows [from, to) are to be added to the statistic of no rows. */
export interface StatisticJob {
  readonly kind: "statisticJob";
  readonly key: string;
  /** Of the statistic. */
  readonly fingerprint: string;
  /** What the rows are of. */
  readonly data: string;
  readonly from: number;
  readonly to: number;
}

export interface RowJobsOptions {
  /** How many rows there are. */
  rows: number;
  /** Into how many jobs they are divided, no more than there are blocks of 4096 rows. */
  parts: number;
  /** What tells these data from others, as a digest of their file: part of every key. */
  data: string;
}

export const ROW_JOBS: OptionNames<RowJobsOptions> = { rows: true, parts: true, data: true };

/**
 * One job for each of so many parts of the rows, as plain data. Each can be run by itself, by whichever worker; `mergeStatistics` of what they give is the statistic of all rows, to the
 * last bit.
 *
 * @param none the statistic of no rows, which every worker begins with
 * @throws "argument" for numbers of rows and parts that are none
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const jobs = statisticJobs(none, { rows: 20, parts: 1, data: "the rows of this page" });
 */
export function statisticJobs(none: Statistic, options: RowJobsOptions): readonly StatisticJob[] {
  const { fingerprint } = requireStatistic(none, "none");
  const { rows, parts, data } = readOptions(options, "statisticJobs", ROW_JOBS);
  const about = { kind: "statisticJob", fingerprint, data: readData(data) } as const;
  return rowRanges(rows, { parts }).map(({ from, to }) => ({ ...about, from, to, key: jobKey({ ...about, from, to }) }));
}

/** A block of rows, and how many more there were that are left out. */
export interface JobBlock extends RowBlock {
  /** Rows of the block that were set aside; none unless given. */
  readonly setAside?: number;
}

/** What a part of the rows came to. */
export interface PartialStatistic {
  readonly statistic: Statistic;
  /** Rows that were added, and rows that were set aside. */
  readonly rows: number;
  readonly setAside: number;
}

/**
 * The statistic of the rows of a job. Every row must come, in its block of 4096: added, or counted as set aside. So a file that ends too early is told.
 *
 * @param blocks of the job's rows in any order, as `rowBlocks(parts, job.from)` makes them
 * @throws "argument" for a statistic that the job is not about, and for blocks and rows that are missing, come twice or are of another job; as `addRows`
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const [job] = statisticJobs(none, { rows: 20, parts: 1, data: "the rows of this page" });
 * const { statistic } = await runStatisticJob(job, none, rowBlocks([{ X, y }], job.from));
 */
export async function runStatisticJob(
  job: StatisticJob,
  none: Statistic,
  blocks: AsyncIterable<JobBlock> | Iterable<JobBlock>,
  options: WatchOptions = {},
): Promise<PartialStatistic> {
  const progress = watch(readOptions(options, "runStatisticJob", WATCHING));
  const { fingerprint, from, to } = requireStatisticJob(job);
  if (requireStatistic(none, "none").fingerprint !== fingerprint) {
    const message = `the job is about the statistic ${fingerprint.slice(0, 12)}, none is ${none.fingerprint.slice(0, 12)}; take the one that the jobs were made of`;
    throw mercerError("argument", message, { argument: "none" });
  }
  let statistic = none;
  const count = { rows: 0, setAside: 0 };
  for await (const block of eachPart(blocks, "blocks", "blocks of rows { X, y, from }")) {
    requireWhole(block, from, to);
    const { X, y, sampleWeight, setAside = 0 } = block;
    if (X.rows > 0) statistic = addRows(statistic, X, y, { from: block.from, ...(sampleWeight && { sampleWeight }) });
    count.rows += X.rows;
    count.setAside += setAside;
    progress.tell({ phase: "rows", done: count.rows + count.setAside, total: to - from });
  }
  const came = count.rows + count.setAside;
  if (came === to - from) return { statistic, ...count };
  const message = `${came} rows came, the job has ${to - from}, from ${from} to ${to}; read all of them`;
  throw mercerError("argument", message, { argument: "blocks", value: came });
}

function requireStatisticJob(job: StatisticJob): StatisticJob {
  if (readMade(job, "job", "statisticJobs").kind === "statisticJob") return job;
  throw mercerError("argument", "job must be made by statisticJobs", { argument: "job" });
}

/** @throws "argument" unless the block lies in the job and has all of its rows */
function requireWhole({ X, from, setAside = 0 }: JobBlock, first: number, end: number): void {
  if (!isCount(X?.rows))
    throw mercerError("argument", "a block must have its rows as a matrix X, as rowBlocks makes them", { argument: "blocks" });
  const rows = Math.min(BLOCK_ROWS, end - from);
  if (from % BLOCK_ROWS === 0 && from >= first && from < end && X.rows + setAside === rows) return;
  const message = `a block has ${X.rows + setAside} rows from ${from} on; the job has blocks of ${BLOCK_ROWS} rows from ${first} to ${end}`;
  throw mercerError("argument", message, { argument: "blocks", row: from });
}
