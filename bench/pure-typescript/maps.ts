import { exponential } from "./exponential.ts";
import { logarithm } from "./logarithm.ts";
import { squaredSine } from "./squared-sine.ts";

/**
 * Rows of pairings become rows of kernel values, in place: `count` elements from `at`. Where a kernel is one of the distance, r² comes
 * from the inner products, the squared norm of one point and those of the others.
 */

/** xᵀz → e^(−s), (1 + s) e^(−s) or (1 + s + s²/3) e^(−s), s = √(2ν) r/ℓ. */
export function maternRow(
  x: Float64Array,
  at: number,
  count: number,
  nu: number,
  lengthScale: number,
  norm: number,
  norms: Float64Array,
): void {
  const factor = (2 * nu) / (lengthScale * lengthScale);
  const own = factor * norm;
  const twice = 2 * factor;
  // The polynomial is 1 + linear s + quadratic s².
  const linear = nu === 0.5 ? 0 : 1;
  const quadratic = nu === 2.5 ? 1 / 3 : 0;
  for (let j = 0; j < count; j++) {
    const s = Math.sqrt(Math.max(0, own + factor * norms[j] - twice * x[at + j]));
    x[at + j] = (1 + s * (linear + s * quadratic)) * exponential(-s);
  }
}

/** xᵀz → (1 + r²/(2αℓ²))^(−α) */
export function rationalQuadraticRow(
  x: Float64Array,
  at: number,
  count: number,
  alpha: number,
  factor: number,
  norm: number,
  norms: Float64Array,
): void {
  const own = 1 + factor * norm;
  const twice = 2 * factor;
  for (let j = 0; j < count; j++) {
    const u = Math.max(1, own + factor * norms[j] - twice * x[at + j]);
    x[at + j] = exponential(-alpha * logarithm(u));
  }
}

/** xᵀz → e^(−2 sin²(πr/p)/ℓ²) */
export function periodicRow(
  x: Float64Array,
  at: number,
  count: number,
  period: number,
  lengthScale: number,
  norm: number,
  norms: Float64Array,
): void {
  const factor = -2 / (lengthScale * lengthScale);
  const frequency = 1 / (period * period);
  const own = frequency * norm;
  const twice = 2 * frequency;
  for (let j = 0; j < count; j++) {
    const turns = Math.sqrt(Math.max(0, own + frequency * norms[j] - twice * x[at + j]));
    x[at + j] = exponential(factor * squaredSine(turns));
  }
}

/** xᵀz → tanh(γ xᵀz + c) = 1 − 2/(1 + e^(2·)) with the sign put back */
export function sigmoidRow(x: Float64Array, at: number, count: number, gamma: number, coef0: number): void {
  for (let j = at; j < at + count; j++) {
    const y = gamma * x[j] + coef0;
    const e = exponential(-2 * Math.abs(y));
    const value = (1 - e) / (1 + e);
    x[j] = y < 0 ? -value : value;
  }
}

/** xᵀz → xᵀz/(‖x‖ ‖z‖), from the inverse norms */
export function cosineRow(x: Float64Array, at: number, count: number, inverse: number, inverses: Float64Array): void {
  for (let j = 0; j < count; j++) x[at + j] *= inverse * inverses[j];
}

/** x_j ← −x_j */
export function negateRow(x: Float64Array, at: number, count: number): void {
  for (let j = at; j < at + count; j++) x[j] = -x[j];
}
