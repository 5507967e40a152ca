import type { Classification, Regression } from "../data.ts";
import { ridgeMatrix } from "../oracle.ts";
import { cholesky, solveFactored } from "./factors.ts";
import { gram, predictRidge } from "./kernels.ts";

/** Mean squared leave-one-out error, mean of (α_i/(G⁻¹)_ii)², column by column of G⁻¹. */
export function leaveOneOut(problem: Regression, lambda: number): number {
  const { n, y } = problem;
  const l = ridgeMatrix({ ...problem, lambda });
  cholesky(n, l);
  const alpha = y.slice();
  solveFactored(n, l, alpha);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const column = new Float64Array(n);
    column[i] = 1;
    solveFactored(n, l, column);
    sum += (alpha[i] / column[i]) ** 2;
  }
  return sum / n;
}

/** The same for every λ from K = U diag(s) Uᵀ: the eigenvalues, and the vectors row by row behind them. */
export function leaveOneOutBySpectrum(n: number, y: Float64Array, lambdas: Float64Array, eigensystem: Float64Array): Float64Array {
  const vectors = eigensystem.subarray(n);
  const shares = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) shares[k] += vectors[i * n + k] * y[i];
  return lambdas.map((lambda) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let [alpha, weight] = [0, 0];
      for (let k = 0; k < n; k++) {
        const u = vectors[i * n + k];
        alpha += (u * shares[k]) / (eigensystem[k] + lambda);
        weight += (u * u) / (eigensystem[k] + lambda);
      }
      sum += (alpha / weight) ** 2;
    }
    return sum / n;
  });
}

/** Steps of Newton's method, each a fit with weights: their errors are squared in each, and the seventh is below rounding. */
const STEPS = 7;

/** R² of each fold k, the rows i with i mod folds = k, by a logistic fit to the others: (K + 2λ W⁻¹) α = h − W⁻¹ L′, again and again. */
export function foldScores(problem: Classification, lambda: number, folds: number): Float64Array {
  const { n, d, x, y } = problem;
  return Float64Array.from({ length: folds }, (_, fold) => {
    const rows = Array.from({ length: n }, (_, i) => i);
    const part = (kept: number[]) => ({
      x: Float64Array.from(kept.flatMap((i) => Array.from(x.subarray(i * d, (i + 1) * d)))),
      y: Float64Array.from(kept, (i) => y[i]),
    });
    const train = part(rows.filter((i) => i % folds !== fold));
    const test = part(rows.filter((i) => i % folds === fold));
    const m = train.y.length;
    const k = new Float64Array(m * m);
    gram(problem.kernel, m, d, train.x, k);
    const points = { ...problem, n: m, x: train.x };
    const alpha = new Float64Array(m);
    const h = new Float64Array(m);
    for (let step = 0; step < STEPS; step++) {
      predictRidge(points, alpha, train.x, h);
      const l = k.slice();
      for (let i = 0; i < m; i++) {
        const wrong = 1 / (1 + Math.exp(train.y[i] * h[i]));
        const curvature = wrong * (1 - wrong);
        l[i * m + i] += (2 * lambda) / curvature;
        alpha[i] = h[i] + (train.y[i] * wrong) / curvature;
      }
      cholesky(m, l);
      solveFactored(m, l, alpha);
    }
    const said = new Float64Array(test.y.length);
    predictRidge(points, alpha, test.x, said);
    const mean = test.y.reduce((sum, value) => sum + value, 0) / test.y.length;
    const left = test.y.reduce((sum, value, i) => sum + (value - said[i]) ** 2, 0);
    return 1 - left / test.y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
}
