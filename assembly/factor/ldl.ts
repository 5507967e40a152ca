import { Address } from "../address";
import { Product } from "../blas/gemm";
import { axpy, swap } from "../blas/vector";

/** (1 + √17)/8: bounds the growth of a step of one pivot and of a step of two alike. */
const ALPHA: f64 = 0.6403882032022076;

/**
 * P A Pᵀ = L D Lᵀ with Bunch–Kaufman pivoting, in place, for one block of columns of the symmetric A (n × n, row stride n; nothing above the diagonal is read
 * or written), those before `from` being done: `width` columns or one less, and the part right of them brought up to date.
 *
 * Below the diagonal of A the unit lower L, on it the diagonal of D; `beside` receives the elements (j + 1, j) of D, 0 but where j and j + 1 share a block of D, whose
 * determinant is negative. `pivots[j]`, 32 bits: the row that step j exchanged with row j. `work` has room for 2n·width. Returns the first column that is not done.
 *
 *     A₂₂ −= L₂₁ W₂₁ᵀ,  W = L D
 *
 * Source: Bunch, Kaufman, Some stable methods for calculating inertia and solving symmetric linear systems, Math. Comp. 31 (1977); the blocks are those of LAPACK's dlasyf.
 */
export function ldlColumns(n: i32, from: i32, width: i32, a: usize, beside: usize, pivots: usize, work: usize, scratch: usize): i32 {
  // columns of the block, contiguous: W, and L with D on its diagonal
  const w = work;
  const l = Address.at(w, n * width);
  // a step of two needs two columns of W; the last ones of all need no more
  const end = from + width >= n ? n : from + width - 1;
  let k = from;
  while (k < end) {
    const wk = Address.at(w, (k - from) * n);
    const lk = Address.at(l, (k - from) * n);
    loadColumn(n, k, k, from, a, w, l, wk);
    const own = abs(load<f64>(Address.at(wk, k)));
    const r = largest(k + 1, n, wk);
    const beneath = r < n ? abs(load<f64>(Address.at(wk, r))) : 0;
    let steps = 1;
    let p = k;
    if (own < ALPHA * beneath) {
      const next = Address.at(wk, n);
      loadColumn(n, k, r, from, a, w, l, next);
      const below = largest(r + 1, n, next);
      const rest = max(abs(load<f64>(Address.at(next, largest(k, r, next)))), below < n ? abs(load<f64>(Address.at(next, below))) : 0);
      if (own < ALPHA * beneath * (beneath / rest)) {
        p = r;
        if (abs(load<f64>(Address.at(next, r))) < ALPHA * rest) steps = 2;
        else memory.copy(Address.at(wk, k), Address.at(next, k), (<usize>(n - k)) << 3);
      }
    }
    const last = k + steps - 1;
    store<i32>(Address.index(pivots, k), k);
    store<i32>(Address.index(pivots, last), p);
    if (p !== last) exchange(n, last, p, from, k, a, w, l);
    if (steps === 1) divideByOne(n, k, wk, lk, beside);
    else divideByTwo(n, k, wk, lk, beside);
    k += steps;
  }
  const done = k - from;
  for (let i = from; i < n; i++) {
    const row = Address.of(a, n, 1, i, from);
    for (let q = 0; q < min(done, i - from + 1); q++) store<f64>(Address.at(row, q), load<f64>(Address.at(l, q * n + i)));
  }
  const rest = n - k;
  const product = Product.shared(rest, rest, done, -1, true).of(Address.at(l, k), 1, n, Address.at(w, k), n, 1);
  product.into(Address.of(a, n, 1, k, k), n, 1).run(scratch);
  return k;
}

/** Elements k … n − 1 of column j of what is left of A, j ≥ k, into `to`: those before j lie in row j. */
function loadColumn(n: i32, k: i32, j: i32, from: i32, a: usize, w: usize, l: usize, to: usize): void {
  memory.copy(Address.at(to, k), Address.of(a, n, 1, j, k), (<usize>(j - k)) << 3);
  for (let i = j; i < n; i++) store<f64>(Address.at(to, i), Address.get(a, n, 1, i, j));
  for (let q = 0; q < k - from; q++) {
    axpy(n - k, -load<f64>(Address.at(w, q * n + j)), Address.at(l, q * n + k), 1, Address.at(to, k), 1);
  }
}

