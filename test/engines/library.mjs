import * as mercer from "../../dist/index.js";
import * as jobs from "../../dist/jobs.js";
import * as linalg from "../../dist/linalg.js";
import * as serving from "../../dist/predict.js";
import * as statistics from "../../dist/statistics.js";
import * as tables from "../../dist/table.js";

/** All functions of one thread; those of `mercer/predict` and `mercer/table` have names of `mercer`, `mercer/statistics` and `mercer/jobs` stand by themselves. */
export const library = { ...mercer, ...linalg, jobs, serving, statistics, tables };
