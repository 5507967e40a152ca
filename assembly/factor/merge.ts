import { Address } from "../address";
import { dot, scale } from "../blas/vector";
import { Lanes } from "../lanes";
import { secularRoot } from "./secular";

/**
 * Divide and conquer for T = [T₁ · ; · T₂] + ρ u uᵀ, symmetric tridiagonal, ρ = |e|, u = (0 … 0 1 | ±1 0 … 0): from the eigensystems of the halves,
 * whose facing diagonal elements had ρ taken away, to T's. Eigenvectors are the rows of W (n × n, row stride ld): those of T₁ first, in its first n₁ columns.
 *
 *     D + ρ z zᵀ,  z the column of W on either side of the tear
 *
 * A row whose z is negligible is one of T already; of two rows with all but equal values a rotation makes one so. The other k are left to `combine`.
 *
 * In: d, the eigenvalues row by row, and `order`, the rows of each half by ascending value, counted within the half. Out: the rows of T's own found
 * so far and their values, moved to k … n − 1; in `gathered` the k others by the columns they fill: only the first n₁, all, only the last n₂; first
 * their first n₁ columns where they have them (row stride n₁), then their last n₂ (row stride n₂); `poles` and `z` by ascending pole; `place` the row of each in
 * that list. `counts` receives how many rows of the three kinds there are. Returns k.
 *
 * `gathered` has room for n², `kinds` and `sorted` for n 32-bit numbers each. Source: Gu, Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal
 * eigenproblem, SIAM J. Matrix Anal. Appl. 16 (1995); the deflation is that of LAPACK's dlaed2.
 */
export function deflate(
  n: i32,
  n1: i32,
  tear: f64,
  d: usize,
  w: usize,
  ld: i32,
  order: usize,
  gathered: usize,
  poles: usize,
  z: usize,
  place: usize,
  kinds: usize,
  sorted: usize,
  counts: usize,
): i32 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const top = i < n1;
    const x = Address.get(w, ld, 1, i, top ? n1 - 1 : n1) * Math.SQRT1_2;
    store<f64>(Address.at(z, i), !top && tear < 0 ? -x : x);
    store<i32>(Address.index(kinds, i), top ? FIRST : LAST);
    largest = max(largest, max(abs(load<f64>(Address.at(d, i))), abs(x)));
  }
  mergeOrders(n, n1, d, order, sorted);
  const tolerance = 4 * f64.EPSILON * largest;
  const rho = 2 * abs(tear);
  let k = 0;
  let before = -1;
  for (let p = 0; p < n; p++) {
    const row = load<i32>(Address.index(sorted, p));
    const x = load<f64>(Address.at(z, row));
    if (rho * abs(x) <= tolerance) {
      store<i32>(Address.index(kinds, row), FOUND);
      continue;
    }
    if (before >= 0) {
      if (!absorb(n, before, row, tolerance, d, z, w, ld, kinds)) store<i32>(Address.index(place, k++), before);
    }
    before = row;
  }
  if (before >= 0) store<i32>(Address.index(place, k++), before);
  gather(n, n1, k, d, w, ld, order, gathered, poles, z, place, kinds, sorted, counts);
  return k;
}

/** Columns that a row fills. */
const FIRST: i32 = 0;
const ALL: i32 = 1;
const LAST: i32 = 2;
/** An eigenvector of T. */
const FOUND: i32 = 3;

/** Rows of all by ascending d, from those of the halves. */
function mergeOrders(n: i32, n1: i32, d: usize, order: usize, sorted: usize): void {
  let i = 0;
  let j = n1;
  for (let p = 0; p < n; p++) {
    const top = i < n1 ? load<i32>(Address.index(order, i)) : -1;
    const bottom = j < n ? load<i32>(Address.index(order, j)) + n1 : -1;
    const first = bottom < 0 || (top >= 0 && load<f64>(Address.at(d, top)) <= load<f64>(Address.at(d, bottom)));
    store<i32>(Address.index(sorted, p), first ? top : bottom);
    if (first) i++;
    else j++;
  }
}

/** Rotates row i, whose value is all but that of row j, into an eigenvector, if what that neglects is below the tolerance. */
function absorb(n: i32, i: i32, j: i32, tolerance: f64, d: usize, z: usize, w: usize, ld: i32, kinds: usize): bool {
  const zi = load<f64>(Address.at(z, i));
  const zj = load<f64>(Address.at(z, j));
  const length = sqrt(zi * zi + zj * zj);
  const c = zj / length;
  const s = -zi / length;
  const di = load<f64>(Address.at(d, i));
  const dj = load<f64>(Address.at(d, j));
  if (abs((dj - di) * c * s) > tolerance) return false;
  store<f64>(Address.at(z, j), length);
  rotateRows(n, Address.at(w, i * ld), Address.at(w, j * ld), c, s);
  store<f64>(Address.at(d, i), di * c * c + dj * s * s);
  store<f64>(Address.at(d, j), di * s * s + dj * c * c);
  if (load<i32>(Address.index(kinds, i)) !== load<i32>(Address.index(kinds, j))) store<i32>(Address.index(kinds, j), ALL);
  store<i32>(Address.index(kinds, i), FOUND);
  return true;
}

/** (x, y) ← (cx + sy, cy − sx) */
function rotateRows(n: i32, x: usize, y: usize, c: f64, s: f64): void {
  for (let i = 0; i < n; i++) {
    const above = load<f64>(x);
    const below = load<f64>(y);
    store<f64>(x, c * above + s * below);
    store<f64>(y, c * below - s * above);
    x += 8;
    y += 8;
  }
}

