import type { Contest } from "../contest.ts";
import { ridgeMatrix, solutionError } from "../oracle.ts";
import { firstFit } from "../processes/first-fit.ts";
import { smallRegression } from "./small.ts";

/** The import and the first fit, each run in a new process; also where the engine keeps compiled code from one process to the next. */
export function* start(): Generator<Contest<Float64Array>> {
  const problem = smallRegression();
  const { n, d, y } = problem;
  const system = ridgeMatrix(problem);
  yield {
    operation: "import and first fit",
    size: `n = ${n}, d = ${d}`,
    isCold: true,
    contestants: [firstFit("mercer", problem), firstFit("mercer", problem, true), firstFit("ml-regression", problem)],
    error: (result) => solutionError(n, system, y, result),
    tolerance: 1e-13,
  };
}
