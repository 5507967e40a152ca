import { Lanes } from "../lanes";
import { Exp } from "./exp";
import { Log1p } from "./log1p";

/** All but the last 27 bits; 2¹⁰⁰⁰, from where ln(1 + x) takes the longer way; 708, beyond which e^z does. Twice each. */
const HALF = memory.data<i64>(
  [
    0xfffffffff8000000, 0xfffffffff8000000, 0x7e70000000000000, 0x7e70000000000000, 0x4086200000000000, 0x4086200000000000,
  ],
  16,
);

/**
 * (1 + c t)^(−a) = e^(−a ln(1 + c t)) on two lanes. c t, its logarithm and a times that are carried in two parts each, so that the exponent is
 * off by less than 2⁻⁵⁴ as long as it is above −708, however large a is.
 */
class RationalQuadratic {
  /** The upper half of x, whose product with another half is exact. */
  @inline static upper(x: v128): v128 {
    return v128.and(x, v128.load(HALF));
  }

  /** What x·y has lost by rounding, y being given in two halves. */
  @inline static rest(x: v128, product: v128, yHigh: v128, yLow: v128): v128 {
    const xHigh = RationalQuadratic.upper(x);
    const xLow = f64x2.sub(x, xHigh);
    const cross = Lanes.madd(xHigh, yLow, f64x2.sub(f64x2.mul(xHigh, yHigh), product));
    return Lanes.madd(xLow, yLow, Lanes.madd(xLow, yHigh, cross));
  }

  /** The value, power being −a. */
  @inline static lanes(t: v128, c: v128, cHigh: v128, cLow: v128, power: v128, powerHigh: v128, powerLow: v128): v128 {
    const x = f64x2.mul(t, c);
    const high = Log1p.ordinary(x, RationalQuadratic.rest(t, x, cHigh, cLow));
    const log = f64x2.add(high, Log1p.low);
    const logLow = f64x2.sub(Log1p.low, f64x2.sub(log, high));
    const z = f64x2.mul(log, power);
    const zLow = Lanes.madd(logLow, power, RationalQuadratic.rest(log, z, powerHigh, powerLow));
    const ordinary = v128.and(f64x2.lt(x, v128.load(HALF, 16)), f64x2.le(f64x2.abs(z), v128.load(HALF, 32)));
    return i64x2.bitmask(ordinary) === 3 ? Exp.ordinaryOfSum(z, zLow) : RationalQuadratic.extreme(t, c, power);
  }

  /** The same for any t ≥ 0. */
  static extreme(t: v128, c: v128, power: v128): v128 {
    const x = f64x2.mul(t, c);
    const cHigh = RationalQuadratic.upper(c);
    const high = Log1p.any(x, RationalQuadratic.rest(t, x, cHigh, f64x2.sub(c, cHigh)));
    const log = f64x2.add(high, Log1p.low);
    const logLow = f64x2.sub(Log1p.low, f64x2.sub(log, high));
    const z = f64x2.mul(log, power);
    const powerHigh = RationalQuadratic.upper(power);
    const zLow = Lanes.madd(logLow, power, RationalQuadratic.rest(log, z, powerHigh, f64x2.sub(power, powerHigh)));
    // where z is infinite there is no second part
    return Exp.extremeOfSum(z, v128.and(zLow, f64x2.lt(f64x2.abs(z), f64x2.splat(Infinity))));
  }
}

/**
 * t_i ← (1 + c t_i)^(−a) for t_i ≥ 0, n values at `address`, four at a time; n is rounded up to the next multiple of 4.
 *
 * At most 1.1 ulp from the true value for any a, subnormal results included; 1 exactly at t = 0. Where c t overflows it counts as ∞.
 */
export function rationalQuadratic(n: i32, a: f64, c: f64, address: usize): void {
  const power = Lanes.splat(-a);
  const powerHigh = RationalQuadratic.upper(power);
  const powerLow = Lanes.sub(power, powerHigh);
  const factor = Lanes.splat(c);
  const factorHigh = RationalQuadratic.upper(factor);
  const factorLow = Lanes.sub(factor, factorHigh);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    Lanes.store(address, RationalQuadratic.lanes(Lanes.load(address), factor, factorHigh, factorLow, power, powerHigh, powerLow));
    Lanes.store(address + 16, RationalQuadratic.lanes(Lanes.load(address + 16), factor, factorHigh, factorLow, power, powerHigh, powerLow));
  }
}
