import type { Process } from "../data.ts";
import { solutionOfFactors } from "../oracle.ts";
import { cholesky, lu, solveFactored } from "./factors.ts";
import { formulaOf } from "./formulas.ts";
import { gram } from "./kernels.ts";

/** c K + noise·I, the covariance of observations. */
export function covariance({ n, d, x, kernel, factor, noise }: Process): Float64Array {
  const k = new Float64Array(n * n);
  gram(kernel, n, d, x, k);
  return k.map((value, at) => factor * value + (at % (n + 1) === 0 ? noise : 0));
}

/** log p(y), and its derivatives by log noise, log factor and the log ℓ_k: ½ Σ_ij (α_i α_j − G⁻¹_ij) ∂G_ij. For a kernel with a length scale a feature. */
export function likelihood(problem: Process): Float64Array {
  const { n, d, x, y, kernel, factor, noise } = problem;
  if (kernel.kind !== "ard") throw new Error("the derivatives are those of a length scale a feature");
  const g = covariance(problem);
  const l = g.slice();
  if (cholesky(n, l) < n) throw new Error("the covariance is not positive definite");
  const alpha = y.slice();
  solveFactored(n, l, alpha);
  const found = new Float64Array(3 + d);
  for (let i = 0; i < n; i++) found[0] -= 0.5 * (y[i] * alpha[i] + Math.log(2 * Math.PI)) + Math.log(l[i * n + i]);
  const column = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    column.fill(0);
    column[i] = 1;
    solveFactored(n, l, column);
    found[1] += 0.5 * noise * (alpha[i] * alpha[i] - column[i]);
    found[2] += 0.5 * factor * (alpha[i] * alpha[i] - column[i]);
    for (let j = 0; j < i; j++) {
      const each = (alpha[i] * alpha[j] - column[j]) * g[i * n + j];
      found[2] += each;
      for (let p = 0; p < d; p++) found[3 + p] += each * ((x[i * d + p] - x[j * d + p]) / kernel.lengthScales[p]) ** 2;
    }
  }
  return found;
}

/** Mean and variance at every `step`-th row of z, all means first; with a constant mean by the equations of kriging, G bordered by ones. */
export function kriging(problem: Process, z: Float64Array, step: number): Float64Array {
  const { n, d, x, y, kernel, factor, trend } = problem;
  const border = trend === "constant" ? 1 : 0;
  const size = n + border;
  const g = covariance(problem);
  const factors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) factors[i * size + j] = i < n && j < n ? g[i * n + j] : i === j ? 0 : 1;
  const pivots = new Int32Array(size);
  lu(size, factors, pivots);
  const evaluate = formulaOf(kernel, d);
  const count = Math.ceil(z.length / d / step);
  const found = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const right = Float64Array.from({ length: size }, (_, i) => (i < n ? factor * evaluate(z, k * step, x, i) : 1));
    const weights = solutionOfFactors(size, factors, pivots, right);
    found[count + k] = factor * evaluate(z, k * step, z, k * step);
    for (let i = 0; i < size; i++) found[count + k] -= weights[i] * right[i];
    for (let i = 0; i < n; i++) found[k] += weights[i] * y[i];
  }
  return found;
}
