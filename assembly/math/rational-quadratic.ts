import { Lanes } from "../lanes";
import { EXTREME, Exp } from "./exp";
import { Halves } from "./halves";
import { Log1p } from "./log1p";

/**
 * t_i ← (1 + c t_i)^(−a) = e^(−a ln(1 + c t_i)) for t_i ≥ 0, n values at `address`; n is rounded up to an even number. `work` has room for n numbers.
 *
 * c t, its logarithm and −a times that are carried in two parts each: at most 1 ulp from the true value for any a, subnormal results
 * included. 1 exactly at t = 0. Where c t overflows it counts as ∞.
 *
 * In two passes: the chain of one value is long, and the shorter one is, the more of them are under way at once.
 */
export function rationalQuadratic(n: i32, a: f64, c: f64, address: usize, work: usize): void {
  const factor = Lanes.splat(c);
  const factorHigh = Halves.upper(factor);
  const factorLow = Lanes.sub(factor, factorHigh);
  const power = Lanes.splat(-a);
  const powerHigh = Halves.upper(power);
  const powerLow = Lanes.sub(power, powerHigh);
  const end = address + ((<usize>n) << 3);
  let beside = work;
  for (let at = address; at < end; at += 16, beside += 16) {
    // x + rest = c t
    const t = Lanes.load(at);
    const x = Lanes.mul(t, factor);
    const rest = Halves.rest(t, factorHigh, factorLow, x);

    // ln(1 + x + rest)
    Lanes.store(at, Log1p.lanes(x, rest, beside));
  }
  for (; address < end; address += 16, work += 16) {
    // log + logLow, the sum in order
    const high = Lanes.load(address);
    const low = Lanes.load(work);
    const log = Lanes.add(high, low);
    const logLow = Lanes.sub(low, Lanes.sub(log, high));

    // z + zLow = −a (log + logLow)
    const z = Lanes.mul(log, power);
    const zLow = Lanes.madd(logLow, power, Halves.rest(log, powerHigh, powerLow, z));
    if (i64x2.bitmask(Exp.isOrdinary(z)) === 3) Lanes.store(address, Exp.ordinaryOfSum(z, zLow));
    // beyond ±EXTREME zLow, an ulp of z, may be large or no number
    else Lanes.store(address, Exp.extremeOfSum(z, v128.and(zLow, f64x2.lt(f64x2.abs(z), Lanes.splat(EXTREME)))));
  }
}
