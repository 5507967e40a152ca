import { Address } from "../address";
import { mirror } from "../blas/mirror";
import { axpy, dot, scale } from "../blas/vector";
import { evaluate } from "../gram/evaluate";
import { gramProduct } from "../gram/product";
import { TILE } from "../gram/program";

/**
 * The Lanczos tridiagonal of the symmetric A, with k rows: the diagonal at `diagonal`, the k − 1 elements beside it at `beside`. A is SKS, S = diag(`weights`)
 * (0: the identity), or with `curvature` (n numbers c) KCK + λK; K n × n is stored, or of a program as gramProduct has it. Its largest eigenvalue is a Rayleigh
 * quotient, so a lower bound of λ₁(A).
 *
 * Rows `from` … `until` − 1 are made; v (n, the starting vector, destroyed), `previous`, w and `scaled` (n) are work areas that a later call finds as they were left. Returns
 * `until`, or −rows when there are no more: k, or fewer when an invariant subspace was found.
 */
export function lanczos(
  n: i32,
  from: i32,
  until: i32,
  k: i32,
  gram: usize,
  program: usize,
  tile: usize,
  sums: usize,
  weights: usize,
  curvature: usize,
  lambda: f64,
  v: usize,
  previous: usize,
  w: usize,
  scaled: usize,
  diagonal: usize,
  beside: usize,
): i32 {
  let beta: f64 = 0;
  let magnitude: f64 = 0;
  if (from === 0) {
    memory.fill(previous, 0, (<usize>n) << 3);
    scale(n, 1 / sqrt(dot(n, v, 1, v, 1)), v, 1);
  }
  for (let step = 0; step < from; step++) {
    beta = load<f64>(Address.at(beside, step));
    magnitude = max(magnitude, abs(load<f64>(Address.at(diagonal, step))) + beta);
  }
  for (let step = from; step < until; step++) {
    if (curvature) {
      gramProduct(gram, program, n, 1, v, scaled, false, tile, sums);
      times(n, curvature, scaled);
      axpy(n, lambda, v, 1, scaled, 1);
      gramProduct(gram, program, n, 1, scaled, w, false, tile, sums);
    } else multiply(n, gram, program, tile, sums, weights, v, scaled, w);
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
  }
  return until;
}

/**
 * max_i s_i Σ_j |k_ij| s_j for the tiles of a program, each sum in the order of j, as infinityNorm has it for a stored K: the same bits. `scale` gives the
 * diagonal of S (0: none); `sums` has n elements.
 */
export function infinityNormOfTiles(program: usize, n: i32, tile: usize, scale: usize, sums: usize): f64 {
  memory.fill(sums, 0, (<usize>n) << 3);
  for (let i = 0; i < n; i += TILE) {
    const rows = min(TILE, n - i);
    for (let j = 0; j <= i; j += TILE) {
      const columns = min(TILE, n - j);
      const refused = evaluate(program, i, j, rows, columns, tile);
      if (refused >= 0) return NaN;
      if (i === j) mirror(rows, tile, 1, TILE);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const value = abs(load<f64>(Address.at(tile, TILE * r + c)));
          const row = Address.at(sums, i + r);
          store<f64>(row, load<f64>(row) + (scale ? value * load<f64>(Address.at(scale, j + c)) : value));
          if (i === j) continue;
          const column = Address.at(sums, j + c);
          store<f64>(column, load<f64>(column) + (scale ? value * load<f64>(Address.at(scale, i + r)) : value));
        }
      }
    }
  }
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const sum = load<f64>(Address.at(sums, i));
    largest = max(largest, scale ? sum * load<f64>(Address.at(scale, i)) : sum);
  }
  return largest;
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
