import { quadraticForm } from "./quadratic-form";

/** A vector q with qᵀKq < 0: the proof that K is not positive semi-definite. */
export interface Witness {
  readonly q: Float64Array;
  /** qᵀKq, in twice the working precision; its sign is certain. */
  readonly value: number;
}

/** The witness that an eigenvector of a negative eigenvalue gives; null where rounding leaves the sign of the form open. */
export function witnessOf(n: number, K: Float64Array, q: Float64Array): Witness | null {
  const { value, error } = quadraticForm(n, K, q);
  return value + error < 0 ? { q, value } : null;
}
