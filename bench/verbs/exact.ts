import type { Contest } from "../contest.ts";
import { type Large, uniform } from "../data.ts";
import { predictRidge } from "../plain-loops/kernels.ts";
import { inPool } from "../processes/contestants.ts";

/** Equations that are verified, and what may be left of them beside the largest |y_i|. */
const ROWS = 200;
const TOLERANCE = 1e-11;

/** The most points that are fitted exactly within 4 GiB: their K has 8 GiB, the factor in single precision a quarter of that. */
export function* exact(): Generator<Contest<Float64Array>> {
  const [n, d] = [32_000, 3];
  const x = uniform(n * d, 41);
  const noise = uniform(n, 42);
  const y = noise.map((value, i) => Math.sin(3 * x[i * d]) + x[i * d + 1] * x[i * d + 2] + 0.1 * value);
  const problem: Large = { n, d, x, y, kernel: { kind: "rbf", gamma: 2 }, lambda: 0.1 };
  const work = { operation: "largeFit", problem, tolerance: 0, storage: "single factor" } as const;
  yield {
    operation: "exact fit",
    size: `n = ${n}, d = ${d}`,
    isOnce: true,
    contestants: [inPool(work, 2)],
    error: (alpha) => residual(problem, alpha),
    tolerance: TOLERANCE,
  };
}

/** max |(K + λI)α − y| over some of the equations, by the formula, beside the largest |y_i|. */
function residual(problem: Large, alpha: Float64Array): number {
  const { n, d, x, y, lambda } = problem;
  const rows = Array.from({ length: ROWS }, (_, i) => (i * n) / ROWS);
  const z = Float64Array.from(rows.flatMap((row) => Array.from(x.subarray(row * d, (row + 1) * d))));
  const h = new Float64Array(ROWS);
  predictRidge(problem, alpha, z, h);
  const most = rows.reduce((worst, row, i) => Math.max(worst, Math.abs(h[i] + lambda * alpha[row] - y[row])), 0);
  return most / y.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
}
