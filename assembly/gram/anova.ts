import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/**
 * e_p = Σ over the subsets of p features of Π x_k z_k for m × n pairs of packed points, by the recurrence over the features
 *
 *     e_q ← e_q + x_k z_k e_(q−1),  q = p … 1,  e_0 = 1
 *
 * in O(d p) per pair. `work` has room for 8 d numbers.
 */
export function elementarySymmetric(m: i32, n: i32, d: i32, p: i32, x: usize, z: usize, tile: usize, work: usize): void {
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      // two points at a time: three sums for each stay in registers
      ofPairs(d, p, panel, pair, Address.at(tile, TILE * i + j), work);
      ofPairs(d, p, panel + 16, pair, Address.at(tile, TILE * (i + 2) + j), work);
    }
  }
}

/**
 * Two points against two, three degrees at a time: e_q, e_(q+1), e_(q+2) over all features, from what e_(q−1) was before each, which stands in `work`
 * and makes room there for e_(q+2).
 */
function ofPairs(d: i32, p: i32, x: usize, z: usize, out: usize, work: usize): void {
  let e = Lanes.splat(1);
  let f = e;
  for (let q = 1; q <= p; q += 3) {
    let e1 = Lanes.zero();
    let e2 = e1;
    let e3 = e1;
    let f1 = e1;
    let f2 = e1;
    let f3 = e1;
    let before = work;
    let point = x;
    let features = z;
    for (const end = Address.at(x, MR * d); point < end; point += 32, features += 32, before += 32) {
      if (q > 1) {
        e = Lanes.load(before);
        f = Lanes.load(before + 16);
      }
      if (q + 2 < p) {
        Lanes.store(before, e3);
        Lanes.store(before + 16, f3);
      }
      const pair = Lanes.load(features);
      const s = Lanes.mul(Lanes.spread(point), pair);
      const t = Lanes.mul(Lanes.spread(point + 8), pair);
      e3 = Lanes.madd(s, e2, e3);
      f3 = Lanes.madd(t, f2, f3);
      e2 = Lanes.madd(s, e1, e2);
      f2 = Lanes.madd(t, f1, f2);
      e1 = Lanes.madd(s, e, e1);
      f1 = Lanes.madd(t, f, f1);
    }
    if (q + 2 < p) continue;
    const last = p - q;
    Lanes.store(out, last === 0 ? e1 : last === 1 ? e2 : e3);
    Lanes.store(Address.at(out, TILE), last === 0 ? f1 : last === 1 ? f2 : f3);
  }
}
