import { Address } from "../address";

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
