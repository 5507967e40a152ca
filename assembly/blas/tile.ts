import { Address } from "../address";
import { MR, NR } from "../config";
import { microkernel } from "./microkernel";
import { InnerProduct } from "./pairing";

/**
 * C += A·Bᵀ for one register tile: the elements (i, j) with i < m, j < n and j ≤ i + below, from two packed panels of depth k.
 *
 * A whole tile with unit column stride is updated in place, any other by way of `corner`, room for a 4 × 4 tile. Elements outside are
 * neither read nor written.
 */
export function multiplyTile(m: i32, n: i32, below: i32, k: i32, a: usize, b: usize, c: usize, rs: i32, cs: i32, corner: usize): void {
  if (cs === 1 && m === MR && n === NR && below >= NR - 1) {
    microkernel<InnerProduct>(k, a, b, 0, c, rs, true);
    return;
  }
  microkernel<InnerProduct>(k, a, b, 0, corner, NR, false);
  for (let i = 0; i < m; i++) {
    const columns = min(n, i + below + 1);
    for (let j = 0; j < columns; j++) {
      const address = Address.of(c, rs, cs, i, j);
      store<f64>(address, load<f64>(address) + load<f64>(Address.at(corner, NR * i + j)));
    }
  }
}
