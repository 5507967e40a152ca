import { Address } from "../address";
import { MR, NR } from "../config";
import { microkernel } from "./microkernel";
import { InnerProduct } from "./pairing";

/**
 * C += A·Bᵀ for one row of register tiles: the elements (i, j) with i < m ≤ 4, j < n and j ≤ i + below, from a packed panel of A and the
 * packed panels of B, all of depth k.
 *
 * Whole tiles with unit column stride are updated in place, the others by way of `corner`, room for a 4 × 4 tile. Elements outside are
 * neither read nor written.
 */
export function multiplyRow(m: i32, n: i32, below: i32, k: i32, a: usize, b: usize, c: usize, rs: i32, cs: i32, corner: usize): void {
  const whole = cs === 1 && m === MR ? min(n, max(0, below + 1)) & ~(NR - 1) : 0;
  microkernel<InnerProduct>(whole / NR, k, a, b, 0, c, rs, true);
  const width = min(n, m + below);
  for (let j = whole; j < width; j += NR) {
    microkernel<InnerProduct>(1, k, a, Address.at(b, j * k), 0, corner, NR, false);
    addCorner(m, min(NR, n - j), below - j, corner, Address.at(c, j * cs), rs, cs);
  }
}

/** C_ij += the element of the corner tile, i < m, j < n, j ≤ i + below. */
function addCorner(m: i32, n: i32, below: i32, corner: usize, c: usize, rs: i32, cs: i32): void {
  for (let i = 0; i < m; i++) {
    const columns = min(n, i + below + 1);
    for (let j = 0; j < columns; j++) {
      const address = Address.of(c, rs, cs, i, j);
      store<f64>(address, load<f64>(address) + load<f64>(Address.at(corner, NR * i + j)));
    }
  }
}
