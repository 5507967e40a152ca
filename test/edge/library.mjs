import * as mercer from "mercer";
import * as linalg from "mercer/linalg";
import * as serving from "mercer/predict";

/** All functions of one thread, by the package's names. */
export const library = { ...mercer, ...linalg, serving };
