import { Address } from "../address";
import { Product } from "../blas/gemm";
import { gemv } from "../blas/gemv";
import { dot } from "../blas/vector";
import { GramOperator, gramProduct } from "../gram/product";
import { measure } from "./loss";
import { Form } from "./terms";

/**
 * A descent in linear memory, one float64 word for each field in this order (src/core/iterations.ts writes them): n points, p
 * coefficients and t targets, whose vectors lie one target after the other. Blocks are byte addresses, 0 for one that is absent. The operator
 * is K, or has Φ (n × p) by rows for its matrix; its work serves `measure`, too.
 */
@unmanaged
@final
export class Descent extends GramOperator {
  p: f64;
  form: f64;
  /** t × n */
  y: f64;
  /** n, or absent */
  weights: f64;
  /** x_t and x_t−1, t × p */
  x: f64;
  previous: f64;
  /** Φx or Kx at both, t × n */
  h: f64;
  hPrevious: f64;
  /** L′, and for the forms on K then L′ + 2λx, t × n */
  slopes: f64;
  /** t × p, for the other forms than the functional */
  gradient: f64;
  /** J = Σ w L + λ‖h‖² of x_t−1, t */
  objective: f64;
  /** The x of the least J so far and that J and its step, t × p, t and t, or absent: then none is kept. */
  best: f64;
  bestObjective: f64;
  bestStep: f64;
  loss: f64;
  parameter: f64;
  lambda: f64;
  /** How many of the coefficients λ counts for: the first ones. */
  penalised: f64;
  step: f64;
  /** Step k is step/√(1 + k·decay). */
  decay: f64;
  beta: f64;
  /** Whether the gradient is taken at x + β(x − x_t−1). */
  nesterov: f64;
  restart: f64;
  /** Whether the losses at x are known. */
  assessed: f64;
  tolerance: f64;
  target: f64;
  /** Points of a mini-batch; the permutation of the points they are cut from (i32), how many of it are used up, and the random state (i64). */
  batch: f64;
  order: f64;
  used: f64;
  random: f64;

  /** v of target q in a block of vectors of the given length. */
  @inline static of(block: f64, length: f64, q: i32): usize {
    return Address.at(<usize>block, <i32>length * q);
  }

  /** The step at iteration k. */
  @inline stepAt(k: i32): f64 {
    return this.step / sqrt(1 + <f64>k * this.decay);
  }

  /** h = Kx or Φx. Returns −1, or the position of an element of K that was refused. */
  forward(x: usize, h: usize): f64 {
    const n = <i32>this.n;
    const t = <i32>this.t;
    if (this.form !== Form.Primal) return gramProduct(changetype<usize>(this), x, h, false);
    const p = <i32>this.p;
    memory.fill(h, 0, (<usize>(n * t)) << 3);
    for (let q = 0; q < t; q++)
      gemv(
        Product.vector(n, p, 1)
          .of(<usize>this.matrix, p, 1, Address.at(x, p * q), 1, 1)
          .into(Address.at(h, n * q), 1, 1),
      );
    return -1;
  }

  /** Σ_i w_i L(h_i, y_i) of target q; its slopes are left in `slopes`. */
  @inline measure(h: usize, q: i32): f64 {
    const y = Descent.of(this.y, this.n, q);
    const slopes = Descent.of(this.slopes, this.n, q);
    const n = <i32>this.n;
    return measure(<i32>this.loss, this.parameter, n, Address.at(h, n * q), y, <usize>this.weights, slopes, <usize>this.work);
  }

  /** λ‖h‖² of target q: λ xᵀKx, or λ‖x‖² over the penalised. */
  ridge(q: i32): f64 {
    if (this.lambda === 0) return 0;
    const x = Descent.of(this.x, this.p, q);
    const other = this.form === Form.Primal ? x : Descent.of(this.h, this.n, q);
    return this.lambda * dot(<i32>this.penalised, x, 1, other, 1);
  }
}

/** Whether n numbers are finite: x − x is 0 for those, and NaN for the others. */
export function allFinite(n: i32, x: usize): bool {
  let sum: f64 = 0;
  for (const end = Address.at(x, n); x < end; x += 8) {
    const value = load<f64>(x);
    sum += value - value;
  }
  return sum === 0;
}

/** x ← x + β(x − previous), previous ← x, n numbers. */
export function carryOn(n: i32, beta: f64, x: usize, previous: usize): void {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(Address.at(x, i));
    const before = Address.at(previous, i);
    const velocity = value - load<f64>(before);
    store<f64>(before, value);
    if (beta !== 0) store<f64>(Address.at(x, i), value + beta * velocity);
  }
}
