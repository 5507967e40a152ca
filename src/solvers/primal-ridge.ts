import { columnOf, type Matrix, transpose } from "../matrix";
import { view, withBlocks } from "../wasm/memory";
import { multiply, multiplyTransposed, subtractDoubled } from "../wasm/products";
import { type ErrorBar, NEGLIGIBLE, type Yardstick, yardstickOf } from "./error-bar";
import { doubted, judge, type Remainder, remainderOf } from "./judgement";
import { minimumNormLeastSquares } from "./least-squares";
import { noiseOf } from "./noise";
import { center, type PrimalSolution, scaleRows, solvePrimal } from "./primal";
import { primalBar, squaredLengths } from "./primal-bar";
import type { Problem } from "./problem";
import { type Answer, gather, groupTargets, type Judgement, largest, type RidgeSolution } from "./ridge-parts";
import { structuralRank } from "./structural-rank";
import { inverseNormOf } from "./woodbury";

/** Features whose products are the kernel's, K = ΦΦᵀ, and what to say of them. */
export interface Features {
  readonly phi: Matrix;
  readonly solver: string;
  readonly reason: string;
  /** Of Φ, where it is known beforehand. */
  readonly rank: number | null;
  /** η of explicit features in units of u; null where ΦΦᵀ is K only nearly, and K itself is given. */
  readonly rounding: number | null;
  /** K where Φ is but a factor of it. */
  readonly K: Matrix | null;
  /** Bytes that were held at once when they were made. */
  readonly bytes: number;
}

/** The targets that share a λ, in the space of the features. */
interface Group {
  readonly problem: Problem;
  readonly features: Features;
  readonly yard: Yardstick;
  readonly noise: Float64Array | null;
  readonly lambda: number;
  readonly targets: readonly number[];
  readonly intercept: boolean;
  readonly solution: PrimalSolution;
}

/**
 * Kernel ridge regression in the space of the features, K = ΦΦᵀ: with A = W^½Φ,
 *
 *     w = argmin ‖A w − W^½y‖² + λ‖w‖²,   α = W^½((Aᵀ)⁺w + r/λ),   r = (I − AA⁺)W^½y
 *
 * the part of α in the range of A from w, and only the part orthogonal to it from the residual, whose rounding λ magnifies. Without ridge
 * α = W^½(Aᵀ)⁺w is the solution of least norm. With an intercept w is that of centred features, and with a ridge so is A, so that 1ᵀα = 0.
 *
 * Where that α cannot carry w to the predictions, α = W^½(Aᵀ)⁺w and α = W(y − b − Φw)/λ are tried: the one of the smallest error bar is taken.
 */
export function solvePrimalRidge(problem: Problem, features: Features, lambdas: Float64Array, intercept: boolean): RidgeSolution {
  const { Y, weights, n, t } = problem;
  const { phi, solver, reason } = features;
  const noise = noiseOf(problem);
  const yard = yardstickOf(problem, diagonalOf(features, noise), noise);
  // Φ, W^½Φ and K stay beside what a factorisation takes
  const held = 2 * phi.data.byteLength + (features.K?.data.byteLength ?? 0);
  let bytes = features.bytes;
  const parts = groupTargets(lambdas).map(([lambda, targets]) => {
    const chosen = columnsOf(Y, targets);
    const solution = solvePrimal({ phi, Y: chosen, sampleWeights: weights }, lambda, intercept);
    bytes = Math.max(bytes, held + solution.bytes);
    const group = { problem, features, yard, noise, lambda, targets, intercept, solution };
    const { note, rank, condition, answer, judgement } = bestOf(group, chosen);
    const from = `${reason}: ${solution.reason}${note}`;
    const origin = { solver, rank: lambda > 0 ? features.rank : rank, reason: from, warnings: solution.warnings, condition };
    return { origin, answer, judgement };
  });
  return gather(parts, n, t, bytes);
}

interface Judged {
  readonly answer: Answer;
  readonly judgement: Judgement;
  readonly condition: number | null;
  readonly note: string;
  readonly rank: number;
}

/** The first α whose error bar is negligible, else the one whose bar is smallest. */
function bestOf(group: Group, chosen: Matrix): Judged {
  const { lambda, intercept, solution, problem } = group;
  const A = prepared(group.features.phi, problem.weights, intercept && lambda > 0);
  const inRange = minimumNormLeastSquares(transpose(A), solution.weights);
  const shortest = inRange.solution.data;
  const norm = normOf(group);
  const condition = conditionOf(group, norm);
  const judged = (alpha: Float64Array, note: string): Judged => ({
    ...judgeAlpha(group, alpha, norm),
    condition,
    note,
    rank: inRange.rank,
  });
  if (lambda === 0) return judged(weighted(shortest, problem.weights), "; coefficients of least norm");
  let best = judged(weighted(withRest(A, prepared(chosen, problem.weights, intercept), shortest, lambda), problem.weights), "");
  for (const [note, make] of [
    ["; coefficients of least norm, since all of them would drown the predictions", () => weighted(shortest, problem.weights)],
    ["; coefficients from what w leaves of y", () => fromResidual(group, chosen)],
  ] as const) {
    if (best.judgement.excess <= NEGLIGIBLE) break;
    const other = judged(make(), note);
    if (other.judgement.excess < best.judgement.excess) best = other;
  }
  return best;
}

