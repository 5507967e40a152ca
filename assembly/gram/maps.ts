import { Address } from "../address";
import { Lanes } from "../lanes";
import { exp } from "../math/exp";
import { rationalQuadratic as rationalQuadraticOf } from "../math/rational-quadratic";
import { squaredSine as squaredSineOf } from "../math/sinpi";
import { tanh } from "../math/tanh";
import { TILE } from "./program";

/** Below it eˢ is 0, and so is its product with a polynomial of s. */
const FAR: f64 = -1000;

/** (2¹⁰²⁴)^−a is not 0 for a below: where (1 + b τ)^−a is, b τ has overflowed. */
const LIGHT: f64 = 1.04;

/** τ ← a τ + b */
export function affine(m: i32, n: i32, a: f64, b: f64, tile: usize, ld: i32): void {
  const factor = Lanes.splat(a);
  const shift = Lanes.splat(b);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, ld * i);
    for (const end = Address.at(address, n); address < end; address += 16)
      Lanes.store(address, Lanes.madd(Lanes.load(address), factor, shift));
  }
}

/** τ ← τᵖ by repeated squaring, from the highest bit of p down. */
export function integerPower(m: i32, n: i32, p: i32, tile: usize, ld: i32): void {
  const highest = 30 - clz<i32>(p);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, ld * i);
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
export function exponential(m: i32, n: i32, a: f64, tile: usize, ld: i32): void {
  for (let i = 0; i < m; i++) exp(n, a, Address.at(tile, ld * i));
}

/** τ ← √τ */
export function root(m: i32, n: i32, tile: usize, ld: i32): void {
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, ld * i);
    for (const end = Address.at(address, n); address < end; address += 16) Lanes.store(address, Lanes.sqrt(Lanes.load(address)));
  }
}

/** τ ← (1 − s + b s²) eˢ, s = a √τ with a < 0; 0 where s is infinite. `work` has room for a row. */
export function matern(m: i32, n: i32, a: f64, b: f64, tile: usize, ld: i32, work: usize): void {
  const factor = Lanes.splat(a);
  const square = Lanes.splat(b);
  const one = Lanes.splat(1);
  const far = Lanes.splat(FAR);
  for (let i = 0; i < m; i++) {
    const row = Address.at(tile, ld * i);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      const s = f64x2.pmax(Lanes.mul(Lanes.sqrt(Lanes.load(address)), factor), far);
      Lanes.store(address, s);
      Lanes.store(Address.at(work, j), Lanes.add(one, Lanes.sub(Lanes.mul(Lanes.mul(s, s), square), s)));
    }
    exp(n, 1, row);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      Lanes.store(address, Lanes.mul(Lanes.load(Address.at(work, j)), Lanes.load(address)));
    }
  }
}

/** τ ← (1 + b τ)^(−a), NaN where b τ overflowed and the value is not known. `work` has room for a row. */
export function rationalQuadratic(m: i32, n: i32, a: f64, b: f64, tile: usize, ld: i32, work: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(tile, ld * i);
    rationalQuadraticOf(n, a, b, row, work);
    if (a < LIGHT) zerosAreUnknown(n, row);
  }
}

/** 0 ← NaN */
function zerosAreUnknown(n: i32, row: usize): void {
  for (const end = Address.at(row, n); row < end; row += 16) {
    const value = Lanes.load(row);
    const isZero = f64x2.eq(value, Lanes.zero());
    if (v128.any_true(isZero)) Lanes.store(row, v128.or(value, isZero));
  }
}

/** τ ← tanh(a τ + b). `work` has room for two rows. */
export function sigmoid(m: i32, n: i32, a: f64, b: f64, tile: usize, ld: i32, work: usize): void {
  for (let i = 0; i < m; i++) tanh(n, a, b, Address.at(tile, ld * i), work);
}

/** τ ← sin²(π τ/p) */
export function squaredSine(m: i32, n: i32, p: f64, tile: usize, ld: i32): void {
  for (let i = 0; i < m; i++) squaredSineOf(n, p, Address.at(tile, ld * i));
}

/** The position TILE·i + j of the first element that is infinite or not a number, or −1. */
export function firstNonFinite(m: i32, n: i32, tile: usize, ld: i32): i32 {
  // Σ 0·τ is 0 unless such an element is there, or beyond column n: then each is looked at.
  const zero = Lanes.zero();
  let even = zero;
  let odd = zero;
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, ld * i);
    for (const end = Address.at(address, n); address < end; address += 32) {
      even = Lanes.madd(Lanes.load(address), zero, even);
      odd = Lanes.madd(Lanes.load(address + 16), zero, odd);
    }
  }
  return Lanes.sum(Lanes.add(even, odd)) === 0 ? -1 : searchNonFinite(m, n, tile, ld);
}

function searchNonFinite(m: i32, n: i32, tile: usize, ld: i32): i32 {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const value = load<f64>(Address.at(tile, ld * i + j));
      if (!(value - value === 0)) return TILE * i + j;
    }
  }
  return -1;
}
