import { Lanes } from "../lanes";
import { Exp } from "./exp";
import { Halves } from "./halves";
import { Log1p } from "./log1p";

/**
 * t_i ← (1 + c t_i)^(−a) = e^(−a ln(1 + c t_i)) for t_i ≥ 0, n values at `address`, two at a time; n is rounded up to the next multiple of 4.
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
  for (const end = address + ((<usize>((n + 3) & ~3)) << 3); address < end; address += 16) {
    const t = Lanes.load(address);
    const x = Lanes.mul(t, factor);
    const rest = Halves.rest(t, factorHigh, factorLow, x);
    const isOrdinary = i64x2.bitmask(Log1p.isOrdinary(x)) === 3;
    const high = isOrdinary ? Log1p.ordinary(x, rest, address) : Log1p.any(x, rest, address);
    const low = Lanes.load(address);
    const log = Lanes.add(high, low);
    const logLow = Lanes.sub(low, Lanes.sub(log, high));
    const z = Lanes.mul(log, power);
    const zLow = Lanes.madd(logLow, power, Halves.rest(log, powerHigh, powerLow, z));
    if (i64x2.bitmask(Exp.isOrdinary(z)) === 3) {
      Lanes.store(address, Exp.ordinaryOfSum(z, zLow));
    } else {
      // where z is infinite there is no second part
      Lanes.store(address, Exp.extremeOfSum(z, v128.and(zLow, f64x2.lt(f64x2.abs(z), f64x2.splat(Infinity)))));
    }
  }
}
