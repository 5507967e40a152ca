import { Address } from "../address";
import { microkernel } from "../blas/microkernel";
import { KC, MR, NR } from "../config";
import { TILE } from "./program";

/** Fills m × n of a tile with the pairing P of packed points: panels of 4 points and d features on both sides. */
export function pairs<P>(m: i32, n: i32, d: i32, x: usize, z: usize, weights: usize, tile: usize): void {
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    const row = Address.at(tile, TILE * i);
    if (d <= KC) microkernel<P>((n + NR - 1) / NR, d, panel, z, weights, row, TILE, false);
    else pairsByDepth<P>(n, d, panel, z, weights, row);
  }
}

/** The same for one panel of x and many features, KC of them at a time, so that the panels in use stay in L1. */
function pairsByDepth<P>(n: i32, d: i32, x: usize, z: usize, weights: usize, row: usize): void {
  for (let p = 0; p < d; p += KC) {
    const depth = min(KC, d - p);
    const panel = Address.at(x, MR * p);
    for (let j = 0; j < n; j += NR) {
      microkernel<P>(1, depth, panel, Address.at(z, j * d + NR * p), Address.at(weights, p), Address.at(row, j), TILE, p > 0);
    }
  }
}
