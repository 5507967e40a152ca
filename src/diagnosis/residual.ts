/** ‖(I − KK⁺)y‖² of one target, and whether it is 0 to working precision. */
export interface Residual {
  readonly loss: number;
  readonly isZero: boolean;
}

/**
 * The part of y that no α reaches. It counts as 0 up to what rounding leaves of a y in the range of K: n·ε·‖y‖ times the condition number of K
 * on its range, but at most √ε‖y‖.
 *
 * @param missed the components of y outside the range
 */
export function residualOf(missed: Float64Array, y: Float64Array, rangeCondition: number): Residual {
  const size = Math.sqrt(sumOfSquares(y));
  const loss = sumOfSquares(missed);
  const share = Math.min(y.length * Number.EPSILON * Math.max(1, rangeCondition), Math.sqrt(Number.EPSILON));
  return { loss, isZero: Math.sqrt(loss) <= share * size };
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
