import * as mercer from "../../dist/index.js";
import * as linalg from "../../dist/linalg.js";
import * as serving from "../../dist/predict.js";

/** All functions of one thread; those of `mercer/predict` have names of `mercer`. */
export const library = { ...mercer, ...linalg, serving };
