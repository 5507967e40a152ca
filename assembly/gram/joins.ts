import { Address } from "../address";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/** τ ← τ + σ, σ being the tile above τ. */
export function add(m: i32, n: i32, tile: usize): void {
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) {
      Lanes.store(address, Lanes.add(Lanes.load(address), Lanes.load(Address.at(address, TILE * TILE))));
    }
  }
}

/** τ ← τ σ */
export function multiply(m: i32, n: i32, tile: usize): void {
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) {
      Lanes.store(address, Lanes.mul(Lanes.load(address), Lanes.load(Address.at(address, TILE * TILE))));
    }
  }
}

/** τ_ij ← τ_ij u_i v_j */
export function outer(m: i32, n: i32, u: usize, v: usize, tile: usize): void {
  for (let i = 0; i < m; i++) {
    const factor = Lanes.spread(Address.at(u, i));
    const row = Address.at(tile, TILE * i);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      Lanes.store(address, Lanes.mul(Lanes.load(address), Lanes.mul(factor, Lanes.load(Address.at(v, j)))));
    }
  }
}

/**
 * τ_ij ← τ_ij / √(u_i v_j), 0 where u_i v_j = 0, by √(uv) = max √(min/max): exactly u where u = v, and without overflow of u v.
 */
export function normalize(m: i32, n: i32, u: usize, v: usize, tile: usize): void {
  for (let i = 0; i < m; i++) {
    const norm = Lanes.spread(Address.at(u, i));
    const row = Address.at(tile, TILE * i);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      const other = Lanes.load(Address.at(v, j));
      const smaller = Lanes.min(norm, other);
      const larger = Lanes.max(norm, other);
      const quotient = Lanes.div(Lanes.load(address), Lanes.mul(larger, Lanes.sqrt(Lanes.div(smaller, larger))));
      Lanes.store(address, Lanes.where(Lanes.differs(smaller, Lanes.zero()), quotient));
    }
  }
}
