import * as mercer from "../../dist/index.js";
import * as linalg from "../../dist/linalg.js";
import * as serving from "../../dist/predict.js";
import * as tables from "../../dist/table.js";

/** All functions of one thread; those of `mercer/predict` and `mercer/table` have names of `mercer`. */
export const library = { ...mercer, ...linalg, serving, tables };
