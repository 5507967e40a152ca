import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/**
 * e_p = Σ over the subsets of p features of Π x_k z_k for m × n pairs of packed points, by the recurrence over the features
 *
 *     e_q ← e_q + x_k z_k e_(q−1),  q = p … 1,  e_0 = 1
 *
 * in O(d p) per pair. `work` has room for 8 (p + 1) numbers.
 */
export function elementarySymmetric(m: i32, n: i32, d: i32, p: i32, x: usize, z: usize, tile: usize, work: usize): void {
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    const row = Address.at(tile, TILE * i);
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      ofPanel(d, p, panel, pair, work);
      const result = work + ((<usize>p) << 6);
      for (let r = 0; r < MR; r++) Lanes.store(Address.at(row, TILE * r + j), Lanes.load(result + ((<usize>r) << 4)));
    }
  }
}

/** e_0 … e_p of the four points of a panel and two neighbours in another: four recurrences side by side, none of which waits for itself. */
function ofPanel(d: i32, p: i32, x: usize, z: usize, work: usize): void {
  const end = work + ((<usize>(p + 1)) << 6);
  for (let e = work; e < end; e += 16) Lanes.store(e, Lanes.splat(e < work + 64 ? 1 : 0));
  for (let k = 0; k < d; k++) {
    const features = Lanes.load(Address.at(z, MR * k));
    const point = Address.at(x, MR * k);
    const t0 = Lanes.mul(Lanes.spread(point), features);
    const t1 = Lanes.mul(Lanes.spread(point + 8), features);
    const t2 = Lanes.mul(Lanes.spread(point + 16), features);
    const t3 = Lanes.mul(Lanes.spread(point + 24), features);
    // from above: what lies below e_q is what e_(q−1) is read as next
    let e = work + ((<usize>min(p, k + 1)) << 6);
    let e0 = Lanes.load(e);
    let e1 = Lanes.load(e + 16);
    let e2 = Lanes.load(e + 32);
    let e3 = Lanes.load(e + 48);
    while (e > work) {
      const below = e - 64;
      const b0 = Lanes.load(below);
      const b1 = Lanes.load(below + 16);
      const b2 = Lanes.load(below + 32);
      const b3 = Lanes.load(below + 48);
      Lanes.store(e, Lanes.madd(t0, b0, e0));
      Lanes.store(e + 16, Lanes.madd(t1, b1, e1));
      Lanes.store(e + 32, Lanes.madd(t2, b2, e2));
      Lanes.store(e + 48, Lanes.madd(t3, b3, e3));
      e = below;
      e0 = b0;
      e1 = b1;
      e2 = b2;
      e3 = b3;
    }
  }
}
