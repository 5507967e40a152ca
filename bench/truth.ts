import type { Regression } from "./data.ts";
import { fitRidge, predictRidge } from "./plain-loops/kernels.ts";

/** α = (K + λI)⁻¹ y and h at the points z, by plain loops. */
export function truthOf(problem: Regression, z: Float64Array): { readonly alpha: Float64Array; readonly h: Float64Array } {
  const { n, d } = problem;
  const alpha = new Float64Array(n);
  const h = new Float64Array(z.length / d);
  fitRidge(problem, new Float64Array(n * n), alpha);
  predictRidge(problem, alpha, z, h);
  return { alpha, h };
}
