import type { MatrixView } from "../core/matrix-view";
import { factorAbove, halve, type SingleFactor, singleCholesky, solveSingle } from "../core/single";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { type Block, view, type Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { inverseNorm } from "./condition";

/** UᵀU near G·scale in single precision. */
export interface RoundedFactorisation {
  /** z ← M⁻¹z, M = UᵀU/scale. */
  solve(z: Block): void;
  /** Estimate of ‖G‖‖M⁻¹‖ in the ∞-norm, ‖G‖ being given; `work` has room for n numbers. */
  condition(norm: number, work: Block): number;
}

/** A power of two that brings the largest diagonal element of a positive definite matrix, and so every element, to the size of 1. */
export function singleScale(largestDiagonal: number): number {
  return timesPowerOfTwo(1, -exponentOf(largestDiagonal));
}

/**
 * G ≈ UᵀU above the diagonal of G (n × n) in single precision; what is below it stays. Or the index of the first pivot that was not positive.
 *
 * @param work room for n/2 numbers, for every solve
 */
export function factorRounded(
  workspace: Workspace,
  G: MatrixView,
  largestDiagonal: number,
  work: Block,
  pause?: Pause,
): RoundedFactorisation | number {
  const scale = singleScale(largestDiagonal);
  halve(workspace, G, scale);
  return roundedFactorisation(workspace, factorAbove(G), scale, work, pause);
}

/** The same for a matrix that stands in U already. */
export function roundedFactorisation(
  workspace: Workspace,
  U: SingleFactor,
  scale: number,
  work: Block,
  pause?: Pause,
): RoundedFactorisation | number {
  const pivot = singleCholesky(workspace, U, pause);
  if (pivot < U.n) return pivot;
  const solve = (z: Block): void => solveSingle(workspace, U, scale, z, work);
  return {
    solve,
    condition(norm, z) {
      const solveInPlace = (): void => solve(z);
      const condition = norm * inverseNorm(view(workspace, z), solveInPlace, solveInPlace);
      return Number.isFinite(condition) ? condition : Infinity;
    },
  };
}
