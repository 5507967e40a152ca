import { Address } from "../address";
import { microkernel } from "../blas/microkernel";
import { KC, MR, NR, TILE } from "../config";

/** Fills m × n of a tile with the pairing P of packed points: panels of 4 points and d features on both sides. */
export function pairs<P>(m: i32, n: i32, d: i32, x: usize, z: usize, weights: usize, tile: usize): void {
  for (let i = 0; i < m; i += MR) {
    for (let j = 0; j < n; j += NR) {
      const out = Address.at(tile, TILE * i + j);
      microkernel<P>(min(KC, d), Address.at(x, i * d), Address.at(z, j * d), weights, out, TILE, false);
    }
  }
  for (let p = KC; p < d; p += KC) {
    for (let i = 0; i < m; i += MR) {
      for (let j = 0; j < n; j += NR) {
        const out = Address.at(tile, TILE * i + j);
        const depth = min(KC, d - p);
        microkernel<P>(depth, Address.at(x, i * d + MR * p), Address.at(z, j * d + NR * p), Address.at(weights, p), out, TILE, true);
      }
    }
  }
}
