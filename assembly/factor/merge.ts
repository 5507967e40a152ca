import { Address } from "../address";
import { Product } from "../blas/gemm";
import { dot, scale } from "../blas/vector";
import { Lanes } from "../lanes";
import { chunkSize, region, scratchOf, TASK } from "../parallel/region";
import { secularRoot } from "./secular";

/**
 * What a merge of two halves has in memory, in 8 + 6(n + 8) + 2n² numbers (src/core/eigen.ts makes room for them): the fields of this class, then
 *
 *     poles, z, products   numbers, n each; products has room for 4 more
 *     place, kinds, sorted   32-bit indices, n each
 *     u, gathered   n² numbers each
 */
@unmanaged
@final
class Merge {
  n: i32;
  /** Rows of the first half. */
  n1: i32;
  /** The element of T beside the tear. */
  tear: f64;
  /** Rows left to be combined. */
  k: i32;
  /** Of these those from `all` on fill all columns, those from `last` on the last n₂. */
  all: i32;
  last: i32;

  @inline part(index: i32): usize {
    return Address.at(changetype<usize>(this), HEADER + index * (this.n + SPARE));
  }
  get poles(): usize {
    return this.part(0);
  }
  get z(): usize {
    return this.part(1);
  }
  /** A work area. */
  get products(): usize {
    return this.part(2);
  }
  /** Where a vector of the product stands among the rows gathered, by ascending pole. */
  get place(): usize {
    return this.part(3);
  }
  /** Which columns a row fills. */
  get kinds(): usize {
    return this.part(4);
  }
  /** The rows of both halves by ascending value; then where a row has gone. */
  get sorted(): usize {
    return this.part(5);
  }
  /** The eigenvectors of D + ρ z zᵀ, k × k, row by row. */
  get u(): usize {
    return this.part(6);
  }
  /** The rows that these are multiplied with: first the columns of T₁, n₁ of them, of those that have them, then the columns of T₂. */
  get gathered(): usize {
    return Address.at(this.u, this.n * this.n);
  }
  get second(): usize {
    return Address.at(this.gathered, this.last * this.n1);
  }
}

/** Numbers before the first part of a merge, and that a part has beyond n. */
const HEADER: i32 = 8;
const SPARE: i32 = 8;

/**
 * Divide and conquer for T = [T₁ · ; · T₂] + ρ u uᵀ, symmetric tridiagonal, ρ = |tear|, u = (0 … 0 1 | ±1 0 … 0): from the eigensystems of the halves,
 * whose facing diagonal elements had ρ taken away, to T's. Eigenvectors are the rows of W (n × n, row stride ld): those of T₁ first, in its first n₁ columns.
 *
 *     D + ρ z zᵀ,  z the column of W on either side of the tear
 *
 * A row whose z is negligible is one of T already; of two rows with all but equal values a rotation makes one so. The other k are left to `combine`.
 *
 * In: d, the eigenvalues row by row, and `order`, the rows of each half by ascending value, counted within the half. Out: the rows of T's own found
 * so far and their values, moved to k … n − 1; in the merge at `address`, which is made anew, the k others by the columns they fill: only the first n₁,
 * all, only the last n₂. Returns k.
 *
 * Source: Gu, Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem, SIAM J. Matrix Anal. Appl. 16 (1995); the deflation
 * is that of LAPACK's dlaed2.
 */
export function deflate(n: i32, n1: i32, tear: f64, d: usize, w: usize, ld: i32, order: usize, address: usize): i32 {
  const merge = changetype<Merge>(address);
  merge.n = n;
  merge.n1 = n1;
  merge.tear = tear;
  const largest = readZ(merge, d, w, ld);
  mergeOrders(merge, d, order);
  const tolerance = 4 * f64.EPSILON * largest;
  const rho = 2 * abs(tear);
  let k = 0;
  let before = -1;
  for (let p = 0; p < n; p++) {
    const row = load<i32>(Address.index(merge.sorted, p));
    const x = load<f64>(Address.at(merge.z, row));
    if (rho * abs(x) <= tolerance) {
      store<i32>(Address.index(merge.kinds, row), FOUND);
      continue;
    }
    if (before >= 0) {
      if (!absorb(merge, before, row, tolerance, d, w, ld)) store<i32>(Address.index(merge.place, k++), before);
    }
    before = row;
  }
  if (before >= 0) store<i32>(Address.index(merge.place, k++), before);
  merge.k = k;
  sortByKind(merge, order);
  gather(merge, d, w, ld, order);
  compact(merge, d, w);
  return k;
}

/** z, and the half that each row comes from; returns the largest of |d| and |z|. */
function readZ(merge: Merge, d: usize, w: usize, ld: i32): f64 {
  const n1 = merge.n1;
  let largest: f64 = 0;
  for (let i = 0; i < merge.n; i++) {
    const top = i < n1;
    const x = Address.get(w, ld, 1, i, top ? n1 - 1 : n1) * Math.SQRT1_2;
    store<f64>(Address.at(merge.z, i), !top && merge.tear < 0 ? -x : x);
    store<i32>(Address.index(merge.kinds, i), top ? FIRST : LAST);
    largest = max(largest, max(abs(load<f64>(Address.at(d, i))), abs(x)));
  }
  return largest;
}

