import { Lanes } from "../lanes";
import { Exp } from "./exp";
import { Halves } from "./halves";
import { Log1p } from "./log1p";

/**
 * t_i ← (1 + c t_i)^(−a) = e^(−a ln(1 + c t_i)) for t_i ≥ 0, n values at `address`, four at a time; n is rounded up to the next multiple of 4.
 *
 * c t, its logarithm and −a times that are carried in two parts each: at most 1 ulp from the true value for any a, subnormal results
 * included. 1 exactly at t = 0. Where c t overflows it counts as ∞.
 */
export function rationalQuadratic(n: i32, a: f64, c: f64, address: usize): void {
  const factor = Lanes.splat(c);
  const factorHigh = Halves.upper(factor);
  const factorLow = Lanes.sub(factor, factorHigh);
  const power = Lanes.splat(-a);
  const powerHigh = Halves.upper(power);
  const powerLow = Lanes.sub(power, powerHigh);
  const infinity = Lanes.splat(Infinity);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    // x + rest = c t
    const t0 = Lanes.load(address);
    const t1 = Lanes.load(address + 16);
    const x0 = Lanes.mul(t0, factor);
    const x1 = Lanes.mul(t1, factor);
    const rest0 = Halves.rest(t0, factorHigh, factorLow, x0);
    const rest1 = Halves.rest(t1, factorHigh, factorLow, x1);

    // log + logLow = ln(1 + x + rest)
    let high0: v128;
    let high1: v128;
    if (i64x2.bitmask(v128.and(Log1p.isOrdinary(x0), Log1p.isOrdinary(x1))) === 3) {
      high0 = Log1p.ordinary(x0, rest0, address);
      high1 = Log1p.ordinary(x1, rest1, address + 16);
    } else {
      high0 = Log1p.any(x0, rest0, address);
      high1 = Log1p.any(x1, rest1, address + 16);
    }
    const low0 = Lanes.load(address);
    const low1 = Lanes.load(address + 16);
    const log0 = Lanes.add(high0, low0);
    const log1 = Lanes.add(high1, low1);
    const logLow0 = Lanes.sub(low0, Lanes.sub(log0, high0));
    const logLow1 = Lanes.sub(low1, Lanes.sub(log1, high1));

    // z + zLow = −a (log + logLow)
    const z0 = Lanes.mul(log0, power);
    const z1 = Lanes.mul(log1, power);
    const zLow0 = Lanes.madd(logLow0, power, Halves.rest(log0, powerHigh, powerLow, z0));
    const zLow1 = Lanes.madd(logLow1, power, Halves.rest(log1, powerHigh, powerLow, z1));
    if (i64x2.bitmask(v128.and(Exp.isOrdinary(z0), Exp.isOrdinary(z1))) === 3) {
      Lanes.store(address, Exp.ordinaryOfSum(z0, zLow0));
      Lanes.store(address + 16, Exp.ordinaryOfSum(z1, zLow1));
    } else {
      // where z is infinite, zLow is no number
      Lanes.store(address, Exp.extremeOfSum(z0, v128.and(zLow0, f64x2.lt(f64x2.abs(z0), infinity))));
      Lanes.store(address + 16, Exp.extremeOfSum(z1, v128.and(zLow1, f64x2.lt(f64x2.abs(z1), infinity))));
    }
  }
}
