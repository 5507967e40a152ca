import { Address } from "../address";
import { Lanes } from "../lanes";

/** Side of a block: source and target blocks, 8 KB each, stay in L1. */
const BLOCK: i32 = 32;

/** a_ij ← a_ji for i > j: the strict lower triangle of A (n × n) becomes the mirror image of the strict upper one. */
export function mirror(n: i32, a: usize, rs: i32, cs: i32): void {
  for (let ib = 0; ib < n; ib += BLOCK) {
    const rows = min(n, ib + BLOCK);
    for (let jb = 0; jb <= ib; jb += BLOCK) {
      for (let i = ib; i < rows; i++) {
        const columns = min(i, jb + BLOCK);
        for (let j = jb; j < columns; j++) Address.set(a, rs, cs, i, j, Address.get(a, rs, cs, j, i));
      }
    }
  }
}

/** b_ji ← a_ij for an m × n block A and another one, B, both with row stride ld: four rows of B at a time, along which they are written. */
export function reflect(m: i32, n: i32, a: usize, b: usize, ld: i32): void {
  const rows = m & ~3;
  const columns = n & ~3;
  for (let j = 0; j < columns; j += 4) reflectFour(rows, Address.at(a, j), Address.at(b, ld * j), Address.at(0, ld));
  for (let j = 0; j < n; j++) {
    for (let i = j < columns ? rows : 0; i < m; i++) Address.set(b, ld, 1, j, i, Address.get(a, ld, 1, i, j));
  }
}

/** Four columns of A, m of their elements, as rows of B. */
function reflectFour(m: i32, a: usize, b: usize, ld: usize): void {
  const below = ld + ld;
  for (const end = Address.at(b, m); b < end; b += 32, a += below + below) {
    const a2 = a + below;
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    const y0 = v128.load(a + ld);
    const y1 = v128.load(a + ld, 16);
    const z0 = v128.load(a2);
    const z1 = v128.load(a2, 16);
    const w0 = v128.load(a2 + ld);
    const w1 = v128.load(a2 + ld, 16);
    const b1 = b + ld;
    const b2 = b + below;
    const b3 = b2 + ld;
    v128.store(b, Lanes.low(x0, y0));
    v128.store(b, Lanes.low(z0, w0), 16);
    v128.store(b1, Lanes.high(x0, y0));
    v128.store(b1, Lanes.high(z0, w0), 16);
    v128.store(b2, Lanes.low(x1, y1));
    v128.store(b2, Lanes.low(z1, w1), 16);
    v128.store(b3, Lanes.high(x1, y1));
    v128.store(b3, Lanes.high(z1, w1), 16);
  }
}
