import { minimumNormLeastSquares } from "../../dense/minimum-norm-qr";
import { product } from "../../dense/products";
import { cloned, type Matrix, pickColumns, transpose } from "../../matrix";
import type { Problem } from "../../problem/problem";
import { NEGLIGIBLE, yardstickOf } from "../../proof/error-bar";
import { gather, groupTargets, type Part, type RidgeSolution } from "../ridge/parts";
import { squaredLengths } from "./bar";
import type { FeatureGroup, Features } from "./group";
import { conditionOf, judgeAlpha, normOf } from "./judgement";
import { center, less, solvePrimal, weightRows } from "./solve";

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
  const noise = problem.training.noise();
  const yard = yardstickOf(problem, kernelDiagonal(features, noise), noise);
  // Φ, W^½Φ and K stay beside what a factorisation takes
  const held = 2 * phi.data.byteLength + (features.K?.data.byteLength ?? 0);
  let bytes = features.bytes;
  const parts = groupTargets(lambdas).map(([lambda, targets]) => {
    const chosen = pickColumns(Y, targets);
    const solution = solvePrimal({ phi, Y: chosen, sampleWeights: weights }, lambda, intercept);
    const group = { problem, features, yard, noise, lambda, targets, intercept, solution };
    const { note, rank, condition, answer, judgement, taken } = bestOf(group, chosen);
    bytes = Math.max(bytes, held + solution.bytes, held + taken);
    const from = `${reason}: ${solution.reason}${note}`;
    const origin = { solver, rank: lambda > 0 ? features.rank : rank, reason: from, warnings: solution.warnings, condition };
    return { origin, answer, judgement };
  });
  return gather(parts, n, t, bytes);
}

interface Judged extends Omit<Part, "origin"> {
  readonly condition: number | null;
  readonly note: string;
  readonly rank: number;
  /** Bytes of the factorisation of Aᵀ. */
  readonly taken: number;
}

/** The first α whose error bar is negligible, else the one whose bar is smallest. */
function bestOf(group: FeatureGroup, chosen: Matrix): Judged {
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
    taken: inRange.bytes,
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

/** (Aᵀ)⁺w + r/λ, r the part of Y outside the range of A. */
function withRest(A: Matrix, Y: Matrix, shortest: Float64Array, lambda: number): Float64Array {
  let rest = Y;
  // twice, as the first projection leaves its rounding in the range of A
  for (let pass = 0; pass < 2; pass++) rest = withoutRange(A, rest);
  return shortest.map((value, at) => value + (rest.data[at] as number) / lambda);
}

/** W(y − b − Φw)/λ */
function fromResidual({ problem, features, lambda, solution, intercept }: FeatureGroup, chosen: Matrix): Float64Array {
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

/** k(x_i, x_i), white noise left out. */
function kernelDiagonal({ phi, K }: Features, noise: Float64Array | null): Float64Array {
  const n = phi.rows;
  if (K) return Float64Array.from({ length: n }, (_, i) => (K.data[i * (n + 1)] as number) - (noise?.[i] ?? 0));
  return squaredLengths(phi);
}

/** W^½ M, its weighted means taken away first where there is an intercept. */
function prepared(matrix: Matrix, weights: Float64Array | null, intercept: boolean): Matrix {
  const copy = cloned(matrix);
  if (intercept) center(copy, weights);
  if (weights) weightRows(copy, weights);
  return copy;
}

/** W^½v for the coefficients v of the weighted points, n × targets. */
function weighted(coefficients: Float64Array, weights: Float64Array | null): Float64Array {
  if (!weights) return coefficients;
  const scaled = { rows: weights.length, cols: coefficients.length / weights.length, data: coefficients.slice() };
  weightRows(scaled, weights);
  return scaled.data;
}

/** (I − AA⁺) Y */
function withoutRange(A: Matrix, Y: Matrix): Matrix {
  const { solution } = minimumNormLeastSquares(A, Y);
  return { ...Y, data: less(Y.data, product(A, solution)) };
}