/** Sorts the rows by kind, and what is known of the k that are left by pole. */
function gather(
  n: i32,
  n1: i32,
  k: i32,
  d: usize,
  w: usize,
  ld: i32,
  order: usize,
  gathered: usize,
  poles: usize,
  z: usize,
  place: usize,
  kinds: usize,
  sorted: usize,
  counts: usize,
): void {
  const n2 = n - n1;
  // the rows by kind, in `order`; those found last
  let next = 0;
  for (let kind = FIRST; kind <= FOUND; kind++) {
    store<i32>(Address.index(counts, kind), next);
    for (let i = 0; i < n; i++) if (load<i32>(Address.index(kinds, i)) === kind) store<i32>(Address.index(order, next++), i);
  }
  const all = load<i32>(Address.index(counts, ALL));
  const last = load<i32>(Address.index(counts, LAST));
  const second = Address.at(gathered, last * n1);
  const found = Address.at(second, (k - all) * n2);
  for (let p = 0; p < n; p++) {
    const i = load<i32>(Address.index(order, p));
    const row = Address.at(w, i * ld);
    if (p < last) copy(n1, row, Address.at(gathered, p * n1));
    if (p >= all && p < k) copy(n2, Address.at(row, n1), Address.at(second, (p - all) * n2));
    if (p >= k) {
      copy(n, row, Address.at(found, (p - k) * n));
      store<f64>(Address.at(poles, p), load<f64>(Address.at(d, i)));
    }
    // where row i has gone
    store<i32>(Address.index(sorted, i), p);
  }
  for (let p = 0; p < n; p++) {
    const row = Address.at(w, p * ld);
    if (p < k) memory.fill(row, 0, (<usize>n) << 3);
    else copy(n, Address.at(found, (p - k) * n), row);
  }
  // z by pole: compacted by way of W's first row, which is empty now
  for (let p = 0; p < k; p++) {
    const i = load<i32>(Address.index(place, p));
    store<f64>(Address.at(poles, p), load<f64>(Address.at(d, i)));
    store<f64>(Address.at(w, p), load<f64>(Address.at(z, i)));
    store<i32>(Address.index(place, p), load<i32>(Address.index(sorted, i)));
  }
  copy(k, w, z);
  memory.fill(w, 0, (<usize>k) << 3);
  copy(n, poles, d);
}

/**
 * The k eigenvalues of D + ρ z zᵀ that deflation left, into d, and its eigenvectors into the rows of U (k × k), column by column as `place` says; then `order`,
 * the rows by ascending value, d's elements k … n − 1 being known.
 *
 * z is replaced by the one for which the roots found are exact: so the vectors are orthogonal to the last digits however near the roots lie.
 * `work` has room for n + 4.
 */
export function combine(
  n: i32,
  k: i32,
  tear: f64,
  d: usize,
  poles: usize,
  z: usize,
  place: usize,
  u: usize,
  order: usize,
  work: usize,
): void {
  const inverse = 0.5 / abs(tear);
  for (let j = 0; j < k; j++) {
    store<f64>(Address.at(d, j), secularRoot(k, j, inverse, poles, z, Address.at(u, j * k), work));
  }
  // z_i² = Π (d_i − λ_j) / Π (d_i − d_j)
  for (let i = 0; i < k; i++) store<f64>(Address.at(work, i), -Address.get(u, k, 1, i, i));
  for (let j = 0; j < k; j++) {
    const row = Address.at(u, j * k);
    const pole = load<f64>(Address.at(poles, j));
    multiplyRatios(j, row, poles, pole, work);
    multiplyRatios(k - j - 1, Address.at(row, j + 1), Address.at(poles, j + 1), pole, Address.at(work, j + 1));
  }
  for (let i = 0; i < k; i++) {
    const at = Address.at(z, i);
    const size = sqrt(max(0, load<f64>(Address.at(work, i))));
    store<f64>(at, load<f64>(at) < 0 ? -size : size);
  }
  for (let j = 0; j < k; j++) {
    const row = Address.at(u, j * k);
    for (let i = 0; i < k; i++) store<f64>(Address.at(work, i), load<f64>(Address.at(z, i)) / load<f64>(Address.at(row, i)));
    scale(k, 1 / sqrt(dot(k, work, 1, work, 1)), work, 1);
    for (let i = 0; i < k; i++) store<f64>(Address.at(row, load<i32>(Address.index(place, i))), load<f64>(Address.at(work, i)));
  }
  sortRows(n, d, order);
}

/** p_i ← p_i (d_i − λ)/(d_i − pole), the differences d_i − λ being given */
function multiplyRatios(n: i32, differences: usize, d: usize, pole: f64, p: usize): void {
  const shift = Lanes.splat(pole);
  const end = Address.at(p, n & ~1);
  for (; p < end; p += 16, d += 16, differences += 16) {
    const ratio = Lanes.div(Lanes.load(differences), Lanes.sub(Lanes.load(d), shift));
    Lanes.store(p, Lanes.mul(Lanes.load(p), ratio));
  }
  if (n & 1) store<f64>(p, load<f64>(p) * (load<f64>(differences) / (load<f64>(d) - pole)));
}

/** `order` becomes the rows by ascending value, by insertion: most of them are in order already. */
export function sortRows(n: i32, d: usize, order: usize): void {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(Address.at(d, i));
    let at = i;
    for (; at > 0; at--) {
      const other = load<i32>(Address.index(order, at - 1));
      if (load<f64>(Address.at(d, other)) <= value) break;
      store<i32>(Address.index(order, at), other);
    }
    store<i32>(Address.index(order, at), i);
  }
}

function copy(n: i32, from: usize, to: usize): void {
  memory.copy(to, from, (<usize>n) << 3);
}
