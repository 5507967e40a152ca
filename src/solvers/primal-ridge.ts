import { type Matrix, transpose } from "../matrix";
import { minimumNormLeastSquares } from "./least-squares";
import { noiseOf } from "./noise";
import { center, type PrimalSolution, scaleRows, solvePrimal } from "./primal";
import type { Problem } from "./problem";
import { gather, groupTargets, type RidgeSolution } from "./ridge";

/** Features whose products are the kernel's, K = ΦΦᵀ, and what to say of them. */
export interface Features {
  readonly phi: Matrix;
  readonly solver: string;
  readonly reason: string;
  /** Of Φ, where it is known beforehand. */
  readonly rank: number | null;
}

/**
 * Kernel ridge regression in the space of the features, K = ΦΦᵀ: with A = W^½Φ,
 *
 *     w = argmin ‖A w − W^½y‖² + λ‖w‖²,   α = W^½((Aᵀ)⁺w + r/λ),   r = (I − AA⁺)W^½y
 *
 * the part of α in the range of A from w, and only the part orthogonal to it from the residual, whose rounding λ magnifies. Without ridge
 * α = W^½(Aᵀ)⁺w is the solution of least norm. With an intercept w is that of centred features, and with a ridge so is A, so that 1ᵀα = 0.
 */
export function solvePrimalRidge(problem: Problem, features: Features, lambdas: Float64Array, intercept: boolean): RidgeSolution {
  const { Y, weights, n, t } = problem;
  const { phi, solver, reason } = features;
  const noise = noiseOf(problem);
  let bytes = 0;
  const parts = groupTargets(lambdas).map(([lambda, targets]) => {
    const chosen = columnsOf(Y, targets);
    const solution = solvePrimal({ phi, Y: chosen, sampleWeights: weights }, lambda, intercept);
    bytes = Math.max(bytes, solution.bytes);
    const A = prepared(phi, weights, intercept && lambda > 0);
    const inRange = minimumNormLeastSquares(transpose(A), solution.weights);
    const alpha = inRange.solution.data;
    if (lambda > 0) {
      let rest = prepared(chosen, weights, intercept);
      // twice, as the first projection leaves its rounding in the range of A
      for (let pass = 0; pass < 2; pass++) rest = withoutRange(A, rest);
      for (let at = 0; at < alpha.length; at++) alpha[at] = (alpha[at] as number) + (rest.data[at] as number) / lambda;
    }
    const coefficients = { rows: n, cols: targets.length, data: alpha };
    if (weights) scaleRows(coefficients, weights);
    return {
      targets,
      solver,
      rank: lambda > 0 ? features.rank : inRange.rank,
      reason: `${reason}: ${solution.reason}${lambda > 0 ? "" : "; coefficients of least norm"}`,
      warnings: solution.warnings,
      condition: solution.conditionEstimate,
      coefficients: alpha,
      intercepts: Array.from(solution.intercepts),
      losses: noise ? lossesWithout(noise, problem, targets, phi, solution, alpha) : solution.trainingLoss,
      backwardError: solution.backwardError,
    };
  });
  return { ...gather(parts, n, t), bytes };
}

/** Σ w (h − y)² where the noise in K is no part of h: h_i = w·φ_i + b − noise_i α_i. */
function lossesWithout(
  noise: Float64Array,
  { n, t, Y, weights }: Problem,
  targets: readonly number[],
  phi: Matrix,
  { weights: w, intercepts }: PrimalSolution,
  alpha: Float64Array,
): number[] {
  return targets.map((q, c) => {
    let loss = 0;
    for (let i = 0; i < n; i++) {
      let error =
        (intercepts[c] as number) - (noise[i] as number) * (alpha[i * targets.length + c] as number) - (Y.data[i * t + q] as number);
      for (let j = 0; j < phi.cols; j++) error += (phi.data[i * phi.cols + j] as number) * (w.data[j * w.cols + c] as number);
      loss += (weights?.[i] ?? 1) * error * error;
    }
    return loss;
  });
}

/** W^½ M, its weighted means taken away first where there is an intercept. */
function prepared(matrix: Matrix, weights: Float64Array | null, intercept: boolean): Matrix {
  const copy = { ...matrix, data: matrix.data.slice() };
  if (intercept) center(copy, weights);
  if (weights) scaleRows(copy, weights);
  return copy;
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
