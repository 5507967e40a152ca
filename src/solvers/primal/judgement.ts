import { copied, withMatrices, zeros } from "../../core/matrices";
import { elementsOf } from "../../core/matrix-view";
import { addTransposed, multiply, roundingsOf, subtractDoubled } from "../../core/products";
import { product, transposedProduct, transposedProductDoubled } from "../../dense/products";
import { inverseNormOf } from "../../dense/woodbury";
import { columnOf, type Matrix } from "../../matrix";
import { positionOfLargest, sumOfMagnitudes } from "../../matrix/vectors";
import type { Problem } from "../../problem/problem";
import { structuralRank } from "../../problem/structural-rank";
import { type ErrorBar, NEGLIGIBLE } from "../../proof/error-bar";
import { worse } from "../../proof/gap-bound";
import { doubted, judge, type Remainder, remainderBy, remainderOf, withoutGram } from "../ridge/judgement";
import type { Answer, Judgement, Part } from "../ridge/parts";
import { primalBar } from "./bar";
import type { FeatureGroup } from "./group";

/** Loss, backward error and error bar of α, by sums in twice the digits where those of plain ones do not suffice, and where there is a better one the bar of w = Φᵀα. */
export function judgeAlpha(group: FeatureGroup, alpha: Float64Array, norm: number): Omit<Part, "origin"> {
  const { problem, features, yard, noise, lambda, targets, intercept, solution } = group;
  const { phi, K, rounding } = features;
  const coefficients = { rows: phi.rows, cols: targets.length, data: alpha };
  const w = { rows: phi.cols, cols: targets.length, data: transposedProduct(phi, coefficients) };
  const answer: Answer = { targets, lambda, coefficients: alpha, intercepts: Array.from(solution.intercepts), norm, intercept };
  const sums = K ? product(K, coefficients) : product(phi, w);
  const plain = remainderOf(problem, noise, answer, sums, K ? phi.rows : roundingsOf(phi.rows) + phi.cols + 2 * (rounding ?? 0));
  const first = judge(problem, yard, answer, plain);
  if (lambda === 0) {
    const carried = { ...first, excess: Math.max(first.excess, ...carriedBy(group, w)) };
    const rank = features.rank ?? solution.rank;
    return { answer, judgement: rank < (structuralRank(problem) ?? 0) ? doubted(carried, plain, answer, yard) : carried };
  }
  if (Math.max(first.excess, first.claimed) <= NEGLIGIBLE) return { answer, judgement: first };
  const exact = { ...w, data: transposedProductDoubled(phi, coefficients) };
  const sides = K ? { A: K, X: coefficients } : { A: phi, X: exact };
  const judgement = judge(problem, yard, answer, doubledRemainder(problem, noise, answer, sides, 2 + 2 * (rounding ?? 0)));
  if (judgement.excess <= NEGLIGIBLE || rounding === null || !yard.provable) return { answer, judgement };
  return { answer, judgement: better(judgement, featureBars(group, alpha, exact, rounding)) };
}

/** The judgement with the error bars of the features where they are smaller. */
function better(judgement: Judgement, bars: readonly ErrorBar[]): Judgement {
  const excess = Math.max(...bars.map((bar) => bar.excess));
  if (!(excess < judgement.excess)) return judgement;
  const claimed = Math.max(...bars.map((bar) => bar.claimed));
  return { ...judgement, excess, claimed, errorBound: bars.map((bar) => bar.bound).reduce(worse) };
}

function featureBars(
  { problem, features, yard, lambda, targets, intercept, solution }: FeatureGroup,
  alpha: Float64Array,
  w: Matrix,
  rounding: number,
): ErrorBar[] {
  const count = targets.length;
  return targets.map((q, c) =>
    primalBar(yard, q, {
      phi: features.phi,
      rounding,
      y: columnOf(problem.Y.data, problem.t, q),
      alpha: columnOf(alpha, count, c),
      w: columnOf(w.data, count, c),
      b: intercept ? (solution.intercepts[c] as number) : null,
      centre: problem.centres?.[q] ?? 0,
      lambda,
    }),
  );
}

/** y − b − Gα with the sums Kα = A·X in twice the digits, rounded once. */
function doubledRemainder(
  problem: Problem,
  noise: Float64Array | null,
  answer: Answer,
  { A, X }: { readonly A: Matrix; readonly X: Matrix },
  roundings: number,
): Remainder {
  const Y = { rows: A.rows, cols: X.cols, data: withoutGram(problem, answer) };
  const { data } = withMatrices({ A, X, Y, zero: zeros(Y.rows, Y.cols) }, (placed, workspace) => {
    subtractDoubled(workspace, placed.A, placed.X, placed.zero, placed.Y);
    return copied(workspace, placed.Y);
  });
  return remainderBy(problem, noise, answer, data, roundings);
}

/** How far Φw of the weights that α stands for is from that of the solution, in deviations of y, by target. */
function carriedBy({ features: { phi }, yard, targets, solution }: FeatureGroup, w: Matrix): number[] {
  const difference = { ...w, data: w.data.map((value, at) => value - (solution.weights.data[at] as number)) };
  const missed = product(phi, difference);
  return targets.map((q, c) => {
    const most = columnOf(missed, targets.length, c).reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    return most === 0 ? 0 : most / (yard.deviations[q] as number);
  });
}

/**
 * ‖G‖ in the ∞-norm, nearly always exactly: the largest row sum of K is that of the row which Σ_j ±k_ij, the signs those of the row sums, is largest for.
 *
 * Source: W. W. Hager, Condition estimates, SIAM J. Sci. Stat. Comput. 5 (1984), one step.
 */
export function normOf({ problem, features, lambda }: FeatureGroup): number {
  const { phi, K } = features;
  const A = K ?? phi;
  const { rows: n, cols } = A;
  return withMatrices({ A, x: zeros(n), w: zeros(cols), h: zeros(n) }, (placed, workspace) => {
    const own = (i: number): number => lambda / (problem.weights?.[i] ?? 1);
    const G = (x: Float64Array): Float64Array => {
      elementsOf(workspace, placed.x).set(x);
      elementsOf(workspace, placed.w).fill(0);
      if (!K) addTransposed(workspace, placed.A, placed.x, placed.w);
      const h = elementsOf(workspace, placed.h).fill(0);
      multiply(workspace, placed.A, K ? placed.x : placed.w, placed.h);
      return h.map((sum, i) => sum + own(i) * (x[i] as number));
    };
    const sums = G(new Float64Array(n).fill(1));
    const signed = G(sums.map((sum) => (sum < 0 ? -1 : 1)));
    const row = positionOfLargest(signed);
    return sumOfMagnitudes(G(new Float64Array(n).fill(1, row, row + 1)));
  });
}

/** Estimate of ‖G‖‖G⁻¹‖ in the ∞-norm; without ridge that of the features. */
export function conditionOf({ problem, features, noise, lambda, solution }: FeatureGroup, norm: number): number | null {
  const { phi } = features;
  if (lambda === 0) return solution.conditionEstimate;
  // K is singular: 1/λ is the largest eigenvalue of G⁻¹
  if (!problem.weights && !noise && phi.cols < problem.n) return norm / lambda;
  const ridge = Float64Array.from({ length: problem.n }, (_, i) => lambda / (problem.weights?.[i] ?? 1));
  const inverse = inverseNormOf(phi, ridge);
  return inverse === null ? null : norm * inverse;
}
