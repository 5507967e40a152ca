import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import { type GaussianPoints, productByThreads } from "../mercer/crew.ts";
import { predictRidge } from "../plain-loops/kernels.ts";

/** Rows of the product that are verified. */
const ROWS = 200;

/** Errors beside Σ|v_j|: of double precision, and of elements that are rounded to single. */
const TOLERANCES = { double: 1e-14, single: 1e-5 } as const;

/** Kv of a hundred thousand points, K never stored: what an iteration on K costs. */
export function* product(): Generator<Contest<Float64Array>> {
  for (const d of [3, 20]) {
    for (const precision of ["double", "single"] as const) yield contest(100_000, d, precision);
  }
}

function contest(n: number, d: number, precision: "double" | "single"): Contest<Float64Array> {
  const points: GaussianPoints = { n, d, x: uniform(n * d, 31), kernel: { kind: "rbf", gamma: 1 / d } };
  const v = uniform(n, 32);
  const step = n / ROWS;
  const z = new Float64Array(ROWS * d);
  for (let i = 0; i < ROWS; i++) z.set(points.x.subarray(i * step * d, (i * step + 1) * d), i * d);
  const truth = new Float64Array(ROWS);
  predictRidge(points, v, z, truth);
  const size = v.reduce((sum, value) => sum + Math.abs(value), 0);
  return {
    operation: `K·v without K, elements in ${precision} precision`,
    size: `n = ${n}, d = ${d}`,
    isOnce: true,
    contestants: [1, 2].map((threads) => productByThreads(points, v, precision, threads)),
    error: (h) => truth.reduce((most, value, i) => Math.max(most, Math.abs(value - h[i * step])), 0) / size,
    tolerance: TOLERANCES[precision],
  };
}
