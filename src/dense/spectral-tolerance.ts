import { largestMagnitude } from "../matrix/magnitude";

/** n·ε·max|λ| of n eigenvalues or singular values: what one of them must exceed to be told from 0. */
export function spectralTolerance(values: Float64Array): number {
  return values.length * Number.EPSILON * largestMagnitude(values);
}