/** Estimate of ‖G‖‖G⁻¹‖ in the ∞-norm; without ridge that of the features. */
function conditionOf({ problem, features, noise, lambda, solution }: Group, norm: number): number | null {
  const { phi } = features;
  if (lambda === 0) return solution.conditionEstimate;
  // K is singular: 1/λ is the largest eigenvalue of G⁻¹
  if (!problem.weights && !noise && phi.cols < problem.n) return norm / lambda;
  const ridge = Float64Array.from({ length: problem.n }, (_, i) => lambda / (problem.weights?.[i] ?? 1));
  const inverse = inverseNormOf(phi, ridge);
  return inverse === null ? null : norm * inverse;
}

/** (Aᵀ)⁺w + r/λ, r the part of Y outside the range of A. */
function withRest(A: Matrix, Y: Matrix, shortest: Float64Array, lambda: number): Float64Array {
  let rest = Y;
  // twice, as the first projection leaves its rounding in the range of A
  for (let pass = 0; pass < 2; pass++) rest = withoutRange(A, rest);
  return shortest.map((value, at) => value + (rest.data[at] as number) / lambda);
}

/** W(y − b − Φw)/λ */
function fromResidual({ problem, features, lambda, solution, intercept }: Group, chosen: Matrix): Float64Array {
  const { rows: n, cols } = chosen;
  const h = product(features.phi, solution.weights);
  const alpha = new Float64Array(n * cols);
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const at = i * cols + c;
      const missed = (chosen.data[at] as number) - (solution.intercepts[c] as number) - (h[at] as number);
      alpha[at] = ((problem.weights?.[i] ?? 1) * missed) / lambda;
      sum += alpha[at] as number;
    }
    // 1ᵀα = 0 beside an intercept, but for rounding
    if (intercept) for (let i = 0; i < n; i++) alpha[i * cols + c] = (alpha[i * cols + c] as number) - sum / n;
  }
  return alpha;
}

/** Loss, backward error and error bar of α, by sums in twice the digits where those of plain ones do not suffice, and where there is a better one the bar of w = Φᵀα. */
function judgeAlpha(group: Group, alpha: Float64Array, norm: number): Pick<Judged, "answer" | "judgement"> {
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
  const doubled = doubledRemainder(problem, noise, answer, K ? { A: K, X: coefficients } : { A: phi, X: w });
  const judgement = judge(problem, yard, answer, { ...doubled, roundings: 2 + 2 * (rounding ?? 0) });
  if (judgement.excess <= NEGLIGIBLE || rounding === null || !yard.provable) return { answer, judgement };
  return { answer, judgement: better(judgement, featureBars(group, alpha, w, rounding)) };
}

/** The judgement with the error bars of the features where they are smaller. */
function better(judgement: Judgement, bars: readonly ErrorBar[]): Judgement {
  const excess = Math.max(...bars.map((bar) => bar.excess));
  if (!(excess < judgement.excess)) return judgement;
  const claimed = Math.max(...bars.map((bar) => bar.claimed));
  return { ...judgement, excess, claimed, errorBound: largest(bars.map((bar) => bar.bound)) };
}

function featureBars(
  { problem, features, yard, lambda, targets, intercept, solution }: Group,
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
): Remainder {
  const { n, t, Y, weights } = problem;
  const { targets, lambda, coefficients, intercepts } = answer;
  const count = targets.length;
  const sizes = { A: A.rows * A.cols, X: A.cols * count, Y: n * count, zero: n * count };
  return withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.zero).fill(0);
    const left = view(workspace, blocks.Y);
    const ridge = (i: number): number => lambda / (weights?.[i] ?? 1);
    coefficients.forEach((alpha, at) => {
      const [i, c] = [Math.floor(at / count), at % count];
      left[at] = (Y.data[i * t + (targets[c] as number)] as number) - (intercepts[c] as number) - ridge(i) * alpha;
    });
    subtractDoubled(workspace, n, A.cols, count, blocks.A, false, blocks.X, blocks.zero, blocks.Y);
    const residual = view(workspace, blocks.Y).slice();
    const missed = residual.map((value, at) => {
      const i = Math.floor(at / count);
      return value + (ridge(i) + (noise?.[i] ?? 0)) * (coefficients[at] as number);
    });
    return { missed, residual, roundings: 2 };
  });
}

