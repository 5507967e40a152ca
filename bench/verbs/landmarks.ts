import type { Contest } from "../contest.ts";
import { normal, type Regression, uniform } from "../data.ts";
import { nativeContestant } from "../peers/native.ts";
import { inPool } from "../processes/contestants.ts";

/** Of each feature, on either side of 0. */
const REACH = 2;

/** The share of the variance that a fit may leave unexplained: Σ(h − f)² / Σ(f − mean)² at new points, f being without noise. */
const LEFT = 0.01;

/** Ridge regression on the features of a thousand landmarks that each implementation chooses by itself. */
export function* landmarks(): Generator<Contest<Float64Array>> {
  const [n, d, count] = [60_000, 10, 1000];
  const x = uniform(n * d, 21).map((value) => REACH * value);
  const noise = normal(n, 22);
  const y = truth(d, x).map((value, i) => value + 0.03 * noise[i]);
  const problem: Regression = { n, d, x, y, kernel: { kind: "rbf", gamma: 0.05 }, lambda: 1 };
  const z = uniform(2000 * d, 23).map((value) => REACH * value);
  const work = { operation: "landmarks", problem, count, z } as const;
  const shapes = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] }, z: { data: z, shape: [2000, d] } };
  const f = truth(d, z);
  yield {
    operation: "fit on landmarks",
    size: `n = ${n}, d = ${d}, ${count} landmarks`,
    contestants: [
      inPool(work, 1),
      inPool(work, 2),
      nativeContestant("scikit-learn native", "nystroem", shapes, { gamma: 0.05, lambda: 1, landmarks: count }),
    ],
    error: (h) => unexplained(h, f),
    tolerance: LEFT,
  };
}

/** sin x₀ + x₁x₂ */
function truth(d: number, x: Float64Array): Float64Array {
  return new Float64Array(x.length / d).map((_, i) => Math.sin(x[i * d]) + x[i * d + 1] * x[i * d + 2]);
}

function unexplained(h: Float64Array, f: Float64Array): number {
  const mean = f.reduce((sum, value) => sum + value, 0) / f.length;
  let [left, whole] = [0, 0];
  f.forEach((value, i) => {
    left += (h[i] - value) ** 2;
    whole += (value - mean) ** 2;
  });
  return left / whole;
}
