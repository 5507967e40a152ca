import { view, withBlocks } from "../wasm/memory";
import { infinityNorm, inverseDiagonal } from "../wasm/operations";
import { notPositiveDefinite } from "./breakdown";
import { brokeDown, factorCholesky } from "./factorisation";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { addRidge, keepDiagonal, restore, separateIntercept } from "./ridge-system";

const silent = (): void => {};

/**
 * Mean of (α_i/(G⁻¹)_ii)² over points and targets, G = K + λI, for every λ: the exact leave-one-out error of kernel ridge regression.
 *
 * With an intercept α is taken after b, and (G⁻¹)_ii − u_i²/Σu for (G⁻¹)_ii, u = G⁻¹1. Each λ costs one factorisation and one inverse of
 * the factor, 2n³/3 multiplications.
 */
export function leaveOneOutErrors(problem: Problem, lambdas: Float64Array, intercept: boolean): Float64Array {
  const { n, t } = problem;
  const columns = t + 1;
  const sizes = { ...gramSizes(problem), diagonal: n, rhs: n * columns, inverse: n };
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, silent);
    keepDiagonal(workspace, n, blocks);
    return lambdas.map((lambda, index) => {
      if (index > 0) restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, lambda);
      const norm = infinityNorm(workspace, n, blocks.K);
      const factorisation = factorCholesky(workspace, n, blocks.K);
      if (brokeDown(factorisation)) throw notPositiveDefinite(problem, lambda, norm, factorisation);
      view(workspace, blocks.rhs).set(withOnes(problem));
      factorisation.solve(columns, blocks.rhs);
      inverseDiagonal(workspace, n, blocks.K, blocks.inverse);
      return meanSquare(n, t, intercept, view(workspace, blocks.rhs), view(workspace, blocks.inverse));
    });
  });
}

function withOnes({ n, t, Y }: Problem): Float64Array {
  const rhs = new Float64Array(n * (t + 1)).fill(1);
  for (let i = 0; i < n; i++) rhs.set(Y.data.subarray(i * t, (i + 1) * t), i * (t + 1));
  return rhs;
}

/** From the solutions for Y and, in the last column, for 1. */
function meanSquare(n: number, t: number, intercept: boolean, solutions: Float64Array, inverse: Float64Array): number {
  const { coefficients } = separateIntercept(solutions, n, t, intercept);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) total += solutions[i * (t + 1) + t] as number;
  for (let i = 0; i < n; i++) {
    const u = solutions[i * (t + 1) + t] as number;
    const weight = (inverse[i] as number) - (intercept ? (u * u) / total : 0);
    for (let q = 0; q < t; q++) {
      const residual = (coefficients[i * t + q] as number) / weight;
      sum += residual * residual;
    }
  }
  return sum / (n * t);
}