/** The first of from … to − 1 where |x| is greatest; `to` where there is none. */
function largest(from: i32, to: i32, x: usize): i32 {
  let best = to;
  let value: f64 = -1;
  for (let i = from; i < to; i++) {
    const candidate = abs(load<f64>(Address.at(x, i)));
    if (candidate > value) {
      value = candidate;
      best = i;
    }
  }
  return best;
}

/** Exchanges rows and columns i < p of what is left of A, and the rows of L and W. Column i itself is about to be overwritten and only moves to p. */
function exchange(n: i32, i: i32, p: i32, from: i32, k: i32, a: usize, w: usize, l: usize): void {
  const rowI = Address.at(a, i * n);
  const rowP = Address.at(a, p * n);
  store<f64>(Address.at(rowP, p), load<f64>(Address.at(rowI, i)));
  for (let q = i + 1; q < p; q++) store<f64>(Address.at(rowP, q), Address.get(a, n, 1, q, i));
  for (let q = p + 1; q < n; q++) Address.set(a, n, 1, q, p, Address.get(a, n, 1, q, i));
  swap(from, rowI, 1, rowP, 1);
  swap(i - from + 1, Address.at(w, i), n, Address.at(w, p), n);
  swap(k - from, Address.at(l, i), n, Address.at(l, p), n);
}

/** d = w_k, l = w/d; where d is 0 the column is 0 and stays so. */
function divideByOne(n: i32, k: i32, w: usize, l: usize, beside: usize): void {
  const d = load<f64>(Address.at(w, k));
  const divisor = d === 0 ? 1 : d;
  store<f64>(Address.at(l, k), d);
  store<f64>(Address.at(beside, k), 0);
  for (let i = k + 1; i < n; i++) store<f64>(Address.at(l, i), load<f64>(Address.at(w, i)) / divisor);
}

/** [l₁ l₂] = [w₁ w₂] [d₁ e; e d₂]⁻¹, divided by e first, which is larger than the d. */
function divideByTwo(n: i32, k: i32, w: usize, l: usize, beside: usize): void {
  const next = Address.at(w, n);
  const second = Address.at(l, n);
  const e = load<f64>(Address.at(w, k + 1));
  const d1 = load<f64>(Address.at(w, k));
  const d2 = load<f64>(Address.at(next, k + 1));
  const factor = 1 / ((d1 / e) * (d2 / e) - 1);
  for (let i = k + 2; i < n; i++) {
    const x = load<f64>(Address.at(w, i)) / e;
    const y = load<f64>(Address.at(next, i)) / e;
    store<f64>(Address.at(l, i), factor * ((d2 / e) * x - y));
    store<f64>(Address.at(second, i), factor * ((d1 / e) * y - x));
  }
  store<f64>(Address.at(l, k), d1);
  store<f64>(Address.at(l, k + 1), 0);
  store<f64>(Address.at(second, k + 1), d2);
  store<f64>(Address.at(beside, k), e);
  store<f64>(Address.at(beside, k + 1), 0);
}

/**
 * X ← D⁻¹ X for X (n × t, its rows one after the other) and the D that `ldlColumns` left in A and beside it. A block of two is divided by the element
 * beside its diagonal first, which is the largest.
 */
export function divideByBlocks(n: i32, t: i32, a: usize, beside: usize, x: usize): void {
  for (let k = 0; k < n; k++) {
    const row = Address.at(x, k * t);
    const d = Address.get(a, n, 1, k, k);
    const e = load<f64>(Address.at(beside, k));
    if (e === 0) {
      for (let q = 0; q < t; q++) store<f64>(Address.at(row, q), load<f64>(Address.at(row, q)) / d);
      continue;
    }
    k++;
    const next = Address.at(row, t);
    const first = d / e;
    const second = Address.get(a, n, 1, k, k) / e;
    for (let q = 0; q < t; q++) {
      const x0 = load<f64>(Address.at(row, q)) / e;
      const x1 = load<f64>(Address.at(next, q)) / e;
      store<f64>(Address.at(row, q), (second * x0 - x1) / (first * second - 1));
      store<f64>(Address.at(next, q), (first * x1 - x0) / (first * second - 1));
    }
  }
}
