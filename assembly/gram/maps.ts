import { Address } from "../address";
import { Lanes } from "../lanes";
import { Exp, exp } from "../math/exp";
import { rationalQuadratic as rationalQuadraticOf } from "../math/rational-quadratic";
import { squaredSine as squaredSineOf } from "../math/sinpi";
import { tanh } from "../math/tanh";
import { TILE } from "./program";

/** Beyond it e^(−s) is 0, and so is its product with a polynomial of s. */
const FAR: f64 = 1000;

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

/** τ ← √τ */
export function root(m: i32, n: i32, tile: usize): void {
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) Lanes.store(address, Lanes.sqrt(Lanes.load(address)));
  }
}

/** τ ← (1 + s) e^(−s), s = a τ; 0 where s is infinite. */
export function matern3(m: i32, n: i32, a: f64, tile: usize): void {
  const factor = Lanes.splat(a);
  const one = Lanes.splat(1);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) {
      const s = Lanes.min(Lanes.mul(Lanes.load(address), factor), Lanes.splat(FAR));
      Lanes.store(address, Lanes.mul(Lanes.add(one, s), Exp.lanes(Lanes.negate(s))));
    }
  }
}

/** τ ← (1 + s + s²/3) e^(−s), s = a τ; 0 where s is infinite. */
export function matern5(m: i32, n: i32, a: f64, tile: usize): void {
  const factor = Lanes.splat(a);
  const one = Lanes.splat(1);
  const third = Lanes.splat(1.0 / 3.0);
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 16) {
      const s = Lanes.min(Lanes.mul(Lanes.load(address), factor), Lanes.splat(FAR));
      const polynomial = Lanes.add(one, Lanes.madd(Lanes.mul(s, s), third, s));
      Lanes.store(address, Lanes.mul(polynomial, Exp.lanes(Lanes.negate(s))));
    }
  }
}

/** τ ← (1 + b τ)^(−a) */
export function rationalQuadratic(m: i32, n: i32, a: f64, b: f64, tile: usize): void {
  for (let i = 0; i < m; i++) rationalQuadraticOf(n, a, b, Address.at(tile, TILE * i));
}

/** τ ← tanh(a τ + b) */
export function sigmoid(m: i32, n: i32, a: f64, b: f64, tile: usize): void {
  for (let i = 0; i < m; i++) tanh(n, a, b, Address.at(tile, TILE * i));
}

/** τ ← sin²(π τ/p) */
export function squaredSine(m: i32, n: i32, p: f64, tile: usize): void {
  const period = Lanes.splat(p);
  for (let i = 0; i < m; i++) {
    const row = Address.at(tile, TILE * i);
    for (let j = 0; j < n; j += 2) Lanes.store(Address.at(row, j), Lanes.div(Lanes.load(Address.at(row, j)), period));
    squaredSineOf(n, 1, row);
  }
}

/** The position TILE·i + j of the first element that is infinite or not a number, or −1. */
export function firstNonFinite(m: i32, n: i32, tile: usize): i32 {
  // Σ 0·τ is 0 unless such an element is there, or beyond column n: then each is looked at.
  const zero = Lanes.zero();
  let even = zero;
  let odd = zero;
  for (let i = 0; i < m; i++) {
    let address = Address.at(tile, TILE * i);
    for (const end = Address.at(address, n); address < end; address += 32) {
      even = Lanes.madd(Lanes.load(address), zero, even);
      odd = Lanes.madd(Lanes.load(address + 16), zero, odd);
    }
  }
  return Lanes.sum(Lanes.add(even, odd)) === 0 ? -1 : searchNonFinite(m, n, tile);
}

function searchNonFinite(m: i32, n: i32, tile: usize): i32 {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const value = load<f64>(Address.at(tile, TILE * i + j));
      if (!(value - value === 0)) return TILE * i + j;
    }
  }
  return -1;
}
