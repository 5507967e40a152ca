import { Address } from "../address";
import { gemm } from "../blas/gemm";
import { gemv } from "../blas/gemv";

/** What a run of steps ended with. */
enum Ending {
  Done = 0,
  Converged = 1,
  NotFinite = 2,
}

/**
 * Descent on Σ_i w_i (h_i − y_i)² + λ αᵀKα over the dual coefficients, h = Kα, at most `steps` steps from the α given:
 *
 *     functional   α ← α − s (2w∘(Kα − y) + 2λα)
 *     Euclidean    α ← α − s K(2w∘(Kα − y) + 2λα)
 *
 * K is n × n with row stride n and symmetric; α, y and the work areas h, g and `previous` are n × t; `weights` is n or absent (0).
 * losses[r·t + q] receives the loss of target q before step r. Stops when no component of the functional gradient exceeds `tolerance`,
 * or when a loss or coefficient is no longer finite: α then goes back by a step, to `previous` when it was the last one of an earlier call.
 *
 * Returns 4·(steps taken, −1 for one taken back) + how it ended: 0 all steps taken, 1 converged, 2 not finite.
 */
export function descend(
  n: i32,
  t: i32,
  gram: usize,
  y: usize,
  weights: usize,
  alpha: usize,
  h: usize,
  g: usize,
  previous: usize,
  losses: usize,
  steps: i32,
  s: f64,
  lambda: f64,
  euclidean: bool,
  tolerance: f64,
  scratch: usize,
): i32 {
  const size = n * t;
  const bytes = (<usize>size) << 3;
  for (let r = 0; r < steps; r++) {
    multiply(n, t, gram, alpha, h, scratch);
    const lossesHere = Address.at(losses, r * t);
    measure(n, t, h, y, weights, lossesHere);
    if (!allFinite(t, lossesHere)) {
      memory.copy(alpha, previous, bytes);
      return 4 * (r - 1) + Ending.NotFinite;
    }
    const largest = gradient(n, t, h, y, weights, alpha, lambda, g);
    if (largest <= tolerance) return 4 * r + Ending.Converged;
    if (euclidean) {
      multiply(n, t, gram, g, h, scratch);
      memory.copy(g, h, bytes);
    }
    memory.copy(previous, alpha, bytes);
    for (let i = 0; i < size; i++) {
      const address = Address.at(alpha, i);
      store<f64>(address, load<f64>(address) - s * load<f64>(Address.at(g, i)));
    }
    if (!allFinite(size, alpha)) {
      memory.copy(alpha, previous, bytes);
      return 4 * r + Ending.NotFinite;
    }
  }
  return 4 * steps + Ending.Done;
}

/** h = K x */
function multiply(n: i32, t: i32, gram: usize, x: usize, h: usize, scratch: usize): void {
  memory.fill(h, 0, (<usize>(n * t)) << 3);
  if (t === 1) gemv(n, n, 1, gram, n, 1, x, 1, h, 1);
  else gemm(n, t, n, 1, gram, n, 1, x, t, 1, h, t, 1, scratch);
}

/** losses_q = Σ_i w_i (h_iq − y_iq)² */
function measure(n: i32, t: i32, h: usize, y: usize, weights: usize, losses: usize): void {
  memory.fill(losses, 0, (<usize>t) << 3);
  for (let i = 0; i < n; i++) {
    const weight = weights ? load<f64>(Address.at(weights, i)) : 1;
    for (let q = 0; q < t; q++) {
      const residual = load<f64>(Address.at(h, i * t + q)) - load<f64>(Address.at(y, i * t + q));
      const address = Address.at(losses, q);
      store<f64>(address, load<f64>(address) + weight * residual * residual);
    }
  }
}

/** g = 2w∘(h − y) + 2λα; returns its largest component in absolute value. */
function gradient(n: i32, t: i32, h: usize, y: usize, weights: usize, alpha: usize, lambda: f64, g: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights ? load<f64>(Address.at(weights, i)) : 1;
    for (let q = i * t; q < i * t + t; q++) {
      const residual = load<f64>(Address.at(h, q)) - load<f64>(Address.at(y, q));
      const value = 2 * (weight * residual + lambda * load<f64>(Address.at(alpha, q)));
      store<f64>(Address.at(g, q), value);
      largest = max(largest, abs(value));
    }
  }
  return largest;
}

function allFinite(n: i32, x: usize): bool {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(Address.at(x, i));
    if (!(value - value === 0)) return false;
  }
  return true;
}
