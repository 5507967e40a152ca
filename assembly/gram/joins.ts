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
export function outer(m: i32, n: i32, u: usize, v: usize, tile: usize, ld: i32): void {
  for (let i = 0; i < m; i++) {
    const factor = Lanes.spread(Address.at(u, i));
    const row = Address.at(tile, ld * i);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      Lanes.store(address, Lanes.mul(Lanes.load(address), Lanes.mul(factor, Lanes.load(Address.at(v, j)))));
    }
  }
}

/**
 * τ_ij ← τ_ij / √(u_i v_j), 0 where u_i v_j = 0: times 1/√u_i and 1/√v_j, the larger first, so that nothing overflows; τ/u where u = v, which is
 * exactly 1 for τ = u. `roots` has room for 2·TILE numbers.
 */
export function normalize(m: i32, n: i32, u: usize, v: usize, tile: usize, ld: i32, roots: usize): void {
  const columns = Address.at(roots, TILE);
  inverseRoots(m, u, roots);
  inverseRoots(n, v, columns);
  for (let i = 0; i < m; i++) {
    const norm = Lanes.spread(Address.at(u, i));
    const root = Lanes.spread(Address.at(roots, i));
    const row = Address.at(tile, ld * i);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      const value = Lanes.load(address);
      const other = Lanes.load(Address.at(columns, j));
      let quotient = Lanes.mul(Lanes.mul(value, f64x2.pmax(root, other)), f64x2.pmin(root, other));
      const equal = f64x2.eq(norm, Lanes.load(Address.at(v, j)));
      if (v128.any_true(equal)) {
        quotient = v128.bitselect(Lanes.where(Lanes.differs(norm, Lanes.zero()), Lanes.div(value, norm)), quotient, equal);
      }
      Lanes.store(address, quotient);
    }
  }
}

/** r_i = 1/√u_i, 0 where u_i = 0. */
function inverseRoots(n: i32, u: usize, roots: usize): void {
  for (let i = 0; i < n; i += 2) {
    const value = Lanes.load(Address.at(u, i));
    Lanes.store(Address.at(roots, i), Lanes.where(Lanes.differs(value, Lanes.zero()), Lanes.div(Lanes.splat(1), Lanes.sqrt(value))));
  }
}
