import { Address } from "../address";
import { Product } from "../blas/gemm";
import { gemv } from "../blas/gemv";
import { run } from "../blas/multiply";
import { Operand } from "../blas/operand";
import { System } from "../blas/trsm";
import { axpy, dot, scale } from "../blas/vector";

/** Columns reflected one at a time: with 8 the row of a panel is one cache line. */
const PANEL: i32 = 8;

/** A sum of squares whose terms may have lost their digits to underflow. Beside a column of length 1 its root, 10⁻¹³⁵, is 0. */
const NEGLIGIBLE: f64 = 1e-270;

/** A head from which on such a sum changes nothing of the length, so that the digits that it lost do not matter. */
const LARGE_HEAD: f64 = 1e-100;

/**
 * A = Q R in place for A (m × n, m ≥ n, its rows contiguous and ld apart): R on and above the diagonal, below it V without its heads, which are 1.
 *
 * Q = H₁ H₂ …, H = I − 2 v vᵀ/vᵀv. `l` receives the triangle of `triangle`; `work` has room for n². The elements of A are at most about 1 in magnitude.
 */
export function qr(m: i32, n: i32, a: usize, ld: i32, l: usize, work: usize, scratch: usize): void {
  if (n <= PANEL) {
    for (let k = 0; k < n; k++) {
      const v = Address.of(a, ld, 1, k, k);
      reflectRest(m - k, n - k - 1, v, ld, reflector(m - k, v, ld), work);
    }
  } else {
    // [A₁ A₂], the left half a multiple of the panel's width
    const left = max(PANEL, (n >> 1) & ~(PANEL - 1));
    qr(m, left, a, ld, l, work, scratch);
    const V = Operand.write(0, a, m, left, ld, 1);
    const C = Operand.write(1, Address.at(a, left), m, n - left, ld, 1);
    reflect(changetype<usize>(V), l, changetype<usize>(C), true, work, scratch);
    qr(m - left, n - left, Address.of(a, ld, 1, left, left), ld, l, work, scratch);
  }
  triangle(m, n, a, ld, l, work, scratch);
}

/**
 * Turns x (m elements, ld apart) into ∓‖x‖ and below it the v of the reflection that does it, over its head. Returns ½vᵀv with the head 1.
 */
export function reflector(m: i32, x: usize, ld: i32): f64 {
  const tail = Address.at(x, ld);
  const rest = dot(m - 1, tail, ld, tail, ld);
  const first = load<f64>(x);
  const vanishes = rest < NEGLIGIBLE && abs(first) < LARGE_HEAD;
  const length = vanishes ? abs(first) : sqrt(first * first + rest);
  // v = x − r e₁ with r of the other sign, so that nothing cancels
  const r = first > 0 ? -length : length;
  store<f64>(x, r);
  if (vanishes) {
    for (let i = 0; i < m - 1; i++) store<f64>(Address.at(tail, i * ld), 0);
    return 0.5;
  }
  scale(m - 1, 1 / (first - r), tail, ld);
  return 0.5 * (1 + dot(m - 1, tail, ld, tail, ld));
}

/** The n columns right of v: C ← C − v (vᵀC)/β, β = ½vᵀv. */
function reflectRest(m: i32, n: i32, v: usize, ld: i32, beta: f64, w: usize): void {
  const r = load<f64>(v);
  store<f64>(v, 1);
  memory.fill(w, 0, (<usize>n) << 3);
  gemv(
    Product.vector(n, m, 1)
      .of(v + 8, 1, ld, v, ld, 1)
      .into(w, 1, 1),
  );
  for (let i = 0; i < m; i++) {
    const row = Address.at(v, i * ld);
    axpy(n, -load<f64>(row) / beta, w, 1, row + 8, 1);
  }
  store<f64>(v, r);
}

/**
 * L (k × k, lower): the strict lower triangle of VᵀV and half its diagonal, for V (m × k) as `qr` leaves it. `work` has room for k².
 *
 *     Q = I − V L⁻ᵀ Vᵀ
 *
 * Joffrain, Low, Quintana-Ortí, van de Geijn, Van Zee, Accumulating Householder transformations, revisited, ACM TOMS 32 (2006).
 */
export function triangle(m: i32, k: i32, v: usize, ld: i32, l: usize, work: usize, scratch: usize): void {
  exchangeHeads(k, v, ld, work, true);
  memory.fill(l, 0, (<usize>(k * k)) << 3);
  Product.square(k, m, 1).ofOne(v, 1, ld).into(l, k, 1).run(scratch);
  for (let i = 0; i < k; i++) Address.set(l, k, 1, i, i, 0.5 * Address.get(l, k, 1, i, i));
  exchangeHeads(k, v, ld, work, false);
}

/** C ← Qᵀ C, or Q C, for the operands C (m × t) and V (m × k), the reflections, and their triangle L; rows are contiguous. `work` has room for k² + k·t. */
export function reflect(V: usize, l: usize, C: usize, transposed: bool, work: usize, scratch: usize): void {
  const v = changetype<Operand>(V).at;
  const m = changetype<Operand>(V).rows;
  const k = changetype<Operand>(V).cols;
  const ld = changetype<Operand>(V).rs;
  const c = changetype<Operand>(C).at;
  const t = changetype<Operand>(C).cols;
  const ldc = changetype<Operand>(C).rs;
  const w = Address.at(work, k * k);
  exchangeHeads(k, v, ld, work, true);
  // W = VᵀC, then L⁻¹W or L⁻ᵀW
  memory.fill(w, 0, (<usize>(k * t)) << 3);
  run(Product.shared(k, t, m, 1, false).of(v, 1, ld, c, ldc, 1).into(w, t, 1), scratch);
  if (transposed) System.shared(t, k, false).by(l, k, 1).into(w, 1, t).run(scratch);
  else
    System.shared(t, k, false)
      .by(Address.at(l, k * k - 1), -1, -k)
      .into(Address.at(w, (k - 1) * t), 1, -t)
      .run(scratch);
  // C −= V W
  run(Product.shared(m, t, k, -1, false).of(v, ld, 1, w, t, 1).into(c, ldc, 1), scratch);
  exchangeHeads(k, v, ld, work, false);
}

/** Puts the ones and zeros of V in the place of R, which goes to `kept` (k × k), or R back. */
function exchangeHeads(k: i32, v: usize, ld: i32, kept: usize, out: bool): void {
  for (let i = 0; i < k; i++) {
    const row = Address.of(v, ld, 1, i, i);
    const copy = Address.at(kept, i * k);
    const bytes = (<usize>(k - i)) << 3;
    if (out) {
      memory.copy(copy, row, bytes);
      memory.fill(row, 0, bytes);
      store<f64>(row, 1);
    } else memory.copy(row, copy, bytes);
  }
}
