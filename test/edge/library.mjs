import * as mercer from "mercer";
import * as jobs from "mercer/jobs";
import * as linalg from "mercer/linalg";
import * as serving from "mercer/predict";
import * as statistics from "mercer/statistics";
import * as tables from "mercer/table";

/** All functions of one thread, by the package's names. */
export const library = { ...mercer, ...linalg, jobs, serving, statistics, tables };
