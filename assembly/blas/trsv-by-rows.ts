import { Address } from "../address";
import { Lanes } from "../lanes";
import { region, sizeOfChunk, TASK } from "../parallel/region";

/** Numbers that the sums of a row are: four pairs of lanes, as in `dot`. */
const SUMS: i32 = 8;

/** Columns that four rows meet before the next: their parts of the rows and of x stay in L1. */
const STRIP: i32 = 128;

/** What the rows below a block of unknowns read, as a task that threads share. */
@unmanaged
@final
class Rows {
  l: usize;
  rs: i32;
  x: usize;
  sums: usize;
  /** The rows, those below `first`, and the unknowns that are new to them. */
  first: i32;
  end: i32;
  from: i32;
  to: i32;
  size: i32;
}

/**
 * L x = b for rows of unit stride, rs apart: x_i = (b_i − Σ_j<i l_ij x_j) / l_ii, four rows at a time, as they lie beside each other in time but not in memory.
 *
 * After every `block` unknowns, a multiple of 8 or n, the sums of all rows below are carried on, by all threads. `sums` has room for 8n numbers.
 */
export function solveByRows(n: i32, block: i32, unit: bool, l: usize, rs: i32, b: usize, sums: usize): void {
  memory.fill(sums, 0, (<usize>(n * SUMS)) << 3);
  for (let q = 0; q < n; q += block) {
    const end = min(n, q + block);
    for (let i = q; i < end; i += 4) {
      const next = min(end, i + 4);
      const whole = i & ~7;
      sumProducts(i, next, q, whole, l, rs, b, sums);
      for (let r = i; r < next; r++) finishRow(r, whole, unit, Address.at(l, r * rs), b, Address.at(sums, r * SUMS));
    }
    if (end === n) return;
    const rows = changetype<Rows>(TASK);
    rows.l = l;
    rows.rs = rs;
    rows.x = b;
    rows.sums = sums;
    rows.first = end;
    rows.end = n;
    rows.from = q;
    rows.to = end;
    rows.size = sizeOfChunk(n - end);
    region((n - end + rows.size - 1) / rows.size, sumChunk);
  }
}

function sumChunk(index: i32, _thread: i32): void {
  const rows = changetype<Rows>(TASK);
  const end = min(rows.end, rows.first + (index + 1) * rows.size);
  for (let i = rows.first + index * rows.size; i < end; i += 4) {
    sumProducts(i, min(end, i + 4), rows.from, rows.to, rows.l, rows.rs, rows.x, rows.sums);
  }
}

/** What is left of row i: the columns from `whole` on, one by one, and the division. */
function finishRow(i: i32, whole: i32, unit: bool, row: usize, b: usize, sums: usize): void {
  const first = Lanes.add(Lanes.load(sums), Lanes.load(sums + 16));
  let sum = Lanes.sum(Lanes.add(first, Lanes.add(Lanes.load(sums + 32), Lanes.load(sums + 48))));
  for (let j = whole; j < i; j++) sum += load<f64>(Address.at(row, j)) * load<f64>(Address.at(b, j));
  const address = Address.at(b, i);
  const x = load<f64>(address) - sum;
  store<f64>(address, unit ? x : x / load<f64>(Address.at(row, i)));
}

/** The sums of up to four rows, `top` to `end`, over columns `from` to `to`, multiples of 8. */
function sumProducts(top: i32, end: i32, from: i32, to: i32, l: usize, rs: i32, x: usize, sums: usize): void {
  for (let p = from; p < to; p += STRIP) {
    const count = min(STRIP, to - p);
    for (let i = top; i < end; i += 2) {
      const row = Address.of(l, rs, 1, i, p);
      // the last row twice where they are odd
      const below = i + 1 < end ? 1 : 0;
      sumPair(count, row, Address.at(row, below * rs), Address.at(x, p), Address.at(sums, i * SUMS), Address.at(sums, (i + below) * SUMS));
    }
  }
}

function sumPair(count: i32, row: usize, next: usize, x: usize, above: usize, below: usize): void {
  let s0 = Lanes.load(above);
  let s1 = Lanes.load(above + 16);
  let s2 = Lanes.load(above + 32);
  let s3 = Lanes.load(above + 48);
  let t0 = Lanes.load(below);
  let t1 = Lanes.load(below + 16);
  let t2 = Lanes.load(below + 32);
  let t3 = Lanes.load(below + 48);
  for (const last = Address.at(x, count); x < last; x += 64) {
    const x0 = Lanes.load(x);
    s0 = Lanes.fuse(Lanes.load(row), x0, s0);
    t0 = Lanes.fuse(Lanes.load(next), x0, t0);
    const x1 = Lanes.load(x + 16);
    s1 = Lanes.fuse(Lanes.load(row + 16), x1, s1);
    t1 = Lanes.fuse(Lanes.load(next + 16), x1, t1);
    const x2 = Lanes.load(x + 32);
    s2 = Lanes.fuse(Lanes.load(row + 32), x2, s2);
    t2 = Lanes.fuse(Lanes.load(next + 32), x2, t2);
    const x3 = Lanes.load(x + 48);
    s3 = Lanes.fuse(Lanes.load(row + 48), x3, s3);
    t3 = Lanes.fuse(Lanes.load(next + 48), x3, t3);
    row += 64;
    next += 64;
  }
  Lanes.store(above, s0);
  Lanes.store(above + 16, s1);
  Lanes.store(above + 32, s2);
  Lanes.store(above + 48, s3);
  Lanes.store(below, t0);
  Lanes.store(below + 16, t1);
  Lanes.store(below + 32, t2);
  Lanes.store(below + 48, t3);
}
