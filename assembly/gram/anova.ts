import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/**
 * e_p = Σ over the subsets of p features of Π x_k z_k for m × n pairs of packed points, by the recurrence over the features
 *
 *     e_q ← e_q + x_k z_k e_(q−1),  q = p … 1,  e_0 = 1
 *
 * in O(d p) per pair. `work` has room for p + 1 pairs of numbers.
 */
export function elementarySymmetric(m: i32, n: i32, d: i32, p: i32, x: usize, z: usize, tile: usize, work: usize): void {
  for (let i = 0; i < m; i++) {
    const point = Address.at(x, (i & ~(MR - 1)) * d + (i & (MR - 1)));
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      Lanes.store(Address.at(tile, TILE * i + j), ofPair(d, p, point, pair, work));
    }
  }
}

/** e_p of one point and two neighbours in a panel. */
function ofPair(d: i32, p: i32, x: usize, z: usize, work: usize): v128 {
  Lanes.store(work, Lanes.splat(1));
  for (let q = 1; q <= p; q++) Lanes.store(work + ((<usize>q) << 4), Lanes.zero());
  for (let k = 0; k < d; k++) {
    const term = Lanes.mul(Lanes.spread(Address.at(x, MR * k)), Lanes.load(Address.at(z, MR * k)));
    for (let q = min(p, k + 1); q > 0; q--) {
      const e = work + ((<usize>q) << 4);
      Lanes.store(e, Lanes.madd(term, Lanes.load(e - 16), Lanes.load(e)));
    }
  }
  return Lanes.load(work + ((<usize>p) << 4));
}
