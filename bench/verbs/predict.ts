import type { Contest } from "../contest.ts";
import { normal, regression } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import { distance } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { here, rivals } from "../processes/contestants.ts";
import { truthOf } from "../truth.ts";

/** h(z) = Σ_j α_j k(z, x_j) at 10,000 new points for a model of 2,000 and, for the slow, at 2,000 for one of 500. */
export function* predict(): Generator<Contest<Float64Array>> {
  yield prediction(2000, 10_000, false);
  yield prediction(500, 2000, true);
}

function prediction(points: number, m: number, all: boolean): Contest<Float64Array> {
  const problem = regression(points, 20);
  const { n, d, x, y, lambda } = problem;
  const gamma = 1 / d;
  const z = normal(m * d, 7);
  const { alpha, h } = truthOf(problem, z);
  const work = { operation: "predict", problem, alpha, z } as const;
  const inputs = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] }, z: { data: z, shape: [m, d] } };
  return {
    operation: "predict",
    size: `${m} × ${n}, d = ${d}`,
    contestants: [
      here(MERCER, work),
      ...(all ? rivals(work, ["ml-regression"]) : []),
      nativeContestant("scikit-learn native", "predict", inputs, { gamma, lambda }),
    ],
    error: (result) => distance(result, h),
    // Every peer predicts with coefficients it fitted itself: the condition of K + λI, about 10⁴, times ε n.
    tolerance: 1e-9,
  };
}
