import { readOptions } from "../input";
import { type RowRange, rowRanges } from "../statistics/row-ranges";
import { jobKey } from "./key";
import { readData } from "./read";
import { ROW_JOBS, type RowJobsOptions } from "./statistic-jobs";

/** Rows [from, to) are to be predicted by a model. */
export interface PredictionJob extends RowRange {
  readonly kind: "predictionJob";
  readonly key: string;
  /** The key of the model. */
  readonly model: string;
  /** What the rows are of. */
  readonly data: string;
}

/**
 * One job for each of so many parts of the rows: the model's predictions for them, as `mercer/predict` makes them, the same bits on every machine. So a job that is done twice writes the
 * same bytes twice.
 *
 * @param model as plain data: what `fit` returned, or its JSON
 * @throws "argument" for numbers of rows and parts that are none, and for a model that is no plain data
 * @example
 * const model = fit(kernelRidge({ kernel: rbf() }), X, y);
 * const jobs = predictionJobs(model, { rows: 1000000, parts: 16, data: "the file of this night" });
 */
export function predictionJobs(model: object, options: RowJobsOptions): readonly PredictionJob[] {
  const { rows, parts, data } = readOptions(options, "predictionJobs", ROW_JOBS);
  const about = { kind: "predictionJob", model: jobKey(model), data: readData(data) } as const;
  return rowRanges(rows, { parts }).map(({ from, to }) => ({ ...about, from, to, key: jobKey({ ...about, from, to }) }));
}
