import { mercerError } from "../errors";
import { inverseDiagonal } from "../wasm/factors";
import { view, withBlocks } from "../wasm/memory";
import { infinityNorm } from "../wasm/products";
import { notPositiveDefinite } from "./breakdown";
import { brokeDown, factorCholesky } from "./factorisation";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { addRidge, keepDiagonal, restore, rightHandSides, separateIntercept } from "./ridge-system";

const silent = (): void => {};

/**
 * Mean of (α_i/(G⁻¹)_ii)² over points and targets, G = K + λI, for every λ: the exact leave-one-out error of kernel ridge regression.
 *
 * With an intercept α is taken after b, and (G⁻¹)_ii − u_i²/Σu for (G⁻¹)_ii, u = G⁻¹1. Each λ costs one factorisation and one inverse of
 * the factor, 2n³/3 multiplications.
 */
export function leaveOneOutErrors(problem: Problem, lambdas: Float64Array, intercept: boolean): Float64Array {
  const { n, t } = problem;
  if (n === 1 && intercept) {
    throw mercerError("shape", "X has one row; leave-one-out with an intercept needs at least two", { argument: "X" });
  }
  const columns = t + (intercept ? 1 : 0);
  const targets = Array.from({ length: t }, (_, q) => q);
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
      view(workspace, blocks.rhs).set(rightHandSides(problem, targets, intercept));
      factorisation.solve(columns, blocks.rhs);
      inverseDiagonal(workspace, n, blocks.K, blocks.inverse);
      return meanSquare(n, t, intercept, view(workspace, blocks.rhs), view(workspace, blocks.inverse));
    });
  });
}

/** From the solutions for Y and, with an intercept, in the last column for 1. */
function meanSquare(n: number, t: number, intercept: boolean, solutions: Float64Array, inverse: Float64Array): number {
  const { coefficients } = separateIntercept(solutions, n, t, intercept);
  const ones = intercept ? solutions.filter((_, at) => at % (t + 1) === t) : new Float64Array(n);
  const total = ones.reduce((sum, u) => sum + u, 0);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const u = ones[i] as number;
    const weight = (inverse[i] as number) - (intercept ? (u * u) / total : 0);
    for (let q = 0; q < t; q++) {
      const residual = (coefficients[i * t + q] as number) / weight;
      sum += residual * residual;
    }
  }
  return sum / (n * t);
}
