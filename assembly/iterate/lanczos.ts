import { Address } from "../address";
import { axpy, dot, scale } from "../blas/vector";

/** v ← v/‖v‖, previous ← 0: what the first of the steps begins with. */
export function startLanczos(n: i32, v: usize, previous: usize): void {
  memory.fill(previous, 0, (<usize>n) << 3);
  scale(n, 1 / sqrt(dot(n, v, 1, v, 1)), v, 1);
}

/**
 * Row `step` of the Lanczos tridiagonal T of a symmetric A, which has k rows in all, from w = A v, which is destroyed; v and `previous` become those of the
 * next step. `diagonal` and `beside` have T, and its rows so far. The largest eigenvalue of T is a Rayleigh quotient, so a lower bound of λ₁(A).
 *
 * Returns `step` + 1, the rows there are; less than 0 when there are no more: k of them, or fewer when an invariant subspace was found.
 */
export function lanczosStep(n: i32, k: i32, step: i32, v: usize, previous: usize, w: usize, diagonal: usize, beside: usize): i32 {
  let magnitude: f64 = 0;
  let beta: f64 = 0;
  for (let row = 0; row < step; row++) {
    beta = load<f64>(Address.at(beside, row));
    magnitude = max(magnitude, abs(load<f64>(Address.at(diagonal, row))) + beta);
  }
  axpy(n, -beta, previous, 1, w, 1);
  const alpha = dot(n, v, 1, w, 1);
  axpy(n, -alpha, v, 1, w, 1);
  store<f64>(Address.at(diagonal, step), alpha);
  beta = sqrt(dot(n, w, 1, w, 1));
  magnitude = max(magnitude, abs(alpha) + beta);
  if (!(beta > f64.EPSILON * magnitude) || step === k - 1) return -(step + 1);
  store<f64>(Address.at(beside, step), beta);
  memory.copy(previous, v, (<usize>n) << 3);
  memory.copy(v, w, (<usize>n) << 3);
  scale(n, 1 / beta, v, 1);
  return step + 1;
}
