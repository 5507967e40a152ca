import { UNIT_ROUNDOFF } from "../kernels/rounding";
import type { Loss } from "../losses/spec";
import { logOfSize } from "../matrix/logarithm";

/** The losses without kinks. */
export type SmoothLoss = Extract<Loss, { readonly kind: "squared" | "huber" | "logistic" | "squaredHinge" | "poisson" }>;

/** Relative error of the core's e^x, log(1 + x) and of the few operations about them. */
export const LOSS_ROUNDING = 16 * UNIT_ROUNDOFF;

/** One point of a fit. */
export interface Dual {
  /** h + b as computed, and how far it may be from what it is for the kernel as given. */
  readonly value: number;
  readonly error: number;
  /** u = L′ as computed there, the share of it by which it is shrunk towards 0, and y. */
  readonly slope: number;
  readonly shrunk: number;
  readonly y: number;
}

/**
 * An upper bound of L(h) + L*(u) − uh, the terms of Fenchel's and Young's inequality, over the h that `value` may stand for and the u that `slope` does;
 * second order in their errors where L″ > 0.
 */
export function divergence(loss: SmoothLoss, dual: Dual): number {
  switch (loss.kind) {
    case "logistic":
      return ofLogistic(dual);
    case "poisson":
      return ofPoisson(dual);
    case "squared":
    case "huber":
      return ofSquares(dual, Math.abs(dual.value - dual.y));
    case "squaredHinge":
      return ofSquares(dual, Math.abs(dual.slope) / 2);
    default:
      return loss satisfies never;
  }
}

/**
 * KL(q ‖ p), q = |u|, p = 1/(1 + e^m) at the exact margin m = yh. The divergence of two shares that differ by δ is at most δ²/(p(1 − p)), and at most
 * 2δ(2 + |m|).
 */
function ofLogistic({ value, error, slope, shrunk }: Dual): number {
  const q = Math.min(1, Math.abs(slope));
  const rest = q <= 0.5 ? 1 - q : Math.max(0, 1 - q - LOSS_ROUNDING);
  const delta = (q <= 0.5 ? q : Math.min(0.25, rest + 2 * LOSS_ROUNDING)) * error * (1 + 2 * error) + (LOSS_ROUNDING + shrunk) * q;
  const variance = q * rest * (1 - 2 * error);
  const linear = 2 * delta * (2 + Math.abs(value));
  if (!(delta > 0)) return 0;
  return variance > 0 ? Math.min((delta * delta) / variance, linear) : linear;
}

/**
 * p log(p/m) − p + m, p = u + y and m = e^h, is at most (p − m)²/m, and at most m + p(|log p| + |h|) where p is lost in the rounding of u.
 */
function ofPoisson({ value, error, slope, shrunk, y }: Dual): number {
  const lost = LOSS_ROUNDING * (Math.abs(slope) + y);
  const p = Math.max(0, slope + y);
  const delta = (p + lost) * (2 * error + LOSS_ROUNDING) + (LOSS_ROUNDING + shrunk) * Math.abs(slope);
  const m = (p - lost) * (1 - 2 * error);
  const most = p + lost + shrunk * Math.abs(slope);
  if (most === 0) return 0;
  const linear = (p + lost) * (1 + 2 * error) + most * (Math.abs(logOfSize(most)) + 1 + Math.abs(value) + error);
  return m > 0 ? Math.min((delta * delta) / m, linear) : linear;
}

/**
 * For L = x², as far as it is that: (x − v)² at most, v = |u|/2; and where L goes on as a straight line u is its slope, up to what it is shrunk by.
 *
 * @param x |h − y|, or v where nothing goes on
 */
function ofSquares({ error, slope, shrunk }: Dual, x: number): number {
  const v = Math.abs(slope) / 2;
  const distance = 2 * error + (LOSS_ROUNDING + shrunk) * v;
  return distance * distance + 2 * shrunk * v * Math.max(0, x + error - v);
}

/** Σ of what is added up in L, where terms of both signs leave less than they are: beside L itself, for Poisson also in its floor. */
export function cancelled(loss: SmoothLoss, { value, slope, y }: Dual): number {
  if (loss.kind !== "poisson") return 0;
  const floor = y === 0 ? 0 : y * (1 + Math.abs(logOfSize(y)));
  return 2 * (Math.abs(slope) + y + y * Math.abs(value)) + floor;
}
