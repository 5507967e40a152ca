import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { SinPi } from "../math/sinpi";
import { TILE } from "./program";

/**
 * Σ_k sin²(π f (x_k − z_k)) for m × n pairs of packed points of d features; 0 for equal points, and the same bits for (x, z) and (z, x). `work` has
 * room for 4 d numbers.
 */
export function squaredSines(m: i32, n: i32, d: i32, f: f64, x: usize, z: usize, tile: usize, work: usize): void {
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      ofPairs(d, f, panel, pair, Address.at(tile, TILE * i + j), work);
      ofPairs(d, f, panel + 16, pair, Address.at(tile, TILE * (i + 2) + j), work);
    }
  }
}

/** Two points against two, in two passes: the chain of one feature is long, and the shorter one is, the more of them are under way at once. */
function ofPairs(d: i32, f: f64, x: usize, z: usize, out: usize, work: usize): void {
  const frequency = Lanes.splat(f);
  let end = work;
  for (const last = Address.at(x, MR * d); x < last; x += 32, z += 32, end += 32) {
    const pair = Lanes.load(z);
    Lanes.store(end, SinPi.reduced(Lanes.mul(Lanes.sub(Lanes.spread(x), pair), frequency)));
    Lanes.store(end + 16, SinPi.reduced(Lanes.mul(Lanes.sub(Lanes.spread(x + 8), pair), frequency)));
  }
  let sum0 = Lanes.zero();
  let sum1 = sum0;
  for (; work < end; work += 32) {
    sum0 = Lanes.add(sum0, SinPi.quarterSquare(Lanes.load(work)));
    sum1 = Lanes.add(sum1, SinPi.quarterSquare(Lanes.load(work + 16)));
  }
  Lanes.store(out, Lanes.mul(sum0, Lanes.splat(4)));
  Lanes.store(Address.at(out, TILE), Lanes.mul(sum1, Lanes.splat(4)));
}
