import type { Contest } from "../contest.ts";
import { type Large, uniform } from "../data.ts";
import { solved } from "../mercer/solved.ts";
import { predictRidge } from "../plain-loops/kernels.ts";
import { once } from "../processes/contestants.ts";

/** What is proven of a fit, in deviations of y. */
const TOLERANCE = 1e-3;

/** The certified fit, K never stored or as its lower triangle, beside the whole matrix and its Cholesky factor; each in a process of its own. */
export async function* large(): AsyncGenerator<Contest<Float64Array>> {
  for (const n of [10_000, 20_000]) {
    yield await duel(cube(n, 3, { kind: "matern", nu: 1.5, lengthScale: 0.3 }, 5e-6 * n));
    yield await duel(cube(n, 20, { kind: "rbf", gamma: 1 / (2 * 0.3 ** 2 * 20) }, 1e-4 * n));
  }
}

/** y = sin 5x₀ + x₁ + noise at uniform points of a cube, without its mean. */
function cube(n: number, d: number, kernel: Large["kernel"], lambda: number): Large {
  const x = uniform(n * d, 11).map((value) => (value + 1) / 2);
  const noise = uniform(n, 12);
  const y = noise.map((value, i) => Math.sin(5 * x[i * d]) + x[i * d + 1] + 0.25 * value);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  return { n, d, x, y: y.map((value) => value - mean), kernel, lambda };
}

async function duel(given: Large): Promise<Contest<Float64Array>> {
  const { n, d } = given;
  // targets of which the solution is known: of some α near the one of y, by the formula
  const { problem, alpha } = await solved(given);
  const z = uniform(200 * d, 13).map((value) => (value + 1) / 2);
  const at = (coefficients: Float64Array): Float64Array => {
    const h = new Float64Array(z.length / d);
    predictRidge(problem, coefficients, z, h);
    return h;
  };
  const truth = at(alpha);
  const deviation = Math.sqrt(problem.y.reduce((sum, value) => sum + value * value, 0) / n);
  return {
    operation: "large fit",
    size: `n = ${n}, d = ${d}`,
    isOnce: true,
    contestants: [
      // "mercer", which the others are held against
      once({ operation: "largeFit", problem, tolerance: TOLERANCE, storage: "whole" }, ""),
      once({ operation: "largeFit", problem, tolerance: TOLERANCE, storage: "tiles" }, ", certified, K never stored"),
      once({ operation: "largeFit", problem, tolerance: TOLERANCE, storage: "triangle" }, ", certified, triangle kept"),
    ],
    error: (result) => at(result).reduce((most, h, i) => Math.max(most, Math.abs(h - truth[i])), 0) / deviation,
    tolerance: TOLERANCE,
  };
}
