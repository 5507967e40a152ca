import { type Block, bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { infinityNorm, multiply, symm } from "../wasm/products";
import type { Watch } from "../watch";
import { notPositiveDefinite, singular } from "./breakdown";
import { brokeDown, type Factorisation, factorCholesky, factorLu } from "./factorisation";
import { minimumNorm } from "./minimum-norm";
import { noiseOf } from "./noise";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { addRidge, keepDiagonal, restore, rightHandSides, separateIntercept } from "./ridge-system";

export type RidgeSolver = "auto" | "cholesky" | "lu" | "eigen";

export interface RidgeSolution {
  /** α, n × t */
  readonly coefficients: Float64Array;
  /** b, one per target; 0 without intercept */
  readonly intercepts: Float64Array;
  readonly solver: string;
  readonly reason: string;
  readonly warnings: readonly string[];
  /** Null where the route does not tell. */
  readonly rank: number | null;
  readonly conditionEstimate: number;
  readonly backwardError: number;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
}

interface RidgeOptions {
  readonly solver: RidgeSolver;
  readonly intercept: boolean;
}

type Blocks = Readonly<Record<"program" | "given" | "K" | "diagonal" | "rhs" | "product" | "pivots" | "work", Block>>;

/** The solutions for the targets that share a λ, n × targets, and where they come from. */
interface Part {
  readonly targets: readonly number[];
  readonly solver: string;
  readonly rank: number | null;
  readonly reason: string;
  readonly warnings: readonly string[];
  readonly condition: number;
  readonly coefficients: Float64Array;
  readonly intercepts: readonly number[];
  readonly losses: readonly number[];
  readonly backwardError: number;
}

/**
 * Kernel ridge regression: G α = y − b with G = K + λW⁻¹, λ for each target its own; b = 1ᵀG⁻¹y / 1ᵀG⁻¹1 with an intercept, else 0.
 *
 * G is factored once for every distinct λ. With weights this is α = W^½(W^½KW^½ + λI)⁻¹W^½y, without the scaling. For a singular G "auto" and
 * "eigen" give the solution of least norm among those of least loss.
 *
 * @throws "not-positive-definite" (solver "cholesky") or "singular" (solver "lu") when G cannot be solved with
 */
export function solveRidge(problem: Problem, lambdas: Float64Array, options: RidgeOptions, progress: Watch): RidgeSolution {
  const { n, t } = problem;
  const columns = t + (options.intercept ? 1 : 0);
  const sizes = {
    ...gramSizes(problem),
    diagonal: n,
    rhs: n * columns,
    product: n * columns,
    pivots: Math.ceil(n / 2),
    work: n,
  };
  const parts = withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    keepDiagonal(workspace, n, blocks);
    const noise = noiseOf(problem);
    let overwritten = false;
    return groupTargets(lambdas).map(([lambda, targets]) => {
      if (overwritten) restore(workspace, n, blocks);
      const part = solveGroup(workspace, problem, blocks, noise, lambda, targets, options, progress);
      overwritten = part.solver === "cholesky";
      return part;
    });
  });
  return { ...gather(parts, n, t), bytes: bytesOf(sizes) };
}

export function gather(parts: readonly Part[], n: number, t: number): Omit<RidgeSolution, "bytes"> {
  const coefficients = new Float64Array(n * t);
  const intercepts = new Float64Array(t);
  const trainingLoss = new Array<number>(t).fill(0);
  for (const { targets, ...part } of parts) {
    targets.forEach((q, c) => {
      intercepts[q] = part.intercepts[c] as number;
      trainingLoss[q] = part.losses[c] as number;
      for (let i = 0; i < n; i++) coefficients[i * t + q] = part.coefficients[i * targets.length + c] as number;
    });
  }
  return {
    coefficients,
    intercepts,
    trainingLoss,
    solver: unique(parts.map((part) => part.solver)).join(", "),
    rank: parts.every((part) => part.rank !== null) ? Math.min(...parts.map((part) => part.rank as number)) : null,
    reason: unique(parts.map((part) => part.reason)).join("; "),
    warnings: unique(parts.flatMap((part) => part.warnings)),
    conditionEstimate: Math.max(...parts.map((part) => part.condition)),
    backwardError: Math.max(...parts.map((part) => part.backwardError)),
  };
}

function solveGroup(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  noise: Float64Array | null,
  lambda: number,
  targets: readonly number[],
  options: RidgeOptions,
  progress: Watch,
): Part {
  const { n } = problem;
  const norm = normOf(workspace, problem, blocks, lambda);
  const outcome =
    options.solver === "eigen"
      ? 'solver "eigen" was asked for'
      : direct(workspace, problem, blocks, lambda, norm, targets, options, progress);
  const solution =
    typeof outcome === "string" ? leastNorm(workspace, problem, blocks, lambda, targets, options, outcome, progress) : outcome;
  // h = Kα: above the diagonal Cholesky left K as it was, LU did not
  view(workspace, blocks.rhs).set(solution.coefficients);
  view(workspace, blocks.product).fill(0);
  if (solution.solver !== "lu") {
    symm(workspace, n, targets.length, blocks.K, blocks.diagonal, blocks.rhs, blocks.product);
  } else {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    multiply(workspace, n, targets.length, blocks.K, blocks.rhs, blocks.product);
  }
  const { coefficients, intercepts } = solution;
  return {
    targets,
    ...solution,
    ...judge(problem, noise, targets, lambda, norm, coefficients, intercepts, view(workspace, blocks.product)),
  };
}

type Solution = Omit<Part, "targets" | "losses" | "backwardError">;

/** ‖G‖ in the ∞-norm; K is left as it is. */
function normOf(workspace: Workspace, problem: Problem, blocks: Blocks, lambda: number): number {
  addRidge(workspace, problem, blocks, lambda);
  return infinityNorm(workspace, problem.n, blocks.K);
}

