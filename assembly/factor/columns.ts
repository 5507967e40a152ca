import { Address } from "../address";

/** Rows of A that are written together: their lines stay in cache. */
const BLOCK: i32 = 32;

/** Column j of A (n × n, row stride lda) becomes row order[j], 32 bits, of W (n × n, row stride ldw). */
export function writeColumns(n: i32, order: usize, w: usize, ldw: i32, a: usize, lda: i32): void {
  for (let from = 0; from < n; from += BLOCK) {
    const to = min(n, from + BLOCK);
    for (let j = 0; j < n; j++) {
      const row = Address.at(w, load<i32>(Address.index(order, j)) * ldw);
      for (let i = from; i < to; i++) Address.set(a, lda, 1, i, j, load<f64>(Address.at(row, i)));
    }
  }
}
