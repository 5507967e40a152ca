import { Lanes } from "../lanes";
import { Exp } from "./exp";

/** Constants stand in memory, as those of exp do. */
const TABLE = memory.data<f64>(
  [
    // P and Q with tanh y = y + y³ P(y²)/Q(y²) for y ≤ 0.5625, Q(0) = 3; relative error of tanh y 2⁻⁵⁹·²
    -1.0, -0.06150439669709891, -0.0005978885549878201, 1.384513190091293, 0.0698846559873306, 0.0006199808227264203, 3.0,
    // from 20 on tanh is 1; where the formulas meet: beyond, tanh y > ½, so that an error of 2/(e^2y + 1) counts half at most
    20.0, 0.5625, 1.0, -2.0, 0.5, -0.0,
  ],
  16,
);

/**
 * tanh x on two lanes, at most 1 ulp from the true value. Odd, −0 included; x itself where it is tiny; ±1 at ±∞; NaN gives NaN.
 *
 * For y = |x| ≤ 0.5625 y + y³ P(y²)/Q(y²), else 1 − 2/(1 + e^2y) with e^2y = 2ᵏ(1 + f): D = (1 + 2ᵏ) + 2ᵏ f, and what rounding D lost is
 * put back into the quotient. One division serves both.
 */
export class Tanh {
  /** Stores 2ᵏ and 2ᵏ f. */
  @inline static exponential(x: v128, parts: usize): void {
    const y = f64x2.pmin(f64x2.abs(x), Lanes.spread(TABLE + 56));
    const doubled = f64x2.add(y, y);
    const shifted = Exp.shifted(doubled);
    const k = Exp.integer(shifted);
    const power = i64x2.add(i64x2.shl(shifted, 52), Lanes.spread(TABLE + 72));
    Lanes.store(parts, power);
    Lanes.store(parts + 16, f64x2.mul(power, Exp.lessOne(doubled, k, Exp.correction(k))));
  }

  /** tanh x from 2ᵏ and 2ᵏ f. */
  @inline static lanes(x: v128, parts: usize): v128 {
    const one = Lanes.spread(TABLE + 72);
    const sign = v128.and(x, Lanes.spread(TABLE + 96));
    const y = f64x2.pmin(v128.xor(x, sign), Lanes.spread(TABLE + 56));
    const y2 = f64x2.mul(y, y);
    const P = Lanes.madd(Lanes.madd(Lanes.spread(TABLE + 16), y2, Lanes.spread(TABLE + 8)), y2, Lanes.spread(TABLE));
    const Q23 = Lanes.madd(Lanes.spread(TABLE + 40), y2, Lanes.spread(TABLE + 32));
    const Q = Lanes.madd(Q23, f64x2.mul(y2, y2), Lanes.madd(Lanes.spread(TABLE + 24), y2, Lanes.spread(TABLE + 48)));

    const fraction = Lanes.load(parts + 16);
    const whole = f64x2.add(Lanes.load(parts), one);
    const D = f64x2.add(whole, fraction);
    const lost = f64x2.sub(fraction, f64x2.sub(D, whole));

    const near = f64x2.le(y, Lanes.spread(TABLE + 64));
    const start = v128.bitselect(y, one, near);
    const quotient = f64x2.div(v128.bitselect(f64x2.mul(f64x2.mul(y, y2), P), Lanes.spread(TABLE + 80), near), v128.bitselect(Q, D, near));
    // −2/(D + lost) = q + q²·lost/2 with q = −2/D
    const correction = f64x2.mul(f64x2.mul(quotient, quotient), v128.andnot(f64x2.mul(lost, Lanes.spread(TABLE + 88)), near));
    const value = f64x2.add(start, quotient);
    const valueLow = f64x2.sub(quotient, f64x2.sub(value, start));
    return v128.or(f64x2.add(value, f64x2.add(valueLow, correction)), sign);
  }
}

/**
 * x_i ← tanh(a x_i + b), n values at `address`; n is rounded up to an even number. a x_i + b is rounded twice. `work` has room for 2n numbers.
 *
 * In two passes: the chain of one value is long, and the shorter one is, the more of them are under way at once.
 */
export function tanh(n: i32, a: f64, b: f64, address: usize, work: usize): void {
  const factor = Lanes.splat(a);
  const shift = Lanes.splat(b);
  const end = address + ((<usize>n) << 3);
  let parts = work;
  for (let at = address; at < end; at += 16, parts += 32) {
    const x = Lanes.madd(Lanes.load(at), factor, shift);
    Lanes.store(at, x);
    Tanh.exponential(x, parts);
  }
  for (; address < end; address += 16, work += 32) Lanes.store(address, Tanh.lanes(Lanes.load(address), work));
}
