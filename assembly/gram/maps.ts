import { Address } from "../address";
import { TILE } from "../config";
import { Lanes } from "../lanes";
import { exp } from "../math/exp";

/** τ ← a τ + b */
export function affine(m: i32, n: i32, a: f64, b: f64, tile: usize): void {
  const factor = Lanes.splat(a);
  const shift = Lanes.splat(b);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16)
      Lanes.store(address, Lanes.madd(Lanes.load(address), factor, shift));
  }
}

/** τ ← τᵖ by repeated squaring, from the highest bit of p down. */
export function integerPower(m: i32, n: i32, p: i32, tile: usize): void {
  const highest = 30 - clz<i32>(p);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) {
      const base = Lanes.load(address);
      let value = base;
      for (let bit = highest; bit >= 0; bit--) {
        value = Lanes.mul(value, value);
        if ((p >> bit) & 1) value = Lanes.mul(value, base);
      }
      Lanes.store(address, value);
    }
  }
}

/** τ ← e^(a τ) */
export function exponential(m: i32, n: i32, a: f64, tile: usize): void {
  for (let i = 0; i < m; i++) exp(n, a, Address.at(tile, TILE * i));
}

/** The position TILE·i + j of the first element that is infinite or not a number, or −1. */
export function firstNonFinite(m: i32, n: i32, tile: usize): i32 {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const value = load<f64>(Address.at(tile, TILE * i + j));
      if (!(value - value === 0)) return TILE * i + j;
    }
  }
  return -1;
}
