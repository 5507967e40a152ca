import { Address } from "../address";
import { axpy, dot, scale } from "../blas/vector";
import { gramProduct } from "../gram/product";

/**
 * The Lanczos tridiagonal of the symmetric SKS, S = diag(`weights`) (0: the identity), K n × n, stored or of a program as gramProduct has it: k diagonal elements at
 * `diagonal`, the k − 1 beside them at `beside`. Its largest eigenvalue is a Rayleigh quotient, so a lower bound of λ₁(SKS).
 *
 * v (n, the starting vector, destroyed), `previous` and w (n) are work areas. Returns the number of steps: fewer than k when an invariant
 * subspace was found.
 */
export function lanczos(
  n: i32,
  k: i32,
  gram: usize,
  program: usize,
  tile: usize,
  sums: usize,
  weights: usize,
  v: usize,
  previous: usize,
  w: usize,
  scaled: usize,
  diagonal: usize,
  beside: usize,
): i32 {
  memory.fill(previous, 0, (<usize>n) << 3);
  scale(n, 1 / sqrt(dot(n, v, 1, v, 1)), v, 1);
  let beta: f64 = 0;
  let magnitude: f64 = 0;
  for (let step = 0; step < k; step++) {
    multiply(n, gram, program, tile, sums, weights, v, scaled, w);
    axpy(n, -beta, previous, 1, w, 1);
    const alpha = dot(n, v, 1, w, 1);
    axpy(n, -alpha, v, 1, w, 1);
    store<f64>(Address.at(diagonal, step), alpha);
    beta = sqrt(dot(n, w, 1, w, 1));
    magnitude = max(magnitude, abs(alpha) + beta);
    if (!(beta > f64.EPSILON * magnitude) || step === k - 1) return step + 1;
    store<f64>(Address.at(beside, step), beta);
    memory.copy(previous, v, (<usize>n) << 3);
    memory.copy(v, w, (<usize>n) << 3);
    scale(n, 1 / beta, v, 1);
  }
  return k;
}

/** w = S K S v */
function multiply(n: i32, gram: usize, program: usize, tile: usize, sums: usize, weights: usize, v: usize, scaled: usize, w: usize): void {
  memory.copy(scaled, v, (<usize>n) << 3);
  if (weights) times(n, weights, scaled);
  gramProduct(gram, program, n, 1, scaled, w, false, tile, sums);
  if (weights) times(n, weights, w);
}

/** x ← s∘x */
function times(n: i32, s: usize, x: usize): void {
  for (let i = 0; i < n; i++) {
    const address = Address.at(x, i);
    store<f64>(address, load<f64>(address) * load<f64>(Address.at(s, i)));
  }
}
