import { logOfSize, sumOfLogs } from "../../matrix/logarithm";
import { largestMagnitude } from "../../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../../matrix/powers-of-two";
import type { Spectrum } from "./spectrum";

/** A = W^½KW^½ + λI for one λ, in coordinates in which it is diagonal, and in units of 2ᵉ so that no square leaves the range. */
export interface Shifted {
  readonly e: number;
  /** s and λ in those units. */
  readonly values: Float64Array;
  readonly lambda: number;
  /** 1/(s + λ), in units of 2⁻ᵉ */
  readonly inverse: Float64Array;
  /** b of each target; 0 without intercept. */
  readonly intercepts: Float64Array;
  /** 1ᵀG⁻¹1; 0 without intercept. */
  readonly total: number;
  /** Condition number of A; Infinity where it is not positive definite, or nearly so beyond any number. */
  readonly condition: number;
}

/** Squares of condition numbers beyond this are no numbers. */
const MOST = 2 ** 500;

/** @param intercept whether the last column of `shares` counts */
export function shiftedBy({ values, shares }: Spectrum, lambda: number, intercept: boolean): Shifted {
  const n = values.length;
  const t = shares.length / n - 1;
  const e = exponentOf(Math.max(largestMagnitude(values), lambda, Number.MIN_VALUE));
  const part = timesPowerOfTwo(lambda, -e);
  const scaled = values.map((s) => timesPowerOfTwo(s, -e));
  const sums = scaled.map((s) => s + part);
  const least = sums[0] as number;
  const quotient = least > 0 ? (sums[n - 1] as number) / least : Infinity;
  const condition = quotient < MOST ? quotient : Infinity;
  const inverse = sums.map((sum) => 1 / sum);
  const intercepts = new Float64Array(t);
  let total = 0;
  if (intercept) {
    for (let k = 0; k < n; k++) {
      const ones = shares[k * (t + 1) + t] as number;
      const scaled = ones * (inverse[k] as number);
      total += ones * scaled;
      for (let q = 0; q < t; q++) intercepts[q] = (intercepts[q] as number) + scaled * (shares[k * (t + 1) + q] as number);
    }
    for (let q = 0; q < t; q++) intercepts[q] = (intercepts[q] as number) / total;
  }
  return { e, values: scaled, lambda: part, inverse, intercepts, total, condition };
}

/** What one λ makes of all targets, in the units of a `Shifted` and of y. */
export interface Summary {
  /** tr (I − H) of the matrix with Hy = h + b, over λ: tr A⁻¹ − ‖A⁻¹W^½1‖²/1ᵀG⁻¹1 */
  readonly trace: number;
  /** tr H = tr K(K + λI)⁻¹, and what an intercept takes */
  readonly effectiveDimension: number;
  /** Σ over the targets of ‖W^−½ α‖² */
  readonly square: number;
  /** Σ over the targets of (y − b)ᵀG⁻¹(y − b) */
  readonly quadratic: number;
  /** log det A, and log 1ᵀG⁻¹1 where there is an intercept, of which each has its own units put back. */
  readonly logDeterminant: number;
}

export function summaryOf({ shares }: Spectrum, { e, values, lambda, inverse, intercepts, total }: Shifted): Summary {
  const n = inverse.length;
  const t = intercepts.length;
  let [trace, taken, kept, square, quadratic] = [0, 0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const each = inverse[k] as number;
    const ones = shares[k * (t + 1) + t] as number;
    trace += each;
    kept += (values[k] as number) * each;
    taken += ones * each * ones * each;
    for (let q = 0; q < t; q++) {
      const rest = (shares[k * (t + 1) + q] as number) - (intercepts[q] as number) * ones;
      square += rest * each * rest * each;
      quadratic += rest * rest * each;
    }
  }
  const unit = e * Math.LN2;
  const restricted = total > 0 ? logOfSize(total) - unit : 0;
  const ofTrend = total > 0 ? taken / total : 0;
  return {
    trace: trace - ofTrend,
    effectiveDimension: kept + lambda * ofTrend,
    square,
    quadratic,
    logDeterminant: n * unit - sumOfLogs(inverse) + restricted,
  };
}
