import { Address } from "../address";
import { gemm, syrk } from "../blas/gemm";
import { trsm } from "../blas/trsm";
import { axpy, dot, scale } from "../blas/vector";
import { Lanes } from "../lanes";

/** A sum of squares whose terms may have lost their digits to underflow. In a matrix of norm 1 its root, 10⁻¹³⁵, is 0. */
const NEGLIGIBLE: f64 = 1e-270;

/**
 * A = Q T Qᵀ with T tridiagonal: the steps for rows `from` down to `to` of A (n × n, row stride n), which together do it for from = n − 1, to = 1.
 *
 * Only the lower triangle of A is read; its elements are at most 2 in magnitude. Step i reflects the first i elements of row i onto the last of them, H_i = I − τ_i v vᵀ with v_(i−1) = 1,
 * and leaves v in their place: Q = H_(n−1) … H_1. `beside` receives T's elements (i, i − 1) at i − 1, `tau` the τ_i at i. `p` is a work area of n.
 */
export function tridiagonalise(n: i32, from: i32, to: i32, a: usize, beside: usize, tau: usize, p: usize): void {
  for (let i = from; i >= to; i--) {
    const v = Address.at(a, i * n);
    const last = Address.at(v, i - 1);
    const t = reflect(i - 1, last, v);
    store<f64>(Address.at(tau, i), t);
    store<f64>(Address.at(beside, i - 1), load<f64>(last));
    store<f64>(last, 1);
    if (t === 0) continue;
    // p = τ A v
    multiply(i, n, a, v, p);
    scale(i, t, p, 1);
    // A −= v qᵀ + q vᵀ, q = p − ½τ(pᵀv) v
    axpy(i, -0.5 * t * dot(i, p, 1, v, 1), v, 1, p, 1);
    for (let j = 0; j < i; j++) subtractTwo(j + 1, load<f64>(Address.at(v, j)), p, load<f64>(Address.at(p, j)), v, Address.at(a, j * n));
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
export function reflectRows(n: i32, from: i32, to: i32, a: usize, tau: usize, w: usize, ld: i32, work: usize, scratch: usize): void {
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
  syrk(k, width, 1, v, width, 1, l, k, 1, scratch);
  for (let i = 0; i < k; i++) {
    const half = 0.5 * Address.get(l, k, 1, i, i);
    Address.set(l, k, 1, i, i, half === 0 ? 1 : half);
  }
  // X = W Vᵀ L⁻ᵀ, W −= X V
  gemm(n, k, width, 1, w, ld, 1, v, 1, width, x, k, 1, scratch);
  trsm(n, k, false, l, k, 1, x, k, 1, scratch);
  gemm(n, width, k, -1, x, k, 1, v, width, 1, w, ld, 1, scratch);
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

/** p = A v for the symmetric A (n × n, row stride ld) known by its lower triangle, every row read once. */
function multiply(n: i32, ld: i32, a: usize, v: usize, p: usize): void {
  for (let j = 0; j < n; j++) {
    const row = Address.at(a, j * ld);
    store<f64>(Address.at(p, j), dot(j + 1, row, 1, v, 1));
    axpy(j, load<f64>(Address.at(v, j)), row, 1, p, 1);
  }
}

/** y ← y − a·u − b·v, contiguous. */
function subtractTwo(n: i32, a: f64, u: usize, b: f64, v: usize, y: usize): void {
  const first = Lanes.splat(-a);
  const second = Lanes.splat(-b);
  const end = Address.at(y, n & ~1);
  for (; y < end; y += 16, u += 16, v += 16) {
    Lanes.store(y, Lanes.madd(second, Lanes.load(v), Lanes.madd(first, Lanes.load(u), Lanes.load(y))));
  }
  if (n & 1) store<f64>(y, load<f64>(y) - a * load<f64>(u) - b * load<f64>(v));
}