/** How far Φw of the weights that α stands for is from that of the solution, in deviations of y, by target. */
function carriedBy({ features: { phi }, yard, targets, solution }: Group, w: Matrix): number[] {
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
function normOf({ problem, features, noise, lambda }: Group): number {
  const { phi, K } = features;
  const A = K ?? phi;
  const { rows: n, cols } = A;
  return withBlocks({ A: n * cols, x: n, w: cols, h: n }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    const G = (x: Float64Array): Float64Array => {
      view(workspace, blocks.x).set(x);
      if (!K) multiplyTransposed(workspace, n, cols, blocks.A, blocks.x, blocks.w);
      view(workspace, blocks.h).fill(0);
      multiply(workspace, n, 1, blocks.A, K ? blocks.x : blocks.w, blocks.h, cols);
      const own = (i: number): number => lambda / (problem.weights?.[i] ?? 1) + (K ? 0 : (noise?.[i] ?? 0));
      return view(workspace, blocks.h).map((sum, i) => sum + own(i) * (x[i] as number));
    };
    const sums = G(new Float64Array(n).fill(1));
    const signed = G(sums.map((sum) => (sum < 0 ? -1 : 1)));
    const row = signed.reduce((best, sum, i) => (Math.abs(sum) > Math.abs(signed[best] as number) ? i : best), 0);
    return G(new Float64Array(n).fill(0).fill(1, row, row + 1)).reduce((total, value) => total + Math.abs(value), 0);
  });
}

/** k(x_i, x_i), white noise left out. */
function diagonalOf({ phi, K }: Features, noise: Float64Array | null): Float64Array {
  const n = phi.rows;
  if (K) return Float64Array.from({ length: n }, (_, i) => (K.data[i * (n + 1)] as number) - (noise?.[i] ?? 0));
  return squaredLengths(phi);
}

/** Rows that are summed before they are added to the whole, which keeps the roundings of a sum few. */
const ROWS = 64;

/** Roundings of an element of `transposedProduct`. */
function roundingsOf(rows: number): number {
  return ROWS + Math.ceil(rows / ROWS);
}

/** AᵀX, by blocks of rows. */
function transposedProduct({ rows, cols, data }: Matrix, X: Matrix): Float64Array {
  const t = X.cols;
  const sums = new Float64Array(cols * t);
  for (let first = 0; first < rows; first += ROWS) {
    const part = new Float64Array(cols * t);
    const end = Math.min(rows, first + ROWS);
    for (let i = first; i < end; i++) {
      for (let c = 0; c < t; c++) {
        const x = X.data[i * t + c] as number;
        for (let j = 0; j < cols; j++) part[j * t + c] = (part[j * t + c] as number) + (data[i * cols + j] as number) * x;
      }
    }
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (part[at] as number);
  }
  return sums;
}

/** A·X */
function product(A: Matrix, X: Matrix): Float64Array {
  const { rows, cols } = A;
  return withBlocks({ A: rows * cols, X: cols * X.cols, Y: rows * X.cols }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    view(workspace, blocks.X).set(X.data);
    view(workspace, blocks.Y).fill(0);
    multiply(workspace, rows, X.cols, blocks.A, blocks.X, blocks.Y, cols);
    return view(workspace, blocks.Y).slice();
  });
}

/** W^½ M, its weighted means taken away first where there is an intercept. */
function prepared(matrix: Matrix, weights: Float64Array | null, intercept: boolean): Matrix {
  const copy = { ...matrix, data: matrix.data.slice() };
  if (intercept) center(copy, weights);
  if (weights) scaleRows(copy, weights);
  return copy;
}

/** W^½v for the coefficients v of the weighted points, n × targets. */
function weighted(coefficients: Float64Array, weights: Float64Array | null): Float64Array {
  if (!weights) return coefficients;
  const scaled = { rows: weights.length, cols: coefficients.length / weights.length, data: coefficients.slice() };
  scaleRows(scaled, weights);
  return scaled.data;
}

/** (I − AA⁺) Y */
function withoutRange(A: Matrix, Y: Matrix): Matrix {
  const { solution } = minimumNormLeastSquares(A, Y);
  const data = Y.data.map((value, at) => {
    const [i, q] = [Math.floor(at / Y.cols), at % Y.cols];
    let rest = value;
    for (let j = 0; j < A.cols; j++) rest -= (A.data[i * A.cols + j] as number) * (solution.data[j * Y.cols + q] as number);
    return rest;
  });
  return { ...Y, data };
}

function columnsOf({ rows, cols, data }: Matrix, chosen: readonly number[]): Matrix {
  const picked = Float64Array.from({ length: rows * chosen.length }, (_, at) => {
    return data[Math.floor(at / chosen.length) * cols + (chosen[at % chosen.length] as number)] as number;
  });
  return { rows, cols: chosen.length, data: picked };
}
