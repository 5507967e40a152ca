import { euclideanNorm, sumOfSquares } from "../matrix/magnitude";
import type { Missed } from "./range";

/** ‖(I − KK⁺)y‖² of one target, and whether it is 0 to working precision. */
export interface Residual {
  readonly loss: number;
  readonly isZero: boolean;
}

/** Roundings that a residual may be made of, in ε times the order of the matrix: four times what thousands of random matrices needed. */
const ROUNDINGS = 8;

/**
 * The part of y that no α reaches. It counts as 0 where a K that differs from this one by rounding reaches it, ‖missed‖ ≤ 8·m·ε·‖K‖‖α‖ for
 * α = K⁺y, but at most √ε‖y‖.
 *
 * @param y in units that keep its squares in range
 * @param order m, that of the matrix whose eigenvectors tell the range
 */
export function residualOf({ missed, reach }: Missed, y: Float64Array, order: number): Residual {
  const size = euclideanNorm(y);
  const rounding = ROUNDINGS * order * Number.EPSILON * Math.max(size, reach);
  return { loss: sumOfSquares(missed), isZero: euclideanNorm(missed) <= Math.min(rounding, Math.sqrt(Number.EPSILON) * size) };
}
