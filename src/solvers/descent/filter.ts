import { eigensystem, eigensystemBytes, spectralTolerance } from "../../dense/eigensystem";
import { product, transposedProduct } from "../../dense/products";
import { mercerError } from "../../errors";
import { roundedDown } from "../../errors/rounded";
import type { Matrix } from "../../matrix";
import { euclideanNorm, largestMagnitude, powerOfTwo, sumOfSquares } from "../../matrix/magnitude";
import type { Pause } from "../../wasm/pause";

/** What t steps of functional descent on the squared loss make of K and y. */
interface Filtered {
  /** α = V f(Λ) Vᵀy */
  readonly coefficients: Float64Array;
  /** Eigenvalues that can be told from 0. */
  readonly rank: number;
  /** max|λ| */
  readonly largest: number;
  /** Proven up to the rounding of the eigenvalues, n·ε·max|λ|. */
  readonly diverging: boolean;
  /** The norm of α's part in null(K). */
  readonly nullComponent: number;
  /** Σ (h(x_i) − y_i)², h(x_i) = (Kα)_i − noise_i α_i; Infinity beyond the largest number. */
  readonly trainingLoss: number;
}

/** Bytes that are held at once: K, and what its eigensystem takes. */
export function filterBytes(n: number): number {
  return 8 * n * n + eigensystemBytes(n);
}

/**
 * α = V f(Λ) Vᵀy with `filterFactor` for f, K = V Λ Vᵀ, and what it is made of; y is in units of a power of two on the way, so that no sum overflows.
 *
 * @param noise what of K's diagonal is no part of the predictions
 * @throws "diverged" where a filter factor overflows, "not-finite" where a coefficient does
 */
export function filtered(
  K: Matrix,
  noise: Float64Array | null,
  y: Float64Array,
  { step, steps }: { readonly step: number; readonly steps: number },
  pause: Pause,
): Filtered {
  const n = K.rows;
  const { values, vectors } = eigensystem(K, pause);
  const V = { rows: n, cols: n, data: vectors };
  const column = (data: Float64Array): Matrix => ({ rows: n, cols: 1, data });
  // of the smallest numbers the digits end at 5e-324
  const tolerance = Math.max(spectralTolerance(values), n * Number.MIN_VALUE);
  const unit = powerOfTwo(largestMagnitude(y));
  const target = y.map((value) => value / unit);
  const shares = transposedProduct(V, column(target));
  const parts = shares.map((share, j) => (share === 0 ? 0 : share * filterFactor(values[j] as number, step, steps)));
  const coefficients = product(V, column(parts)).map((value) => value * unit);
  const largest = largestMagnitude(values);
  const diverging = values.some((value) => step * (value - tolerance) > 1 || value < -tolerance);
  if (!coefficients.every(Number.isFinite)) throw diverging ? diverged(largest, step, steps) : overflow(step, steps);
  const alpha = coefficients.map((value) => value / unit);
  const missed = product(K, column(alpha)).map((sum, i) => sum - (noise?.[i] ?? 0) * (alpha[i] as number) - (target[i] as number));
  const loss = sumOfSquares(missed) * unit * unit;
  const inNullSpace = parts.filter((_, j) => Math.abs(values[j] as number) <= tolerance);
  return {
    coefficients,
    largest,
    diverging,
    rank: n - inNullSpace.length,
    nullComponent: euclideanNorm(inNullSpace) * unit,
    trainingLoss: Number.isNaN(loss) ? Infinity : loss,
  };
}

/** 1/λ₁ in three digits, not rounded up: a step below it is stable for a K without negative eigenvalues. */
export function stableStep(largest: number): number {
  return roundedDown(1 / largest, 3);
}

function diverged(largest: number, step: number, steps: number): Error {
  const message = `a step of ${step} is too large for ${steps} steps; use less than ${stableStep(largest)}`;
  return mercerError("diverged", message, { step, largestStep: 1 / largest });
}

function overflow(step: number, steps: number): Error {
  const message = `coefficients grow beyond the largest number, 1.8e308, in ${steps} steps of ${step}; use fewer steps, or scale y down`;
  return mercerError("not-finite", message, { step, steps });
}

/**
 * (1 − (1 − 2sλ)ᵗ)/λ, and its limit 2st for λ = 0: what t steps of functional descent on the squared loss make of an eigenvalue.
 *
 * By doubling, g₂ₜ = gₜ(2 − λgₜ) and gₜ₊₁ = gₜ + 2s(1 − λgₜ), which cancels nowhere for 0 ≤ 2sλ ≤ 1 and divides by no λ. Not finite where the
 * factor, or for 2sλ > 2 a power on its way, is beyond the largest number.
 */
export function filterFactor(eigenvalue: number, step: number, steps: number): number {
  let factor = 0;
  let bit = 1;
  while (bit <= steps / 2) bit *= 2;
  for (let rest = steps; bit >= 1; bit /= 2) {
    factor *= 2 - eigenvalue * factor;
    if (rest >= bit) {
      rest -= bit;
      factor += 2 * (step * (1 - eigenvalue * factor));
    }
  }
  return factor;
}
