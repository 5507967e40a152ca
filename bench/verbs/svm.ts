import type { Contest } from "../contest.ts";
import { type Classification, classification } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import { dualityGap } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { here, together } from "../processes/contestants.ts";

/** What libsvm stops at unless told otherwise; mercer's, too. */
const TOLERANCE = 1e-3;

/** A support vector machine with intercept, to the same C and the same violation of the optimality conditions. */
export function* svm(): Generator<Contest<Float64Array>> {
  for (const lambda of [0.5, 0.005]) yield machine(classification(2000, 20, lambda));
}

function machine(problem: Classification): Contest<Float64Array> {
  const { n, d, x, y, lambda, kernel } = problem;
  const parameters = { gamma: kernel.gamma, C: 1 / (2 * lambda), tolerance: TOLERANCE };
  const work = { operation: "machine", problem, tolerance: TOLERANCE } as const;
  return {
    operation: "support vector machine",
    size: `n = ${n}, d = ${d}, C = ${parameters.C}`,
    contestants: [
      here(MERCER, work),
      ...together(work, ["libsvm-js"]),
      nativeContestant("scikit-learn native", "svc", { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] } }, parameters),
    ],
    error: (result) => dualityGap(problem, result),
    // of the peers, which watch the violation alone; mercer's own gap is at most TOLERANCE
    tolerance: 1e-2,
  };
}
