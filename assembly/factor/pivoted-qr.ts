import { Address } from "../address";
import { Product } from "../blas/gemm";
import { gemv } from "../blas/gemv";
import { dot, scale, swap } from "../blas/vector";
import { reflector } from "./qr";

/** A length² that fell below this share of the last one that was summed has lost half its digits: √ε. */
const RELIABLE: f64 = 1.5e-8;

/**
 * A P = Q R as `qr` has it, for A (m × n, rows contiguous and n apart), the longest of the remaining columns first, ties to the lowest index: the
 * steps from j on, `width` of them at the most.
 *
 * `pivots` receives 32-bit indices, step k having exchanged columns k and pivots[k]. `work` has room for 2n + (n + 1) · width: the squared lengths of
 * what remains of the columns (n) and what they were when last summed (n), which are carried from step to step, then W (width × n) and a column.
 * Returns the first step not done: a block ends early where a length has lost its digits to subtraction, so that it is summed anew.
 *
 * Quintana-Ortí, Sun, Bischof, A BLAS-3 version of the QR factorization with column pivoting, SIAM J. Sci. Comput. 19 (1998); the lengths are
 * those of Drmač, Bujanović, On the failure of rank-revealing QR factorization software, ACM TOMS 35 (2008).
 */
export function pivotedQrColumns(m: i32, n: i32, j: i32, width: i32, a: usize, pivots: usize, work: usize, scratch: usize): i32 {
  const lengths = work;
  const summed = Address.at(lengths, n);
  const w = Address.at(summed, n);
  const column = Address.at(w, n * width);
  const end = min(j + width, min(m, n));
  if (j === 0) {
    for (let c = 0; c < n; c++) sumLength(m, 0, c, a, n, lengths, summed);
  }
  let reliable = true;
  let k = j;
  for (; k < end && reliable; k++) {
    const done = k - j;
    const p = longest(n, k, lengths);
    store<i32>(Address.index(pivots, k), p);
    if (p !== k) {
      swap(m, Address.at(a, k), n, Address.at(a, p), n);
      swap(done, Address.at(w, k), n, Address.at(w, p), n);
      swap(2, Address.at(lengths, k), n, Address.at(lengths, p), n);
    }
    // a_k −= V w_k, the column brought up to date
    const row = Address.at(a, k * n);
    const v = Address.at(row, k);
    for (let l = 0; l < done; l++) store<f64>(Address.at(column, l), Address.get(w, n, 1, l, k));
    gemv(
      Product.vector(m - k, done, -1)
        .of(Address.at(v, -done), n, 1, column, 1, 1)
        .into(v, n, 1),
    );
    const beta = reflector(m - k, v, n);
    const r = load<f64>(v);
    store<f64>(v, 1);
    // w = (vᵀA − Σ (vᵀv_l) w_l) / β
    const rest = n - k - 1;
    const right = Address.at(v, 1);
    const left = Address.at(v, -done);
    const W = Address.at(w, k + 1);
    const wk = Address.at(W, done * n);
    memory.fill(wk, 0, (<usize>rest) << 3);
    memory.fill(column, 0, (<usize>done) << 3);
    gemv(
      Product.vector(rest, m - k, 1)
        .of(right, 1, n, v, n, 1)
        .into(wk, 1, 1),
    );
    gemv(
      Product.vector(done, m - k, 1)
        .of(left, 1, n, v, n, 1)
        .into(column, 1, 1),
    );
    gemv(Product.vector(rest, done, -1).of(W, 1, n, column, 1, 1).into(wk, 1, 1));
    scale(rest, 1 / beta, wk, 1);
    // the row of R: a −= V W
    gemv(
      Product.vector(rest, done + 1, -1)
        .of(W, 1, n, left, 1, 1)
        .into(right, 1, 1),
    );
    store<f64>(v, r);
    for (let c = k + 1; c < n; c++) {
      const length = Address.at(lengths, c);
      const r = load<f64>(Address.at(row, c));
      store<f64>(length, max<f64>(0, load<f64>(length) - r * r));
      if (isLost(c, lengths, summed)) reliable = false;
    }
  }
  // A₂₂ −= V₂ W₂
  const right = Address.of(a, n, 1, k, k);
  const below = Address.of(a, n, 1, k, j);
  Product.shared(m - k, n - k, k - j, -1, false)
    .of(below, n, 1, Address.at(w, k), n, 1)
    .into(right, n, 1)
    .run(scratch);
  for (let c = k; c < n; c++) {
    if (isLost(c, lengths, summed)) sumLength(m, k, c, a, n, lengths, summed);
  }
  return k;
}

/** The squared length of column c from row k on. */
function sumLength(m: i32, k: i32, c: i32, a: usize, n: i32, lengths: usize, summed: usize): void {
  const x = Address.of(a, n, 1, k, c);
  const square = dot(m - k, x, n, x, n);
  store<f64>(Address.at(lengths, c), square);
  store<f64>(Address.at(summed, c), square);
}

function isLost(c: i32, lengths: usize, summed: usize): bool {
  return load<f64>(Address.at(lengths, c)) < RELIABLE * load<f64>(Address.at(summed, c));
}

/** The first c ≥ k of the greatest length. */
function longest(n: i32, k: i32, lengths: usize): i32 {
  let best = k;
  for (let c = k + 1; c < n; c++) {
    if (load<f64>(Address.at(lengths, c)) > load<f64>(Address.at(lengths, best))) best = c;
  }
  return best;
}
