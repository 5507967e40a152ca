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
 * and leaves v in their place: Q = H_(n−1) … H_1. `beside` receives T's elements (i, i − 1) at i − 1, `tau` the τ_i at i. `work` is an area of 2n.
 *
 *     A ← H A H = A − v qᵀ − q vᵀ,  p = τ A v,  q = p − ½τ(pᵀv) v
 *
 * The subtraction waits for the next step, which needs the rows of A anyway: A is read and written once a step.
 */
export function tridiagonalise(n: i32, from: i32, to: i32, a: usize, beside: usize, tau: usize, work: usize): void {
  let p = work;
  let q = Address.at(work, n);
  // The v of the step before, whose v qᵀ + q vᵀ is still to be subtracted; 0 where nothing is
  let u: usize = 0;
  for (let i = from; i >= to; i--) {
    const v = Address.at(a, i * n);
    if (u) subtractTwo(i + 1, load<f64>(Address.at(u, i)), q, load<f64>(Address.at(q, i)), u, v);
    const last = Address.at(v, i - 1);
    const t = reflect(i - 1, last, v);
    store<f64>(Address.at(tau, i), t);
    store<f64>(Address.at(beside, i - 1), load<f64>(last));
    store<f64>(last, 1);
    if (t === 0) {
      if (u) subtract(i, n, a, u, q);
      u = 0;
      continue;
    }
    if (u) subtractAndMultiply(i, n, a, u, q, v, p);
    else multiply(i, n, a, v, p);
    scale(i, t, p, 1);
    axpy(i, -0.5 * t * dot(i, p, 1, v, 1), v, 1, p, 1);
    u = v;
    const taken = q;
    q = p;
    p = taken;
  }
  if (u) subtract(to, n, a, u, q);
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

/** A −= u qᵀ + q uᵀ, the lower triangle. */
function subtract(n: i32, ld: i32, a: usize, u: usize, q: usize): void {
  for (let j = 0; j < n; j++) subtractTwo(j + 1, load<f64>(Address.at(u, j)), q, load<f64>(Address.at(q, j)), u, Address.at(a, j * ld));
}

/** A −= u qᵀ + q uᵀ and p = A v, as the two functions above do, in one pass over the lower triangle, two rows at a time. */
function subtractAndMultiply(n: i32, ld: i32, a: usize, u: usize, q: usize, v: usize, p: usize): void {
  memory.fill(p, 0, (<usize>n) << 3);
  const stride = (<usize>ld) << 3;
  let row = a;
  for (let at: usize = 0, end = ((<usize>n) << 3) - 8; at < end; at += 16, row += 2 * stride) {
    const below = row + stride;
    const u0 = Lanes.splat(-load<f64>(u + at));
    const u1 = Lanes.splat(-load<f64>(u + at, 8));
    const q0 = Lanes.splat(-load<f64>(q + at));
    const q1 = Lanes.splat(-load<f64>(q + at, 8));
    const v0 = Lanes.spread(v + at);
    const v1 = Lanes.spread(v + at + 8);
    let s0 = Lanes.splat(0);
    let s1 = Lanes.splat(0);
    for (let c: usize = 0; c < at; c += 16) {
      const uc = Lanes.load(u + c);
      const qc = Lanes.load(q + c);
      const vc = Lanes.load(v + c);
      const a0 = Lanes.madd(q0, uc, Lanes.madd(u0, qc, Lanes.load(row + c)));
      const a1 = Lanes.madd(q1, uc, Lanes.madd(u1, qc, Lanes.load(below + c)));
      Lanes.store(row + c, a0);
      Lanes.store(below + c, a1);
      s0 = Lanes.madd(a0, vc, s0);
      s1 = Lanes.madd(a1, vc, s1);
      Lanes.store(p + c, Lanes.madd(a1, v1, Lanes.madd(a0, v0, Lanes.load(p + c))));
    }
    // The triangle on the diagonal
    const diagonal = subtracted(row + at, u + at, q + at, u + at, q + at);
    const between = subtracted(below + at, u + at + 8, q + at + 8, u + at, q + at);
    const next = subtracted(below + at + 8, u + at + 8, q + at + 8, u + at + 8, q + at + 8);
    const x0 = load<f64>(v + at);
    const x1 = load<f64>(v + at, 8);
    store<f64>(p + at, Lanes.sum(s0) + diagonal * x0 + between * x1);
    store<f64>(p + at, Lanes.sum(s1) + between * x0 + next * x1, 8);
  }
  if (n & 1) {
    const j = n - 1;
    subtractTwo(n, load<f64>(Address.at(u, j)), q, load<f64>(Address.at(q, j)), u, row);
    store<f64>(Address.at(p, j), dot(n, row, 1, v, 1));
    axpy(j, load<f64>(Address.at(v, j)), row, 1, p, 1);
  }
}

/** The element at `address`, less u_i q_j + q_i u_j, which takes its place. */
function subtracted(address: usize, ui: usize, qi: usize, uj: usize, qj: usize): f64 {
  const value = load<f64>(address) - load<f64>(ui) * load<f64>(qj) - load<f64>(qi) * load<f64>(uj);
  store<f64>(address, value);
  return value;
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