/** By a factorisation of G in place of K; or the reason why "auto" has to do without one. */
function direct(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  lambda: number,
  norm: number,
  targets: readonly number[],
  options: RidgeOptions,
  progress: Watch,
): Solution | string {
  const { n } = problem;
  const automatic = options.solver === "auto";
  const factored = factor(workspace, problem, blocks, lambda, norm, options.solver, progress);
  if (typeof factored === "string") return factored;
  const { factorisation, reason } = factored;
  const condition = factorisation.condition(norm, blocks.work);
  const { solver } = factorisation;
  if (automatic && condition * Number.EPSILON >= 1 && (lambda === 0 || solver === "lu")) {
    return `K + λI is singular to working precision (condition number ${condition.toPrecision(2)})`;
  }
  const columns = targets.length + (options.intercept ? 1 : 0);
  view(workspace, blocks.rhs).set(rightHandSides(problem, targets, options.intercept));
  factorisation.solve(columns, blocks.rhs);
  const { coefficients, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, targets.length, options.intercept);
  if (!coefficients.every(Number.isFinite)) throw singular(problem, lambda, norm, null, condition);
  return { solver, rank: null, reason, warnings: warningsAbout(condition), condition, coefficients, intercepts };
}

/** By the eigenvalues of G, which need no G that can be factored. */
function leastNorm(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  lambda: number,
  targets: readonly number[],
  { intercept }: RidgeOptions,
  why: string,
  progress: Watch,
): Solution {
  const { n, weights } = problem;
  assembleGram(workspace, problem, blocks, progress.during("gram"));
  const K = { rows: n, cols: n, data: view(workspace, blocks.K).slice() };
  const Y = { rows: n, cols: targets.length, data: rightHandSides(problem, targets, false) };
  const { rank, tolerance, ...solution } = minimumNorm(K, weights, lambda, Y, intercept, progress.during("eigen"));
  const found =
    rank < n ? `rank ${rank} of ${n} at the tolerance ${tolerance.toPrecision(2)}, so the solution of least norm` : `full rank ${n}`;
  return { solver: "eigen", rank, reason: `${why}; by eigenvalues: ${found}`, warnings: [], ...solution };
}

/** Factors G = K + λW⁻¹ in place of K: by Cholesky if it is positive definite, else, where allowed, by LU; for "auto" a pivot of 0 is a reason to go on. */
function factor(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  lambda: number,
  norm: number,
  solver: RidgeSolver,
  progress: Watch,
): { readonly factorisation: Factorisation; readonly reason: string } | string {
  const { n } = problem;
  let reason = 'solver "lu" was asked for';
  if (solver !== "lu") {
    const outcome = factorCholesky(workspace, n, blocks.K, progress.during("factor"));
    if (!brokeDown(outcome)) return { factorisation: outcome, reason: "K + λI is positive definite" };
    if (solver === "cholesky") throw notPositiveDefinite(problem, lambda, norm, outcome);
    reason = `K + λI is not positive definite (pivot ${outcome.pivot} is ${outcome.value.toPrecision(3)}), so LU with partial pivoting`;
    restore(workspace, n, blocks);
    addRidge(workspace, problem, blocks, lambda);
  }
  const outcome = factorLu(workspace, n, blocks.K, blocks.pivots, progress.during("factor"));
  if (!brokeDown(outcome)) return { factorisation: outcome, reason };
  if (solver === "lu") throw singular(problem, lambda, norm, outcome.pivot, Infinity);
  return `K + λI is singular (pivot ${outcome.pivot} of ${n} is 0)`;
}

/** Residual of the equations and of the fit: ‖y − b − Gα‖ / (‖G‖‖α‖ + ‖y‖), and Σ w (h − y)² per target. */
function judge(
  { n, t, Y, weights }: Problem,
  noise: Float64Array | null,
  targets: readonly number[],
  lambda: number,
  norm: number,
  coefficients: Float64Array,
  intercepts: readonly number[],
  product: Float64Array,
): { readonly losses: readonly number[]; readonly backwardError: number } {
  let backwardError = 0;
  const losses = targets.map((q, c) => {
    let loss = 0;
    let residual = 0;
    let alphaNorm = 0;
    let yNorm = 0;
    for (let i = 0; i < n; i++) {
      const y = Y.data[i * t + q] as number;
      const w = weights?.[i] ?? 1;
      const alpha = coefficients[i * targets.length + c] as number;
      const error = y - (product[i * targets.length + c] as number) - (intercepts[c] as number);
      const missed = error + (noise?.[i] ?? 0) * alpha;
      loss += w * missed * missed;
      residual = Math.max(residual, Math.abs(error - (lambda / w) * alpha));
      alphaNorm = Math.max(alphaNorm, Math.abs(alpha));
      yNorm = Math.max(yNorm, Math.abs(y));
    }
    backwardError = Math.max(backwardError, residual === 0 ? 0 : residual / (norm * alphaNorm + yNorm));
    return loss;
  });
  return { losses, backwardError };
}

/** Targets by their λ, in order of first appearance. */
export function groupTargets(lambdas: Float64Array): [lambda: number, targets: number[]][] {
  const groups = new Map<number, number[]>();
  lambdas.forEach((lambda, q) => {
    const group = groups.get(lambda);
    if (group) group.push(q);
    else groups.set(lambda, [q]);
  });
  return [...groups];
}

function warningsAbout(condition: number): readonly string[] {
  if (condition * Number.EPSILON < 1) return [];
  return [
    `K + λI is singular to working precision (condition number ${condition.toPrecision(2)}): the coefficients carry no reliable digits; a larger lambda makes them meaningful`,
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
