import { Lanes } from "../lanes";
import { Exp } from "./exp";
import { Log1p } from "./log1p";

/** All but the last 27 bits, twice: the upper half of a number, whose product with another half is exact. */
const HALF = memory.data<i64>([0xfffffffff8000000, 0xfffffffff8000000], 16);

/** Numbers from one pass to the next: two short loops keep more of their work in flight than a long one. */
const BLOCK: i32 = 64;

/** BLOCK numbers: the second parts of the logarithms. */
const LOW = memory.data(512, 16);

/** The upper half of x. */
// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return v128.and(x, v128.load(HALF));
}

/** What x·y lost by rounding to `product`, y being given in its two halves. */
// @ts-ignore: decorator
@inline
function rest(x: v128, yHigh: v128, yLow: v128, product: v128): v128 {
  const xHigh = upper(x);
  const xLow = f64x2.sub(x, xHigh);
  const cross = Lanes.madd(xHigh, yLow, f64x2.sub(f64x2.mul(xHigh, yHigh), product));
  return Lanes.madd(xLow, yLow, Lanes.madd(xLow, yHigh, cross));
}

/** t_i + low_i ← ln(1 + c t_i), n values at `address`, low_i at LOW. */
function logarithms(n: i32, c: f64, address: usize): void {
  const factor = Lanes.splat(c);
  const factorHigh = upper(factor);
  const factorLow = Lanes.sub(factor, factorHigh);
  const end = address + ((<usize>n) << 3);
  for (let low = LOW; address < end; address += 16, low += 16) {
    const t = Lanes.load(address);
    const x = Lanes.mul(t, factor);
    const lost = rest(t, factorHigh, factorLow, x);
    const high = i64x2.bitmask(Log1p.isOrdinary(x)) === 3 ? Log1p.ordinary(x, lost) : Log1p.any(x, lost);
    const sum = Lanes.add(high, Log1p.low);
    Lanes.store(address, sum);
    Lanes.store(low, Lanes.sub(Log1p.low, Lanes.sub(sum, high)));
  }
}

/** x_i ← e^(a (x_i + low_i)), n values at `address`, low_i at LOW. */
function powers(n: i32, a: f64, address: usize): void {
  const factor = Lanes.splat(a);
  const factorHigh = upper(factor);
  const factorLow = Lanes.sub(factor, factorHigh);
  const end = address + ((<usize>n) << 3);
  for (let low = LOW; address < end; address += 16, low += 16) {
    const x = Lanes.load(address);
    const z = Lanes.mul(x, factor);
    const zLow = Lanes.madd(Lanes.load(low), factor, rest(x, factorHigh, factorLow, z));
    if (i64x2.bitmask(Exp.isOrdinary(z)) === 3) {
      Lanes.store(address, Exp.ordinaryOfSum(z, zLow));
    } else {
      // where z is infinite there is no second part
      Lanes.store(address, Exp.extremeOfSum(z, v128.and(zLow, f64x2.lt(f64x2.abs(z), f64x2.splat(Infinity)))));
    }
  }
}

/**
 * t_i ← (1 + c t_i)^(−a) = e^(−a ln(1 + c t_i)) for t_i ≥ 0, n values at `address`, two at a time; n is rounded up to the next multiple of 4.
 *
 * c t, its logarithm and −a times that are carried in two parts each: at most 1 ulp from the true value for any a, subnormal results
 * included. 1 exactly at t = 0. Where c t overflows it counts as ∞.
 */
export function rationalQuadratic(n: i32, a: f64, c: f64, address: usize): void {
  for (let first = 0; first < n; first += BLOCK) {
    const count = (min(BLOCK, n - first) + 3) & ~3;
    const block = address + ((<usize>first) << 3);
    logarithms(count, c, block);
    powers(count, -a, block);
  }
}
