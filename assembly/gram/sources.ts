import { Address } from "../address";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/** Leaves that are not made of features: numbers, and a matrix that is given. */

/** τ_ij = value */
export function fill(m: i32, n: i32, value: f64, tile: usize): void {
  const both = Lanes.splat(value);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) Lanes.store(address, both);
  }
}

/** τ_ij = value where i + firstRow = j + firstColumn, 0 elsewhere */
export function diagonal(m: i32, n: i32, firstRow: i32, firstColumn: i32, value: f64, tile: usize): void {
  fill(m, n, 0, tile);
  for (let i = 0; i < m; i++) {
    const j = firstRow + i - firstColumn;
    if (j >= 0 && j < n) store<f64>(Address.at(tile, TILE * i + j), value);
  }
}

/** τ_ij = a_ij for a matrix with row stride rs. */
export function given(m: i32, n: i32, a: usize, rs: i32, tile: usize): void {
  for (let i = 0; i < m; i++) memory.copy(Address.at(tile, TILE * i), Address.at(a, rs * i), (<usize>n) << 3);
}
