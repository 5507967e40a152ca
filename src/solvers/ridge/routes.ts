import { asMatrix } from "../../core/matrix-view";
import { type Half, restore } from "../../core/products";
import { inverseNorm } from "../../dense/condition";
import { brokeDown, type Factorisation, factorLu } from "../../dense/factors";
import { minimumNorm } from "../../dense/minimum-norm";
import { columnOf } from "../../matrix";
import { allFinite, largest } from "../../matrix/vectors";
import { assembleGram } from "../../problem/gram";
import type { Ground } from "../../problem/ground";
import { view } from "../../wasm/memory";
import { notPositiveDefinite, singular } from "./breakdown";
import type { Group } from "./group";
import type { Origin } from "./parts";
import type { Solve } from "./refinement";
import { addRidge, separateIntercept, writeRightHandSides } from "./system";

/** α and b of a group, and where they come from. */
export interface Solution extends Origin {
  /** n × targets */
  readonly coefficients: Float64Array;
  readonly intercepts: readonly number[];
  /** By what was factored, where K outlives it. */
  readonly solve: Solve | null;
  /** Whether the rank, where there is one, was no close decision. */
  readonly clear: boolean;
  /** Where K is, if it is anywhere. */
  readonly half: Half;
}

/** By a factorisation of G in place of K; or the reason why "auto" has to do without one. */
export function direct(group: Group, ground: Ground): Solution | string {
  const { workspace, problem, blocks, lambda, norm, targets, options } = group;
  const { n } = problem;
  const automatic = options.solver === "auto" || options.solver === "mixed";
  const factored = factor(group, ground);
  if (typeof factored === "string") return factored;
  const { factorisation, reason } = factored;
  const condition = factorisation.condition(norm, blocks.work);
  const { solver } = factorisation;
  if (automatic && condition * Number.EPSILON >= 1 && (lambda === 0 || solver === "lu")) {
    return `K + λI is singular to working precision (condition number ${condition.toPrecision(2)})`;
  }
  const columns = targets.length + (options.intercept ? 1 : 0);
  writeRightHandSides(view(workspace, blocks.rhs), problem, targets, options.intercept);
  factorisation.solve(columns, blocks.rhs);
  const { coefficients, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, targets.length, options.intercept);
  if (!allFinite(coefficients)) throw singular(problem, lambda, norm, null, condition);
  const kept = solver === "cholesky" ? factorisation.solve : null;
  return {
    solver,
    rank: null,
    reason,
    warnings: warningsAbout(condition),
    condition,
    coefficients,
    intercepts,
    solve: kept,
    clear: true,
    half: "upper",
  };
}

/** By the eigenvalues of G, which need no G that can be factored. */
export function leastNorm({ workspace, problem, blocks, lambda, targets, norm, options, progress }: Group, why: string): Solution {
  const { n, weights } = problem;
  assembleGram(workspace, problem, blocks, progress.during("gram"));
  const K = { rows: n, cols: n, data: view(workspace, blocks.K) };
  const Y = { rows: n, cols: targets.length, data: writeRightHandSides(new Float64Array(n * targets.length), problem, targets, false) };
  const { rank, tolerance, clear, invert, coefficients, intercepts } = minimumNorm(
    K,
    weights,
    lambda,
    Y,
    options.intercept,
    progress.during("eigen"),
  );
  const found =
    rank < n ? `rank ${rank} of ${n} at the tolerance ${tolerance.toPrecision(2)}, so the solution of least norm` : `full rank ${n}`;
  const reason = `${why}; by eigenvalues: ${found}`;
  const solve: Solve = (columns, X) => invertColumns(view(workspace, X), n, columns, invert);
  // where K is singular 1/λ is an eigenvalue of G⁻¹, or about w/λ for the largest of the weights
  const condition = norm * (lambda > 0 && rank < n ? (weights ? largest(weights) : 1) / lambda : inverseNormOf(n, invert));
  return { solver: "eigen", rank, reason, warnings: [], condition, coefficients, intercepts, solve, clear, half: "upper" };
}

/** Factors G = K + λW⁻¹ in place of K: by Cholesky if it is positive definite, else, where allowed, by LU; for "auto" a pivot of 0 is a reason to go on. */
function factor(group: Group, ground: Ground): { readonly factorisation: Factorisation; readonly reason: string } | string {
  const { workspace, problem, blocks, lambda, norm, progress } = group;
  const { solver } = group.options;
  const { n } = problem;
  let reason = 'solver "lu" was asked for';
  if (solver !== "lu") {
    const outcome = ground.factor(workspace, asMatrix(blocks.K, n, n), progress.during("factor"));
    if (!brokeDown(outcome)) return { factorisation: outcome, reason: "K + λI is positive definite" };
    if (solver === "cholesky") throw notPositiveDefinite(problem, lambda, norm, outcome);
    reason = `K + λI is not positive definite (pivot ${outcome.pivot} is ${outcome.value.toPrecision(3)}), so LU with partial pivoting`;
    restore(workspace, n, blocks);
    addRidge(workspace, problem, blocks, lambda);
  }
  const outcome = factorLu(workspace, asMatrix(blocks.K, n, n), blocks.pivots, progress.during("factor"));
  if (!brokeDown(outcome)) return { factorisation: outcome, reason };
  if (solver === "lu") throw singular(problem, lambda, norm, outcome.pivot, Infinity);
  return `K + λI is singular (pivot ${outcome.pivot} of ${n} is 0)`;
}

/** Every column of X (n × columns) inverted. */
function invertColumns(X: Float64Array, n: number, columns: number, invert: (x: Float64Array) => void): void {
  for (let c = 0; c < columns; c++) {
    const x = columnOf(X, columns, c).slice();
    invert(x);
    for (let i = 0; i < n; i++) X[i * columns + c] = x[i] as number;
  }
}

/** An estimate of ‖G⁻¹‖ in the ∞-norm, G being symmetric. */
function inverseNormOf(n: number, invert: (x: Float64Array) => void): number {
  const x = new Float64Array(n);
  const solve = (): void => invert(x);
  return inverseNorm(x, solve, solve);
}

function warningsAbout(condition: number): readonly string[] {
  if (condition * Number.EPSILON < 1) return [];
  return [
    `K + λI is singular to working precision (condition number ${condition.toPrecision(2)}): the coefficients carry no reliable digits; a larger lambda makes them meaningful`,
  ];
}
