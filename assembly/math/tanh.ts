import { Lanes } from "../lanes";
import { Exp } from "./exp";

/** Constants stand in memory, twice each, as those of exp do. */
const TABLE = memory.data<f64>(
  [
    // P and Q with tanh y = y + y³ P(y²)/Q(y²) for y ≤ 0.5625, Q(0) = 3; relative error of tanh y 2⁻⁵⁹·²
    -1.0, -1.0, -0.06150439669709891, -0.06150439669709891, -0.0005978885549878201, -0.0005978885549878201, 1.384513190091293,
    1.384513190091293, 0.0698846559873306, 0.0698846559873306, 0.0006199808227264203, 0.0006199808227264203,
  ],
  16,
);

/** Where the formulas meet: here tanh y > ½, so that an error of 2/(e^2y + 1) counts half at most. */
const MEETING: f64 = 0.5625;

/** From 19.07 on tanh is 1. */
const SATURATED: f64 = 20;

/**
 * tanh x on two lanes, at most @ULP@ ulp from the true value. Odd, −0 included; x itself where it is tiny; ±1 at ±∞; NaN gives NaN.
 *
 * For y = |x| ≤ 0.5625 y + y³ P(y²)/Q(y²), else 1 − 2/(1 + e^2y) with e^2y = 2ᵏ(1 + f): D = (1 + 2ᵏ) + 2ᵏ f, and what rounding D lost is
 * put back into the quotient. One division serves both.
 */
export class Tanh {
  @inline static lanes(x: v128): v128 {
    const y = f64x2.pmin(f64x2.abs(x), f64x2.splat(SATURATED));
    const y2 = f64x2.mul(y, y);
    const numerator = Lanes.madd(Lanes.madd(v128.load(TABLE, 32), y2, v128.load(TABLE, 16)), y2, v128.load(TABLE));
    const denominator = Lanes.madd(
      Lanes.madd(v128.load(TABLE, 80), y2, v128.load(TABLE, 64)),
      f64x2.mul(y2, y2),
      Lanes.madd(v128.load(TABLE, 48), y2, f64x2.splat(3)),
    );

    const doubled = f64x2.add(y, y);
    const shifted = Exp.shifted(doubled);
    const k = Exp.integer(shifted);
    const power = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
    const whole = f64x2.add(power, f64x2.splat(1));
    const fraction = f64x2.mul(power, Exp.lessOne(doubled, k, Exp.correction(k)));
    const D = f64x2.add(whole, fraction);
    const lost = f64x2.sub(fraction, f64x2.sub(D, whole));

    const near = f64x2.le(y, f64x2.splat(MEETING));
    const quotient = f64x2.div(
      v128.bitselect(f64x2.mul(f64x2.mul(y, y2), numerator), f64x2.splat(-2), near),
      v128.bitselect(denominator, D, near),
    );
    // −2/(D + lost) = q + q²·lost/2 with q = −2/D
    const correction = f64x2.mul(f64x2.mul(quotient, quotient), v128.andnot(f64x2.mul(lost, f64x2.splat(0.5)), near));
    const value = f64x2.add(v128.bitselect(y, f64x2.splat(1), near), f64x2.add(quotient, correction));
    return v128.bitselect(x, value, f64x2.splat(-0.0));
  }
}

/** x_i ← tanh(a x_i + b), n values at `address`, four at a time; n is rounded up to the next multiple of 4. a x_i + b is rounded twice. */
export function tanh(n: i32, a: f64, b: f64, address: usize): void {
  const factor = Lanes.splat(a);
  const shift = Lanes.splat(b);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.madd(Lanes.load(address), factor, shift);
    const x1 = Lanes.madd(Lanes.load(address + 16), factor, shift);
    Lanes.store(address, Tanh.lanes(x0));
    Lanes.store(address + 16, Tanh.lanes(x1));
  }
}
