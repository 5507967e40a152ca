import { Lanes } from "../lanes";
import { Polynomial } from "./polynomial";

/** Constants stand in memory, whence one load feeds both lanes: engines differ in how well they hoist vector literals. */
const TABLE = memory.data<f64>(
  [
    // 1/ln 2; ln 2 in two parts, the first with 32 bits, so that k times it is exact
    1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10,
    // 1.5·2⁵²: adding it rounds to an integer and leaves that integer in the low bits
    6755399441055744.0,
    // minimax coefficients of (eʳ − 1 − r)/r² on |r| ≤ ln 2 / 2; relative error of eʳ 2⁻⁵⁷·⁹
    0.5000000000000011, 0.16666666666666413, 0.04166666666653027, 0.008333333333494846, 0.0013888888943635502, 0.00019841269505769998,
    2.480149306509727e-5, 2.7557586991680545e-6, 2.763026870272278e-7, 2.4999915664062427e-8,
  ],
  16,
);

/** Below this the result is subnormal or close to it, above 709 close to overflow: the scaling by 2ᵏ then takes two factors. */
const NORMAL: f64 = 708;

/** Where eˣ has become 0 or ∞ whatever x: −745.2 and 709.8, with room to spare. */
export const EXTREME: f64 = 800;

/**
 * eˣ on two lanes, at most 1 ulp from the true value, subnormal results included. e⁰ = 1 exactly, e^−∞ = 0, NaN gives NaN.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ᵏ(1 + (r + r² q(r))).
 */
export class Exp {
  /** All ones in the lanes where |x| ≤ 708; not where x is NaN. */
  @inline static isOrdinary(x: v128): v128 {
    return f64x2.le(f64x2.abs(x), f64x2.splat(NORMAL));
  }

  /** eˣ for both lanes within ±708: 2ᵏ by adding k to the exponent. */
  @inline static ordinary(x: v128): v128 {
    const shifted = Exp.shifted(x);
    return i64x2.add(Exp.mantissa(x, Exp.integer(shifted)), i64x2.shl(shifted, 52));
  }

  /** e^(x + low) for both lanes of x within ±708, |low| at most an ulp of x. */
  @inline static ordinaryOfSum(x: v128, low: v128): v128 {
    const shifted = Exp.shifted(x);
    const k = Exp.integer(shifted);
    const mantissa = f64x2.add(f64x2.splat(1), Exp.lessOne(x, k, f64x2.sub(Exp.correction(k), low)));
    return i64x2.add(mantissa, i64x2.shl(shifted, 52));
  }

  /** eˣ when a lane may lie outside ±708: 2ᵏ in two factors. */
  static extreme(x: v128): v128 {
    return Exp.extremeOfSum(x, f64x2.splat(0));
  }

  /** The same for e^(x + low). */
  static extremeOfSum(x: v128, low: v128): v128 {
    const bounded = f64x2.max(f64x2.min(x, f64x2.splat(EXTREME)), f64x2.splat(-EXTREME));
    const k = Exp.integer(Exp.shifted(bounded));
    const mantissa = f64x2.add(f64x2.splat(1), Exp.lessOne(bounded, k, f64x2.sub(Exp.correction(k), low)));
    const half = f64x2.nearest(f64x2.mul(k, f64x2.splat(0.5)));
    return f64x2.mul(f64x2.mul(mantissa, Exp.powerOfTwo(half)), Exp.powerOfTwo(f64x2.sub(k, half)));
  }

  /** round(x / ln 2) in the low bits. */
  @inline static shifted(x: v128): v128 {
    return Lanes.madd(x, Lanes.spread(TABLE), Lanes.spread(TABLE + 24));
  }

  /** The same as a number. */
  @inline static integer(shifted: v128): v128 {
    return f64x2.sub(shifted, Lanes.spread(TABLE + 24));
  }

  /** eʳ for r = x − k ln 2. */
  @inline static mantissa(x: v128, k: v128): v128 {
    return f64x2.add(f64x2.splat(1), Exp.lessOne(x, k, Exp.correction(k)));
  }

  /** k times the second part of ln 2. */
  @inline static correction(k: v128): v128 {
    return f64x2.mul(k, Lanes.spread(TABLE + 16));
  }

  /** eʳ − 1 = high + (r² q(r) − correction) for r = high − correction, high = x − k·(first part of ln 2): what the rounding of r lost is not missed. */
  @inline static lessOne(x: v128, k: v128, correction: v128): v128 {
    const high = f64x2.sub(x, f64x2.mul(k, Lanes.spread(TABLE + 8)));
    const r = f64x2.sub(high, correction);
    const r2 = f64x2.mul(r, r);
    const r4 = f64x2.mul(r2, r2);
    const upper = Lanes.madd(Polynomial.linear(TABLE + 96, r), r4, Polynomial.cubic(TABLE + 64, r, r2));
    const q = Lanes.madd(upper, r4, Polynomial.cubic(TABLE + 32, r, r2));
    return f64x2.add(high, f64x2.sub(f64x2.mul(r2, q), correction));
  }

  /** 2ᵏ for an integer k between −1022 and 1023. */
  @inline static powerOfTwo(k: v128): v128 {
    return i64x2.shl(i64x2.add(f64x2.add(k, Lanes.spread(TABLE + 24)), i64x2.splat(1023)), 52);
  }
}

/** x_i ← e^(a x_i), n values at `address`, four at a time; n is rounded up to the next multiple of 4. */
export function exp(n: i32, a: f64, address: usize): void {
  const factor = Lanes.splat(a);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.mul(Lanes.load(address), factor);
    const x1 = Lanes.mul(Lanes.load(address + 16), factor);
    if (i64x2.bitmask(v128.and(Exp.isOrdinary(x0), Exp.isOrdinary(x1))) !== 3) {
      Lanes.store(address, Exp.extreme(x0));
      Lanes.store(address + 16, Exp.extreme(x1));
    } else {
      Lanes.store(address, Exp.ordinary(x0));
      Lanes.store(address + 16, Exp.ordinary(x1));
    }
  }
}
