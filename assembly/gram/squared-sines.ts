import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { SinPi } from "../math/sinpi";
import { TILE } from "./program";

/** Σ_k sin²(π f (x_k − z_k)) for m × n pairs of packed points of d features; 0 for equal points, and the same bits for (x, z) and (z, x). */
export function squaredSines(m: i32, n: i32, d: i32, f: f64, x: usize, z: usize, tile: usize): void {
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      ofPairs(d, f, panel, pair, Address.at(tile, TILE * i + j));
      ofPairs(d, f, panel + 16, pair, Address.at(tile, TILE * (i + 2) + j));
    }
  }
}

/** Two points against two. */
function ofPairs(d: i32, f: f64, x: usize, z: usize, out: usize): void {
  const frequency = Lanes.splat(f);
  let sum0 = Lanes.zero();
  let sum1 = sum0;
  for (const end = Address.at(x, MR * d); x < end; x += 32, z += 32) {
    const pair = Lanes.load(z);
    sum0 = Lanes.add(sum0, SinPi.quarterSquare(Lanes.mul(Lanes.sub(Lanes.spread(x), pair), frequency)));
    sum1 = Lanes.add(sum1, SinPi.quarterSquare(Lanes.mul(Lanes.sub(Lanes.spread(x + 8), pair), frequency)));
  }
  Lanes.store(out, Lanes.mul(sum0, Lanes.splat(4)));
  Lanes.store(Address.at(out, TILE), Lanes.mul(sum1, Lanes.splat(4)));
}
