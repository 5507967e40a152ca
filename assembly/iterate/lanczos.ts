import { Address } from "../address";
import { axpy, dot, scale } from "../blas/vector";
import { GramOperator, gramProduct } from "../gram/product";

/**
 * What Lanczos works on, one float64 word for each field in this order (src/core/iterations.ts writes them): the symmetric A is SKS, S = diag(s)
 * (0: the identity), or with `curvature` (n numbers c) KCK + λK; K is the operator, for one vector.
 */
@unmanaged
@final
class Lanczos extends GramOperator {
  s: f64;
  curvature: f64;
  lambda: f64;
  /** The starting vector, destroyed; n elements like the others. */
  v: f64;
  previous: f64;
  w: f64;
  scaled: f64;
  /** T: its diagonal, and the elements beside it. */
  diagonal: f64;
  beside: f64;

  /** w = A v */
  multiply(): void {
    const n = <i32>this.n;
    const operator = changetype<usize>(this);
    const v = <usize>this.v;
    const w = <usize>this.w;
    const scaled = <usize>this.scaled;
    if (this.curvature) {
      gramProduct(operator, v, scaled, false);
      times(n, <usize>this.curvature, scaled);
      axpy(n, this.lambda, v, 1, scaled, 1);
      gramProduct(operator, scaled, w, false);
      return;
    }
    memory.copy(scaled, v, (<usize>n) << 3);
    if (this.s) times(n, <usize>this.s, scaled);
    gramProduct(operator, scaled, w, false);
    if (this.s) times(n, <usize>this.s, w);
  }
}

/**
 * Rows `from` … `until` − 1 of the Lanczos tridiagonal T of A, which has k rows in all. Its largest eigenvalue is a Rayleigh quotient, so a lower bound of
 * λ₁(A). A later call finds the vectors as they were left.
 *
 * Returns `until`, or −rows when there are no more: k, or fewer when an invariant subspace was found.
 */
export function lanczos(words: usize, from: i32, until: i32, k: i32): i32 {
  const run = changetype<Lanczos>(words);
  const n = <i32>run.n;
  const v = <usize>run.v;
  const previous = <usize>run.previous;
  const w = <usize>run.w;
  const diagonal = <usize>run.diagonal;
  const beside = <usize>run.beside;
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
    run.multiply();
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

/** x ← s∘x */
function times(n: i32, s: usize, x: usize): void {
  for (let i = 0; i < n; i++) {
    const address = Address.at(x, i);
    store<f64>(address, load<f64>(address) * load<f64>(Address.at(s, i)));
  }
}
