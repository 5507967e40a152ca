import { Address } from "../address";
import { Lanes } from "../lanes";

/** Side of a block, even: it and its mirror image, 8 KB each, stay in L1. */
const BLOCK: i32 = 32;

/** Whether a_ij = a_ji for all elements of A (n × n, rows contiguous, ld apart); NaN equals nothing, on the diagonal neither. */
export function isSymmetric(n: i32, a: usize, ld: i32): bool {
  for (let ib = 0; ib < n; ib += BLOCK) {
    const below = min(n, ib + BLOCK);
    for (let jb = 0; jb <= ib; jb += BLOCK) {
      const right = min(n, jb + BLOCK);
      let differs = Lanes.zero();
      for (let i = ib; i < below; i += 2) {
        const own = Address.at(a, i * ld);
        const next = i + 1 < n ? Address.at(own, ld) : own;
        const facing = Address.at(a, i);
        for (let j = jb; j < right; j += 2) {
          const beside = Address.at(facing, j * ld);
          if (i + 1 < n && j + 1 < n) {
            const x = Lanes.load(beside);
            const y = Lanes.load(Address.at(beside, ld));
            differs = Lanes.or(differs, Lanes.differs(Lanes.load(Address.at(own, j)), Lanes.low(x, y)));
            differs = Lanes.or(differs, Lanes.differs(Lanes.load(Address.at(next, j)), Lanes.high(x, y)));
          } else {
            // the last row, or column, of an odd number
            for (let p = i; p < min(n, i + 2); p++) {
              for (let q = j; q < min(n, j + 2); q++) if (Address.get(a, ld, 1, p, q) !== Address.get(a, ld, 1, q, p)) return false;
            }
          }
        }
      }
      if (Lanes.any(differs)) return false;
    }
  }
  return true;
}