/** Columns that a row fills. */
const FIRST: i32 = 0;
const ALL: i32 = 1;
const LAST: i32 = 2;
/** An eigenvector of T. */
const FOUND: i32 = 3;

/** Rows of all by ascending d, from those of the halves. */
function mergeOrders(merge: Merge, d: usize, order: usize): void {
  const n = merge.n;
  const n1 = merge.n1;
  let i = 0;
  let j = n1;
  for (let p = 0; p < n; p++) {
    const top = i < n1 ? load<i32>(Address.index(order, i)) : -1;
    const bottom = j < n ? load<i32>(Address.index(order, j)) + n1 : -1;
    const first = bottom < 0 || (top >= 0 && load<f64>(Address.at(d, top)) <= load<f64>(Address.at(d, bottom)));
    store<i32>(Address.index(merge.sorted, p), first ? top : bottom);
    if (first) i++;
    else j++;
  }
}

/** Rotates row i, whose value is all but that of row j, into an eigenvector, if what that neglects is below the tolerance. */
function absorb(merge: Merge, i: i32, j: i32, tolerance: f64, d: usize, w: usize, ld: i32): bool {
  const z = merge.z;
  const kinds = merge.kinds;
  const zi = load<f64>(Address.at(z, i));
  const zj = load<f64>(Address.at(z, j));
  const length = sqrt(zi * zi + zj * zj);
  const c = zj / length;
  const s = -zi / length;
  const di = load<f64>(Address.at(d, i));
  const dj = load<f64>(Address.at(d, j));
  if (abs((dj - di) * c * s) > tolerance) return false;
  store<f64>(Address.at(z, j), length);
  rotateRows(merge.n, Address.at(w, i * ld), Address.at(w, j * ld), c, s);
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

/** The rows by the columns that they fill, in `order`; those found last. */
function sortByKind(merge: Merge, order: usize): void {
  let next = 0;
  for (let kind = FIRST; kind <= FOUND; kind++) {
    if (kind === ALL) merge.all = next;
    if (kind === LAST) merge.last = next;
    for (let i = 0; i < merge.n; i++) if (load<i32>(Address.index(merge.kinds, i)) === kind) store<i32>(Address.index(order, next++), i);
  }
}

/** Copies what is left of the rows to where they are multiplied, and moves those found to the end of W; the others are 0. */
function gather(merge: Merge, d: usize, w: usize, ld: i32, order: usize): void {
  const n = merge.n;
  const n1 = merge.n1;
  const k = merge.k;
  const n2 = n - n1;
  const all = merge.all;
  const found = Address.at(merge.second, (k - all) * n2);
  for (let p = 0; p < n; p++) {
    const i = load<i32>(Address.index(order, p));
    const row = Address.at(w, i * ld);
    if (p < merge.last) copy(n1, row, Address.at(merge.gathered, p * n1));
    if (p >= all && p < k) copy(n2, Address.at(row, n1), Address.at(merge.second, (p - all) * n2));
    if (p >= k) {
      copy(n, row, Address.at(found, (p - k) * n));
      store<f64>(Address.at(merge.poles, p), load<f64>(Address.at(d, i)));
    }
    // where row i has gone
    store<i32>(Address.index(merge.sorted, i), p);
  }
  for (let p = 0; p < n; p++) {
    const row = Address.at(w, p * ld);
    if (p < k) memory.fill(row, 0, (<usize>n) << 3);
    else copy(n, Address.at(found, (p - k) * n), row);
  }
}

/** The poles and z by ascending pole, compacted by way of W's first row, which is empty now; d becomes the poles. */
function compact(merge: Merge, d: usize, w: usize): void {
  const k = merge.k;
  for (let p = 0; p < k; p++) {
    const place = Address.index(merge.place, p);
    const i = load<i32>(place);
    store<f64>(Address.at(merge.poles, p), load<f64>(Address.at(d, i)));
    store<f64>(Address.at(w, p), load<f64>(Address.at(merge.z, i)));
    store<i32>(place, load<i32>(Address.index(merge.sorted, i)));
  }
  copy(k, w, merge.z);
  memory.fill(w, 0, (<usize>k) << 3);
  copy(merge.n, merge.poles, d);
}

/** Flops of an element of the secular equation: some five steps of a division, and more. */
const SECULAR_FLOPS: f64 = 60;

/** A merge whose roots threads share, as the chunks of a region find it. */
@unmanaged
@final
class Combination {
  merge: Merge;
  d: usize;
  scratch: usize;
  /** Roots of a chunk, or columns. */
  size: i32;

  @inline first(chunk: i32): i32 {
    return chunk * this.size;
  }

  @inline end(chunk: i32): i32 {
    return min(this.merge.k, this.first(chunk) + this.size);
  }
}

/**
 * The k eigenvalues of D + ρ z zᵀ that deflation left, into d, and its eigenvectors into the rows of U (k × k), column by column as `place` says; then `order`,
 * the rows by ascending value, d's elements k … n − 1 being known.
 *
 * z is replaced by the one for which the roots found are exact: so the vectors are orthogonal to the last digits however near the roots lie. A thread's
 * scratch holds k numbers.
 */
export function combine(d: usize, order: usize, address: usize, scratch: usize): void {
  const merge = changetype<Merge>(address);
  const k = merge.k;
  const combination = changetype<Combination>(TASK);
  const size = chunkSize(k, SECULAR_FLOPS * <f64>k);
  const chunks = (k + size - 1) / size;
  combination.merge = merge;
  combination.d = d;
  combination.scratch = scratch;
  combination.size = size;
  region(chunks, findRoots);
  region(chunks, replaceZ);
  region(chunks, writeVectors);
  sortRows(merge.n, d, order);
}

function findRoots(chunk: i32, thread: i32): void {
  const combination = changetype<Combination>(TASK);
  const merge = combination.merge;
  const work = scratchOf(combination.scratch, thread);
  const k = merge.k;
  const inverse = 0.5 / abs(merge.tear);
  for (let j = combination.first(chunk), end = combination.end(chunk); j < end; j++) {
    const row = Address.at(merge.u, j * k);
    store<f64>(Address.at(combination.d, j), secularRoot(k, j, inverse, merge.poles, merge.z, row, work));
  }
}

/** z_i² = Π (d_i − λ_j) / Π (d_i − d_j) for the columns of a chunk: j ascending, whoever works. */
function replaceZ(chunk: i32, _: i32): void {
  const combination = changetype<Combination>(TASK);
  const merge = combination.merge;
  const k = merge.k;
  const first = combination.first(chunk);
  const end = combination.end(chunk);
  const products = merge.products;
  const poles = merge.poles;
  for (let i = first; i < end; i++) store<f64>(Address.at(products, i), -Address.get(merge.u, k, 1, i, i));
  for (let j = 0; j < k; j++) {
    const row = Address.at(merge.u, j * k);
    const pole = load<f64>(Address.at(poles, j));
    const before = min(j, end);
    const after = max(j + 1, first);
    multiplyRatios(before - first, Address.at(row, first), Address.at(poles, first), pole, Address.at(products, first));
    multiplyRatios(end - after, Address.at(row, after), Address.at(poles, after), pole, Address.at(products, after));
  }
  for (let i = first; i < end; i++) {
    const at = Address.at(merge.z, i);
    const size = sqrt(max(0, load<f64>(Address.at(products, i))));
    store<f64>(at, load<f64>(at) < 0 ? -size : size);
  }
}

function writeVectors(chunk: i32, thread: i32): void {
  const combination = changetype<Combination>(TASK);
  const merge = combination.merge;
  const k = merge.k;
  const z = merge.z;
  const place = merge.place;
  const vector = scratchOf(combination.scratch, thread);
  for (let j = combination.first(chunk), end = combination.end(chunk); j < end; j++) {
    const row = Address.at(merge.u, j * k);
    for (let i = 0; i < k; i++) store<f64>(Address.at(vector, i), load<f64>(Address.at(z, i)) / load<f64>(Address.at(row, i)));
    scale(k, 1 / sqrt(dot(k, vector, 1, vector, 1)), vector, 1);
    for (let i = 0; i < k; i++) store<f64>(Address.at(row, load<i32>(Address.index(place, i))), load<f64>(Address.at(vector, i)));
  }
}

/** p_i ← p_i (d_i − λ)/(d_i − pole), the differences d_i − λ being given; nothing for n ≤ 0 */
function multiplyRatios(n: i32, differences: usize, d: usize, pole: f64, p: usize): void {
  if (n <= 0) return;
  const shift = Lanes.splat(pole);
  const end = Address.at(p, n & ~1);
  for (; p < end; p += 16, d += 16, differences += 16) {
    const ratio = Lanes.div(Lanes.load(differences), Lanes.sub(Lanes.load(d), shift));
    Lanes.store(p, Lanes.mul(Lanes.load(p), ratio));
  }
  if (n & 1) store<f64>(p, load<f64>(p) * (load<f64>(differences) / (load<f64>(d) - pole)));
}

/** Rows `from` to `to`, of the k combined, of W (row stride ld): the eigenvectors of D + ρ z zᵀ times the rows gathered. Returns the flops. */
export function multiplyGathered(from: i32, to: i32, w: usize, ld: i32, address: usize, scratch: usize): f64 {
  const merge = changetype<Merge>(address);
  const n1 = merge.n1;
  const n2 = merge.n - n1;
  const k = merge.k;
  const all = merge.all;
  const rows = to - from;
  const u = Address.at(merge.u, from * k);
  const c = Address.at(w, from * ld);
  Product.shared(rows, n1, merge.last, 1, false).of(u, k, 1, merge.gathered, n1, 1).into(c, ld, 1).run(scratch);
  Product.shared(rows, n2, k - all, 1, false)
    .of(Address.at(u, all), k, 1, merge.second, n2, 1)
    .into(Address.at(c, n1), ld, 1)
    .run(scratch);
  return 2 * <f64>rows * (<f64>n1 * merge.last + <f64>n2 * (k - all));
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
