import { Address } from "../address";
import { Product } from "../blas/gemm";
import { Operand } from "../blas/operand";
import { System } from "../blas/trsm";
import { axpy, dot, scale } from "../blas/vector";
import { updateAndMultiply } from "./update-and-multiply";

/** A sum of squares whose terms may have lost their digits to underflow. In a matrix of norm 1 its root, 10⁻¹³⁵, is 0. */
const NEGLIGIBLE: f64 = 1e-270;

/**
 * A = Q T Qᵀ with T tridiagonal: the steps for rows `from` down to `to` of A (n × n, row stride n), which together do it for from = n − 1, to = 1.
 *
 * Only the lower triangle of A is read; its elements are at most 2 in magnitude. Step i reflects the first i elements of row i onto the last of them, H_i = I − τ_i v vᵀ with v_(i−1) = 1,
 * and leaves v in their place: Q = H_(n−1) … H_1. `beside` receives T's elements (i, i − 1) at i − 1, `tau` the τ_i at i.
 *
 *     A ← H A H = A − v qᵀ − q vᵀ,  q = p − ½τ(pᵀv) v,  p = τ A v
 *
 * A step puts this off until the next has its own v, so that one pass over A does both. `q` is a work area of 9n, kept from call to call: q_i lies in its first n for even i, in the next for odd, and the sums of a pass beyond.
 */
export function tridiagonalise(n: i32, from: i32, to: i32, a: usize, beside: usize, tau: usize, q: usize): void {
  if (from === n - 1) memory.fill(q, 0, (<usize>(2 * n)) << 3);
  for (let i = from; i >= to; i--) {
    const v = Address.at(a, i * n);
    const own = Address.at(q, (i & 1) * n);
    const before = Address.at(q, (~i & 1) * n);
    const pending = i < n - 1 && load<f64>(Address.at(tau, i + 1)) !== 0;
    // where nothing is put off `before` is 0
    const beneath = pending ? Address.at(v, n) : before;
    axpy(i + 1, -load<f64>(Address.at(beneath, i)), before, 1, v, 1);
    axpy(i + 1, -load<f64>(Address.at(before, i)), beneath, 1, v, 1);
    const last = Address.at(v, i - 1);
    const t = reflect(i - 1, last, v);
    store<f64>(Address.at(tau, i), t);
    store<f64>(Address.at(beside, i - 1), load<f64>(last));
    store<f64>(last, 1);
    if (pending || t !== 0) updateAndMultiply(i, n, a, beneath, before, v, own, Address.at(q, 2 * n));
    scale(i, t, own, 1);
    axpy(i, -0.5 * t * dot(i, own, 1, v, 1), v, 1, own, 1);
  }
}

/**
 * W ← W H_from … H_(to−1), the reflections that `tridiagonalise` left in A: with all of them, from = 1 and to = n, the rows of W become eigenvectors of A where they
 * were T's. W has n rows, ld apart; with k = to − from `work` has room for k² + k(2n).
 *
 *     H_from … H_(to−1) = I − Vᵀ L⁻ᵀ V,  L the strict lower triangle of VVᵀ and half its diagonal, v_i the rows of V
 *
 * Joffrain, Low, Quintana-Ortí, van de Geijn, Van Zee, Accumulating Householder transformations, revisited, ACM TOMS 32 (2006).
 */
export function reflectRows(from: i32, to: i32, A: usize, tau: usize, W: usize, work: usize, scratch: usize): void {
  const n = changetype<Operand>(A).rows;
  const a = changetype<Operand>(A).at;
  const w = changetype<Operand>(W).at;
  const ld = changetype<Operand>(W).rs;
  const k = to - from;
  const width = to - 1;
  const l = work;
  const v = Address.at(l, k * k);
  const x = Address.at(v, k * width);
  memory.fill(l, 0, (<usize>(k * (k + width + n))) << 3);
  for (let i = 0; i < k; i++) {
    const row = from + i;
    // where nothing was to be reflected v stays 0
    if (load<f64>(Address.at(tau, row)) !== 0) memory.copy(Address.at(v, i * width), Address.at(a, row * n), (<usize>row) << 3);
  }
  Product.square(k, width, 1).ofOne(v, width, 1).into(l, k, 1).run(scratch);
  for (let i = 0; i < k; i++) {
    const half = 0.5 * Address.get(l, k, 1, i, i);
    Address.set(l, k, 1, i, i, half === 0 ? 1 : half);
  }
  // X = W Vᵀ L⁻ᵀ, W −= X V
  Product.shared(n, k, width, 1, false).of(w, ld, 1, v, 1, width).into(x, k, 1).run(scratch);
  System.shared(n, k, false).by(l, k, 1).into(x, k, 1).run(scratch);
  Product.shared(n, width, k, -1, false).of(x, k, 1, v, width, 1).into(w, ld, 1).run(scratch);
}

/** (x, α) ← (v', β) with H (x, α) = (0, β), H = I − τ v vᵀ, v = (v', 1), for the n elements x before α. Returns τ, 0 where x is 0. */
function reflect(n: i32, alpha: usize, x: usize): f64 {
  const rest = dot(n, x, 1, x, 1);
  if (rest < NEGLIGIBLE) {
    memory.fill(x, 0, (<usize>n) << 3);
    return 0;
  }
  const a = load<f64>(alpha);
  const norm = sqrt(a * a + rest);
  const beta = a > 0 ? -norm : norm;
  scale(n, 1 / (a - beta), x, 1);
  store<f64>(alpha, beta);
  return (beta - a) / beta;
}
