import { Address } from "../address";
import { Product } from "../blas/gemm";
import { System } from "../blas/trsm";
import { axpy, swap } from "../blas/vector";

/** Columns eliminated one at a time: with 8 the row of a panel is one cache line. */
const PANEL: i32 = 8;

/**
 * P A = L U with partial pivoting, in place, for A (m × n), m ≥ n: U on and above the diagonal, the unit lower L below it.
 *
 * `pivots` receives n 32-bit row indices: step i exchanged rows i and pivots[i] (ties go to the lowest index). Returns n, or the index of
 * the first pivot that was exactly 0 (or not a number); the elimination is completed all the same.
 */
export function lu(m: i32, n: i32, a: usize, rs: i32, cs: i32, pivots: usize, scratch: usize): i32 {
  if (n <= PANEL) return eliminate(m, n, a, rs, cs, pivots);
  // [A₁ A₂], the left half a multiple of the panel's width
  const left = max(PANEL, (n >> 1) & ~(PANEL - 1));
  const right = n - left;
  const a12 = Address.of(a, rs, cs, 0, left);
  const a21 = Address.of(a, rs, cs, left, 0);
  const a22 = Address.of(a, rs, cs, left, left);
  const first = lu(m, left, a, rs, cs, pivots, scratch);
  exchangeRows(left, right, a12, rs, cs, pivots);
  // L₁₁ U₁₂ = A₁₂
  System.shared(right, left, true).by(a, rs, cs).into(a12, cs, rs).run(scratch);
  // A₂₂ −= L₂₁ U₁₂
  Product.shared(m - left, right, left, -1, false)
    .of(a21, rs, cs, a12, rs, cs)
    .into(a22, rs, cs)
    .run(scratch);
  const second = lu(m - left, right, a22, rs, cs, Address.index(pivots, left), scratch);
  exchangeRows(right, left, a21, rs, cs, Address.index(pivots, left));
  shiftPivots(right, left, Address.index(pivots, left));
  return first < left ? first : left + second;
}

/**
 * One block column of the same on a square A (n × n), the columns before j being done: columns j to j + nb, the exchanges applied left and
 * right of them, and the part of A right of them brought up to date. pivots[j…] are rows of A. Returns as `lu`, counted from 0.
 */
export function luColumns(n: i32, j: i32, nb: i32, a: usize, rs: i32, cs: i32, pivots: usize, scratch: usize): i32 {
  const rest = n - j - nb;
  const block = Address.of(a, rs, cs, j, j);
  const a12 = Address.of(a, rs, cs, j, j + nb);
  const own = Address.index(pivots, j);
  const nonzero = lu(n - j, nb, block, rs, cs, own, scratch);
  exchangeRows(nb, j, Address.at(a, j * rs), rs, cs, own);
  exchangeRows(nb, rest, a12, rs, cs, own);
  // L₁₁ U₁₂ = A₁₂
  System.shared(rest, nb, true).by(block, rs, cs).into(a12, cs, rs).run(scratch);
  // A₂₂ −= L₂₁ U₁₂
  const a22 = Address.of(a, rs, cs, j + nb, j + nb);
  const a21 = Address.of(a, rs, cs, j + nb, j);
  Product.shared(rest, rest, nb, -1, false).of(a21, rs, cs, a12, rs, cs).into(a22, rs, cs).run(scratch);
  shiftPivots(nb, j, own);
  return j + nonzero;
}

/** Applies the first `count` exchanges, in order, to n columns. */
export function exchangeRows(count: i32, n: i32, a: usize, rs: i32, cs: i32, pivots: usize): void {
  for (let i = 0; i < count; i++) {
    const p = load<i32>(Address.index(pivots, i));
    if (p !== i) swap(n, Address.at(a, i * rs), cs, Address.at(a, p * rs), cs);
  }
}

/** Takes such exchanges back, the last first. */
export function undoExchanges(count: i32, n: i32, a: usize, rs: i32, cs: i32, pivots: usize): void {
  for (let i = count - 1; i >= 0; i--) {
    const p = load<i32>(Address.index(pivots, i));
    if (p !== i) swap(n, Address.at(a, i * rs), cs, Address.at(a, p * rs), cs);
  }
}

/** Row indices of a block, made indices of the matrix around it. */
function shiftPivots(count: i32, by: i32, pivots: usize): void {
  for (const end = Address.index(pivots, count); pivots < end; pivots += 4) store<i32>(pivots, load<i32>(pivots) + by);
}

function eliminate(m: i32, n: i32, a: usize, rs: i32, cs: i32, pivots: usize): i32 {
  let nonzero = n;
  for (let j = 0; j < n; j++) {
    const p = largest(m, j, a, rs, cs);
    store<i32>(Address.index(pivots, j), p);
    if (p !== j) swap(n, Address.at(a, j * rs), cs, Address.at(a, p * rs), cs);
    const rowJ = Address.of(a, rs, cs, j, j);
    const pivot = load<f64>(rowJ);
    if (!(abs(pivot) > 0)) {
      nonzero = min(nonzero, j);
      continue;
    }
    for (let i = j + 1; i < m; i++) {
      const rowI = Address.of(a, rs, cs, i, j);
      const factor = load<f64>(rowI) / pivot;
      store<f64>(rowI, factor);
      axpy(n - j - 1, -factor, Address.at(rowJ, cs), cs, Address.at(rowI, cs), cs);
    }
  }
  return nonzero;
}

/** The first i ≥ j where |a_ij| is greatest. */
function largest(m: i32, j: i32, a: usize, rs: i32, cs: i32): i32 {
  let best = j;
  let value = abs(Address.get(a, rs, cs, j, j));
  for (let i = j + 1; i < m; i++) {
    const candidate = abs(Address.get(a, rs, cs, i, j));
    if (candidate > value) {
      value = candidate;
      best = i;
    }
  }
  return best;
}
