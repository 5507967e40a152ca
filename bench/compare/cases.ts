import { normal, points, type Regression, regression, uniform } from "../data.ts";
import type { Work } from "../jobs/work.ts";

/** What two builds are compared on. */
export interface Case {
  readonly name: string;
  readonly work: Work;
  /** Calls of one run: some 20 ms. */
  readonly calls: number;
}

export function cases(): Case[] {
  const small: Regression = { ...regression(20, 3), lambda: 1e-3 };
  const middle = regression(500, 20);
  const large = regression(1000, 20);
  return [
    { name: "fit n = 20", work: { operation: "fit", problem: small }, calls: 400 },
    { name: "fit n = 500", work: { operation: "fit", problem: middle }, calls: 4 },
    { name: "fit n = 1000", work: { operation: "fit", problem: large }, calls: 1 },
    { name: "gram n = 1000", work: { operation: "gram", points: points(1000, 20, { kind: "rbf", gamma: 1 / 20 }) }, calls: 3 },
    { name: "predict 1000 × 1000", work: prediction("predict", large, 1000), calls: 3 },
    { name: "predictor n = 100", work: prediction("predictor", regression(100, 3), 100), calls: 10_000 },
    {
      name: "leastSquares 1000 × 20",
      work: { operation: "leastSquares", m: 1000, n: 20, a: uniform(1000 * 20, 7), b: uniform(1000, 8) },
      calls: 20,
    },
    {
      name: "kernelDescent n = 500",
      work: { operation: "kernelDescent", problem: middle, step: 1e-4, iterations: 200 },
      calls: 1,
    },
  ];
}

/** α is not given: mercer fits the model itself. */
function prediction(operation: "predict" | "predictor", problem: Regression, m: number): Work {
  return { operation, problem, alpha: new Float64Array(), z: normal(m * problem.d, 9) };
}
