import type { Contest } from "../contest.ts";
import { normal, regression } from "../data.ts";
import * as mercer from "../mercer/library.ts";
import { distance } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as plain from "../plain-loops/kernels.ts";
import { rivals } from "../rivals/rivals.ts";

/** h(z) = Σ_j α_j k(z, x_j) at 10,000 new points for a model of 2,000. */
export function* predict(): Generator<Contest<Float64Array>> {
  const problem = regression(2000, 20);
  const { n, d, x, y, kernel, lambda } = problem;
  const gamma = 1 / d;
  const m = 10_000;
  const z = normal(m * d, 7);
  const alpha = new Float64Array(n);
  plain.fitRidge(kernel, lambda, n, d, x, y, new Float64Array(n * n), alpha);
  const truth = new Float64Array(m);
  plain.predictRidge(kernel, m, n, d, z, x, alpha, truth);
  const inputs = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] }, z: { data: z, shape: [m, d] } };
  yield {
    operation: "predict",
    size: `${m} × ${n}, d = ${d}`,
    contestants: [
      mercer.predict(problem, m, z),
      ...rivals({ operation: "predict", problem, alpha, z, pointwise: false }, ["ml-regression"]),
      nativeContestant("scikit-learn native", "predict", inputs, { gamma, lambda }),
    ],
    error: (result) => distance(result, truth),
    // Every peer predicts with coefficients it fitted itself: the condition of K + λI, about 10⁴, times ε n.
    tolerance: 1e-9,
  };
}
