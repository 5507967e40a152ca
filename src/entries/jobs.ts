export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export { type FitJob, type FitJobsOptions, type FitResult, fitJobs, type RunFitJobOptions, runFitJob } from "../jobs/fit-jobs";
export { jobKey } from "../jobs/key";
export { type MergeJob, type MergeJobsOptions, mergeJobs, type ReductionTree } from "../jobs/merge-jobs";
export { type PredictionJob, predictionJobs } from "../jobs/prediction-jobs";
export { type FitRanking, rankFits } from "../jobs/rank-fits";
export {
  type JobBlock,
  type PartialStatistic,
  type RowJobsOptions,
  runStatisticJob,
  type StatisticJob,
  statisticJobs,
} from "../jobs/statistic-jobs";
export type { RowRange } from "../statistics/row-ranges";
