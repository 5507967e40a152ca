import { featureSpaceDimension } from "../kernels/feature-space";
import { rowOf } from "../matrix";
import { type Block, bytesOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import { infinityNorm, multiply, subtractSymmetricDoubled, symm } from "../wasm/products";
import type { Watch } from "../watch";
import { notPositiveDefinite, singular } from "./breakdown";
import { inverseNorm } from "./condition";
import { equalRows } from "./equal-rows";
import { NEGLIGIBLE, type Yardstick, yardstickOf } from "./error-bar";
import { brokeDown, type Factorisation, factorCholesky, factorLu } from "./factorisation";
import { contactOf } from "./first-contact";
import { type Answer, columnOf, judge, magnitude, type Remainder, remainderOf } from "./judgement";
import { eigenBytes, minimumNorm } from "./minimum-norm";
import { noiseOf } from "./noise";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { gather, groupTargets, type Judgement, type Part, type RidgeSolution } from "./ridge-parts";
import { addRidge, correction, keepDiagonal, restore, rightHandSides, separateIntercept } from "./ridge-system";

export type RidgeSolver = "auto" | "cholesky" | "lu" | "eigen";

interface RidgeOptions {
  readonly solver: RidgeSolver;
  readonly intercept: boolean;
}

type Blocks = Readonly<Record<"program" | "given" | "K" | "diagonal" | "rhs" | "product" | "pivots" | "work", Block>>;

/** The targets that share a λ, and all that is needed to solve for them. */
interface Group {
  readonly workspace: Workspace;
  readonly problem: Problem;
  readonly blocks: Blocks;
  readonly noise: Float64Array | null;
  readonly yard: Yardstick;
  readonly lambda: number;
  readonly targets: readonly number[];
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  readonly options: RidgeOptions;
  readonly progress: Watch;
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
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    keepDiagonal(workspace, n, blocks);
    const noise = noiseOf(problem);
    const own = view(workspace, blocks.diagonal).map((value, i) => value - (noise?.[i] ?? 0));
    const yard = yardstickOf(problem, own, noise);
    const contact = contactOf(problem, view(workspace, blocks.K), yard);
    let overwritten = false;
    let bytes = bytesOf(sizes);
    const parts = groupTargets(lambdas).map(([lambda, targets]) => {
      if (overwritten) restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, lambda);
      const norm = infinityNorm(workspace, n, blocks.K);
      const part = solveGroup({ workspace, problem, blocks, noise, yard, lambda, targets, norm, options, progress });
      overwritten = part.solver === "cholesky";
      if (part.solver === "eigen") bytes = bytesOf(sizes) + eigenBytes(n);
      return { ...part, warnings: [...part.warnings, ...contact] };
    });
    return gather(parts, n, t, bytes);
  });
}

function solveGroup(group: Group): Part {
  const { targets, lambda, norm, options } = group;
  const outcome = options.solver === "eigen" ? 'solver "eigen" was asked for' : direct(group);
  const solution = typeof outcome === "string" ? leastNorm(group, outcome) : outcome;
  const answer = { targets, lambda, norm, intercept: options.intercept, ...solution };
  const left = remainder(group, answer);
  const judgement = doubted(group, solution, left, judge(group.problem, group.yard, answer, left));
  const { factorisation, ...part } = answer;
  if (!factorisation || judgement.excess <= NEGLIGIBLE) return { ...part, ...judgement };
  return refined(group, factorisation, { ...part, ...judgement });
}

/**
 * Without ridge the part of y where eigenvalues were taken for 0 is missed. It is in doubt where the rank should be higher: that of as many features, or points
 * that differ; where neither tells, if the rank was a close decision.
 */
function doubted(
  { problem, yard, lambda, targets }: Group,
  { rank, clear }: Solution,
  { missed }: Remainder,
  judgement: Judgement,
): Judgement {
  const { kernel, precomputed, X, n } = problem;
  if (rank === null || rank === n || lambda > 0) return judgement;
  const distinct = n - equalRows(X).length;
  const features = precomputed ? null : featureSpaceDimension(kernel, rowOf(X, 0));
  if (rank >= Math.min(distinct, features ?? (clear ? rank : n))) return judgement;
  const excesses = targets.map((q, c) => magnitude(columnOf(missed, targets.length, c)) / (yard.deviations[q] as number));
  return { ...judgement, excess: Math.max(judgement.excess, ...excesses.filter((value) => value > 0)) };
}

interface Solution extends Omit<Part, "targets" | keyof Judgement> {
  /** Of G, where K outlives it. */
  readonly factorisation: Factorisation | null;
  /** Whether the rank, where there is one, was no close decision. */
  readonly clear: boolean;
}

/** y − b − Gα with Kα from the K in memory: above the diagonal Cholesky left K as it was, LU did not. */
function remainder({ workspace, problem, blocks, noise, progress }: Group, answer: Answer & { readonly solver: string }): Remainder {
  const { n } = problem;
  const count = answer.targets.length;
  view(workspace, blocks.rhs).set(answer.coefficients);
  view(workspace, blocks.product).fill(0);
  if (answer.solver !== "lu") {
    symm(workspace, n, count, blocks.K, blocks.diagonal, blocks.rhs, blocks.product);
  } else {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    multiply(workspace, n, count, blocks.K, blocks.rhs, blocks.product);
  }
  return remainderOf(problem, noise, answer, view(workspace, blocks.product), n);
}

