import { Address } from "../address";
import { Lanes } from "../lanes";
import { region, sizeOfChunk, TASK } from "../parallel/region";

/** What a block of unknowns takes from the elements beyond, as a task that threads share. */
@unmanaged
@final
class Columns {
  l: usize;
  rs: i32;
  cs: i32;
  b: usize;
  /** The elements, and the unknowns. */
  first: i32;
  end: i32;
  from: i32;
  to: i32;
  size: i32;
}

/**
 * L x = b for columns of unit stride, rs = ±1, that of b too: b ← b − l_j x_j for one unknown after the other, four columns in one pass over b.
 *
 * After every `block` unknowns, a multiple of 4 or n, what lies beyond is brought up to date, by all threads.
 */
export function solveByColumns(n: i32, block: i32, unit: bool, l: usize, rs: i32, cs: i32, b: usize): void {
  for (let q = 0; q < n; q += block) {
    const end = min(n, q + block);
    for (let j = q; j < end; j += 4) {
      const next = min(end, j + 4);
      for (let i = j; i < next; i++) {
        const address = Address.at(b, i * rs);
        let x = load<f64>(address);
        for (let p = j; p < i; p++) x += -load<f64>(Address.at(b, p * rs)) * Address.get(l, rs, cs, i, p);
        store<f64>(address, unit ? x : x / Address.get(l, rs, cs, i, i));
      }
      subtractColumns(j, next, end, l, rs, cs, b);
    }
    if (end === n) return;
    const columns = changetype<Columns>(TASK);
    columns.l = l;
    columns.rs = rs;
    columns.cs = cs;
    columns.b = b;
    columns.first = end;
    columns.end = n;
    columns.from = q;
    columns.to = end;
    columns.size = sizeOfChunk(n - end);
    region((n - end + columns.size - 1) / columns.size, subtractChunk);
  }
}

function subtractChunk(index: i32, _thread: i32): void {
  const columns = changetype<Columns>(TASK);
  const top = columns.first + index * columns.size;
  const bottom = min(columns.end, top + columns.size);
  for (let j = columns.from; j < columns.to; j += 4) {
    subtractColumns(j, top, bottom, columns.l, columns.rs, columns.cs, columns.b);
  }
}

/** b_i ← b_i − Σ l_ip x_p for top ≤ i < bottom and the four p from j on, one after the other. Where fewer are left, they are the last, and no row is below. */
function subtractColumns(j: i32, top: i32, bottom: i32, l: usize, rs: i32, cs: i32, b: usize): void {
  if (top >= bottom) return;
  // upwards in memory, whichever way the rows go
  const lowest = rs === 1 ? top : bottom - 1;
  const y = Address.at(b, lowest * rs);
  const a = Address.of(l, rs, cs, lowest, j);
  subtractFour(bottom - top, y, a, cs, Address.at(b, j * rs), rs);
}

function subtractFour(n: i32, y: usize, a: usize, cs: i32, x: usize, inc: i32): void {
  const x0 = Lanes.negate(Lanes.spread(x));
  const x1 = Lanes.negate(Lanes.spread(Address.at(x, inc)));
  const x2 = Lanes.negate(Lanes.spread(Address.at(x, 2 * inc)));
  const x3 = Lanes.negate(Lanes.spread(Address.at(x, 3 * inc)));
  let a0 = a;
  let a1 = Address.at(a0, cs);
  let a2 = Address.at(a1, cs);
  let a3 = Address.at(a2, cs);
  for (const last = Address.at(y, n & ~3); y < last; y += 32) {
    let s = Lanes.fuse(x0, Lanes.load(a0), Lanes.load(y));
    let t = Lanes.fuse(x0, Lanes.load(a0 + 16), Lanes.load(y + 16));
    s = Lanes.fuse(x1, Lanes.load(a1), s);
    t = Lanes.fuse(x1, Lanes.load(a1 + 16), t);
    s = Lanes.fuse(x2, Lanes.load(a2), s);
    t = Lanes.fuse(x2, Lanes.load(a2 + 16), t);
    Lanes.store(y, Lanes.fuse(x3, Lanes.load(a3), s));
    Lanes.store(y + 16, Lanes.fuse(x3, Lanes.load(a3 + 16), t));
    a0 += 32;
    a1 += 32;
    a2 += 32;
    a3 += 32;
  }
  for (const last = Address.at(y, n & 3); y < last; y += 8) {
    const s = load<f64>(y) + Lanes.first(x0) * load<f64>(a0);
    const t = s + Lanes.first(x1) * load<f64>(a1);
    const u = t + Lanes.first(x2) * load<f64>(a2);
    store<f64>(y, u + Lanes.first(x3) * load<f64>(a3));
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
  }
}
