import type { Points, Regression } from "../data.ts";
import type { Descent } from "../jobs/work.ts";
import type { Kernel } from "../kernels.ts";
import { cholesky, solveFactored } from "./factors.ts";
import { formulaOf } from "./formulas.ts";

/** K_ij = k(x_i, x_j): each pair once, stored twice. */
export function gram(kernel: Kernel, n: number, d: number, x: Float64Array, k: Float64Array): void {
  const evaluate = formulaOf(kernel, d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = evaluate(x, i, x, j);
      k[i * n + j] = value;
      k[j * n + i] = value;
    }
  }
}

/** α = (K + λI)⁻¹ y; k (n × n) is scratch. */
export function fitRidge({ kernel, lambda, n, d, x, y }: Regression, k: Float64Array, alpha: Float64Array): void {
  gram(kernel, n, d, x, k);
  for (let i = 0; i < n; i++) k[i * n + i] += lambda;
  if (cholesky(n, k) < n) throw new Error("K + λI is not positive definite");
  alpha.set(y);
  solveFactored(n, k, alpha);
}

/** h(z_i) = Σ_j α_j k(z_i, x_j). */
export function predictRidge({ kernel, n, d, x }: Points, alpha: Float64Array, z: Float64Array, h: Float64Array): void {
  const evaluate = formulaOf(kernel, d);
  for (let i = 0; i < h.length; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += alpha[j] * evaluate(z, i, x, j);
    h[i] = sum;
  }
}

/** α ← α − 2s (K α − y), step by step; `residual` (n) is scratch. */
export function descend({ n, k, y, step, steps }: Descent, residual: Float64Array, alpha: Float64Array): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += k[i * n + j] * alpha[j];
      residual[i] = sum - y[i];
    }
    for (let i = 0; i < n; i++) alpha[i] -= 2 * step * residual[i];
  }
}