/** Corrections: each takes the error down by the condition number times ε, until the digits of α end. */
const CORRECTIONS = 3;

/** The part with α and b corrected by residuals in twice the digits, as long as that makes its error bar smaller. */
function refined(group: Group, factorisation: Factorisation, part: Part & Answer): Part {
  const { problem, yard } = group;
  let best = part;
  let remainder = doubledRemainder(group, best);
  best = { ...best, ...judge(problem, yard, best, remainder) };
  for (let pass = 0; pass < CORRECTIONS && best.excess > NEGLIGIBLE; pass++) {
    const answer = { ...best, ...corrected(group, factorisation, best, remainder.residual) };
    remainder = doubledRemainder(group, answer);
    const judgement = judge(problem, yard, answer, remainder);
    if (!(judgement.excess < best.excess)) break;
    best = { ...answer, ...judgement };
  }
  return best;
}

/** The same remainder with the sums Kα in twice the digits, rounded once. */
function doubledRemainder({ workspace, problem, blocks, noise }: Group, answer: Answer): Remainder {
  const { n, t, Y, weights } = problem;
  const { targets, lambda, coefficients, intercepts } = answer;
  const count = targets.length;
  const missed = new Float64Array(n * count);
  const residual = new Float64Array(n * count);
  const [X, R] = [slice(blocks.rhs, 0, n), slice(blocks.product, 0, n)];
  for (let c = 0; c < count; c++) {
    const x = view(workspace, X);
    const r = view(workspace, R);
    for (let i = 0; i < n; i++) {
      const alpha = coefficients[i * count + c] as number;
      x[i] = alpha;
      r[i] = (Y.data[i * t + (targets[c] as number)] as number) - (intercepts[c] as number) - (lambda / (weights?.[i] ?? 1)) * alpha;
    }
    subtractSymmetricDoubled(workspace, n, blocks.K, blocks.diagonal, X, R, blocks.work);
    for (let i = 0; i < n; i++) {
      const alpha = coefficients[i * count + c] as number;
      residual[i * count + c] = r[i] as number;
      missed[i * count + c] = (r[i] as number) + (lambda / (weights?.[i] ?? 1) + (noise?.[i] ?? 0)) * alpha;
    }
  }
  return { missed, residual, roundings: 1 };
}

/** α and b of the equations whose right-hand side is what is missing. */
function corrected({ workspace, problem, blocks, options }: Group, factorisation: Factorisation, answer: Answer, residual: Float64Array) {
  const { n } = problem;
  const count = answer.targets.length;
  const columns = count + (options.intercept ? 1 : 0);
  view(workspace, blocks.rhs).set(withOnes(residual, n, count, columns));
  factorisation.solve(columns, blocks.rhs);
  return correction(view(workspace, blocks.rhs), answer, n, options.intercept);
}

/** A matrix of `count` columns with columns of ones up to `columns`. */
function withOnes(values: Float64Array, n: number, count: number, columns: number): Float64Array {
  if (columns === count) return values;
  const wide = new Float64Array(n * columns).fill(1);
  for (let i = 0; i < n; i++) wide.set(values.subarray(i * count, (i + 1) * count), i * columns);
  return wide;
}

/** By a factorisation of G in place of K; or the reason why "auto" has to do without one. */
function direct(group: Group): Solution | string {
  const { workspace, problem, blocks, lambda, norm, targets, options } = group;
  const { n } = problem;
  const automatic = options.solver === "auto";
  const factored = factor(group);
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
  const kept = solver === "cholesky" ? factorisation : null;
  return {
    solver,
    rank: null,
    reason,
    warnings: warningsAbout(condition),
    condition,
    coefficients,
    intercepts,
    factorisation: kept,
    clear: true,
  };
}

/** By the eigenvalues of G, which need no G that can be factored. */
function leastNorm({ workspace, problem, blocks, lambda, targets, norm, options, progress }: Group, why: string): Solution {
  const { n, weights } = problem;
  assembleGram(workspace, problem, blocks, progress.during("gram"));
  const K = { rows: n, cols: n, data: view(workspace, blocks.K) };
  const Y = { rows: n, cols: targets.length, data: rightHandSides(problem, targets, false) };
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
  const condition = norm * (lambda > 0 && rank < n ? largestWeight(weights) / lambda : inverseNormOf(n, invert));
  return { solver: "eigen", rank, reason, warnings: [], condition, coefficients, intercepts, factorisation: null, clear };
}

/** Factors G = K + λW⁻¹ in place of K: by Cholesky if it is positive definite, else, where allowed, by LU; for "auto" a pivot of 0 is a reason to go on. */
function factor(group: Group): { readonly factorisation: Factorisation; readonly reason: string } | string {
  const { workspace, problem, blocks, lambda, norm, progress } = group;
  const { solver } = group.options;
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

/** Of the eigenvalues of G⁻¹ where K is singular: 1/λ, or about w/λ for the largest of the weights. */
function largestWeight(weights: Float64Array | null): number {
  return weights ? weights.reduce((most, w) => Math.max(most, w), 0) : 1;
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
