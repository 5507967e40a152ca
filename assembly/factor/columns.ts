import { Address } from "../address";
import { Lanes } from "../lanes";

/** Rows of A that are written together: their lines stay in cache. */
const BLOCK: i32 = 32;

/** Column j of A (n × n, row stride lda) becomes row order[j], 32 bits, of W (n × n, row stride ldw). */
export function writeColumns(n: i32, order: usize, w: usize, ldw: i32, a: usize, lda: i32): void {
  for (let from = 0; from < n; from += BLOCK) {
    const to = min(n, from + BLOCK);
    for (let j = 0; j < n; j += 2) {
      const row = Address.at(w, load<i32>(Address.index(order, j)) * ldw);
      // the last column alone where they are odd
      const next = j + 1 < n ? Address.at(w, load<i32>(Address.index(order, j + 1)) * ldw) : 0;
      if (next) writePair(from, to, row, next, Address.at(a, j), lda);
      else for (let i = from; i < to; i++) Address.set(a, lda, 1, i, j, load<f64>(Address.at(row, i)));
    }
  }
}

/** Rows `from` to `to` of two columns side by side. */
function writePair(from: i32, to: i32, x: usize, y: usize, a: usize, lda: i32): void {
  let i = from;
  for (; i + 1 < to; i += 2) {
    const first = Lanes.load(Address.at(x, i));
    const second = Lanes.load(Address.at(y, i));
    const at = Address.at(a, i * lda);
    Lanes.store(at, Lanes.low(first, second));
    Lanes.store(Address.at(at, lda), Lanes.high(first, second));
  }
  if (i < to) Lanes.store(Address.at(a, i * lda), Lanes.gather(Address.at(x, i), Address.at(y, i)));
}
