import { LOG_TWO_PI, logOfSize } from "../../matrix/logarithm";
import type { NormalSpectrum } from "./leave-one-out";
import type { Normal } from "./normal";

/** What every λ leads to, from one eigendecomposition of G. */
export interface NormalPath {
  readonly lambdas: Float64Array;
  /** Σ w (h(x) − y)², λ by λ, the targets of each one after the other */
  readonly trainingLoss: Float64Array;
  /** (rss/n)/(1 − edf/n)², the mean over the targets */
  readonly gcv: Float64Array;
  /** Σ g/(g + λ); an intercept counts as 1 */
  readonly effectiveDimension: Float64Array;
  /** Of a process whose covariance is φ(x)·φ(z), with noise of variance λ: summed over the targets. */
  readonly logMarginalLikelihood: Float64Array;
  /** That less τ/2λ for each target: a lower bound of what the kernel itself has. */
  readonly evidenceBound: Float64Array;
  /** (g₁ + λ)/(g_m + λ) */
  readonly conditions: Float64Array;
}

/**
 * With G = V diag(g) Vᵀ and z = Vᵀh, for every λ in O(m):
 *
 *     rss   Σ w y² − Σ z²(g + 2λ)/(g + λ)²        log p   −½[(Σ w y² − Σ z²/(g + λ))/λ + Σ log(1 + g/λ) + n log 2πλ − Σ log w]
 *
 * With an intercept G, h and Σ w y² are about the means, and the likelihood is the restricted one, with n − 1 for n and log Σw − log n added. λ = 0 has no likelihood: −∞.
 *
 * @param unit what y was divided by: the likelihood is that of y itself
 *
 * Source: M. K. Titsias, Variational learning of inducing variables in sparse Gaussian processes (2009), equation 9, for the bound.
 */
export function normalPath(normal: Normal, { g, z: { data: z } }: NormalSpectrum, lambdas: Float64Array, unit = 1): NormalPath {
  const { G, h, squares, means, weight, rows, logWeights, left } = normal;
  const m = G.rows;
  const t = h.cols;
  const p = means ? 1 : 0;
  const found = Array.from(lambdas, (lambda) => {
    let edf = p;
    let logs = 0;
    const fitted = new Float64Array(t);
    const explained = new Float64Array(t);
    for (let k = 0; k < m; k++) {
      const value = g[k] as number;
      if (value + lambda === 0) continue;
      edf += value / (value + lambda);
      if (lambda > 0) logs += logOfRatio(value, lambda);
      for (let q = 0; q < t; q++) {
        const share = ((z[k * t + q] as number) * (z[k * t + q] as number)) / (value + lambda);
        explained[q] = (explained[q] as number) + share;
        fitted[q] = (fitted[q] as number) + timesRatio(share, value, lambda);
      }
    }
    const rss = squares.map((square, q) => Math.max(0, square - (fitted[q] as number)));
    const freedom = 1 - edf / rows;
    // as many coefficients as rows leave nothing to judge by
    const gcv = freedom === 0 ? Infinity : rss.reduce((sum, value) => sum + value, 0) / t / weight / (freedom * freedom);
    const constants = p === 1 ? logOfSize(weight) - logOfSize(rows) : 0;
    const density =
      lambda > 0
        ? squares.reduce((sum, square, q) => {
            const quadratic = (Math.max(0, square - (explained[q] as number)) / lambda) * unit * unit;
            return sum - 0.5 * (quadratic + logs + (rows - p) * (LOG_TWO_PI + logOfSize(lambda)) - logWeights + constants);
          }, 0)
        : -Infinity;
    const condition = ((g[m - 1] as number) + lambda) / ((g[0] as number) + lambda);
    return { rss, gcv, edf, density, bound: lambda > 0 ? density - (t * left) / (2 * lambda) : -Infinity, condition };
  });
  const each = (read: (one: (typeof found)[number]) => number): Float64Array => Float64Array.from(found, read);
  return {
    lambdas,
    trainingLoss: Float64Array.from(found.flatMap(({ rss }) => Array.from(rss))),
    gcv: each(({ gcv }) => gcv),
    effectiveDimension: each(({ edf }) => edf),
    logMarginalLikelihood: each(({ density }) => density),
    evidenceBound: each(({ bound }) => bound),
    conditions: each(({ condition }) => (Number.isNaN(condition) ? Infinity : condition)),
  };
}

/** log(1 + g/λ) */
function logOfRatio(g: number, lambda: number): number {
  const ratio = g / lambda;
  return ratio < Infinity ? logOfSize(1 + ratio) : logOfSize(g) - logOfSize(lambda);
}

/** x(g + 2λ)/(g + λ), also for a λ near the largest number. */
function timesRatio(x: number, g: number, lambda: number): number {
  const doubled = g + 2 * lambda;
  return doubled < Infinity ? (x * doubled) / (g + lambda) : x * ((g / 4 + lambda / 2) / (g / 4 + lambda / 4));
}
