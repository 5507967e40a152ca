import { Lanes } from "../lanes";
import { Halves } from "./halves";
import { Polynomial } from "./polynomial";

/** Constants stand in memory, as those of exp do. */
const TABLE = memory.data<f64>(
  [
    // ln 2 in two parts, the first a multiple of 2⁻⁴²
    0.6931471805598903, 5.497923018708371e-14,
    // 2⁵², whose bits hold a whole number in the low ones, and the same plus the 1024 that keep that number positive
    4503599627370496.0, 4503599627371520.0,
    // minimax coefficients of (ln(1 + r) − r + r²/2)/r³ on |r| ≤ 2⁻⁶; relative error of ln(1 + r) 2⁻⁶⁷
    0.3333333333333333, -0.24999999999999997, 0.2000000000003311, -0.16666666666750135, 0.14285713607832987, -0.12499998943558192,
    0.11115552260829474, -0.10005089114095571, 0.5,
  ],
  16,
);

/** Per cell 1/c with 10 bits and ln c in two parts, the first a multiple of 2⁻⁴². Cell 19 holds 1 and has c = 1: near 1 nothing cancels. */
// biome-ignore format: a cell per line
const CELLS = memory.data<f64>(
  [
    1.421875, -0.35197642315711164, -6.654491643324795e-14,
    1.3916015625, -0.33045528710340477, 1.0696475387258266e-13,
    1.361328125, -0.30846078572108127, 6.51660035646737e-14,
    1.3330078125, -0.28743790201951924, -8.777052447805795e-14,
    1.3056640625, -0.26671177150251424, 2.4155035567138682e-14,
    1.2802734375, -0.24707367816426995, 2.3201736484875263e-14,
    1.2548828125, -0.22704219172987905, 1.1971618944343003e-14,
    1.23046875, -0.20739519434596332, -1.0726867577289733e-13,
    1.2080078125, -0.18897256679292695, -1.0785045691554241e-13,
    1.185546875, -0.1702041660200848, 9.433537664581756e-14,
    1.1640625, -0.15191604202573217, -1.0980754099855238e-13,
    1.142578125, -0.13328722219239353, 4.4819840726013836e-14,
    1.123046875, -0.11604541575775329, -8.936559926276793e-14,
    1.103515625, -0.0985011061068235, -1.0965899689943145e-13,
    1.0849609375, -0.08154398404008134, -9.555983780806421e-14,
    1.06640625, -0.06429435070549516, 9.790518511990216e-14,
    1.048828125, -0.04767346946937323, 1.6328004423783634e-14,
    1.0322265625, -0.03171818027067275, -1.117930281017946e-13,
    1.015625, -0.015504186535963527, -1.7274567499706107e-15,
    1.0, 0.0, 0.0,
    0.9697265625, 0.030741141554244678, 3.582445626958196e-14,
    0.94140625, 0.060380510988807146, 1.0033424888676119e-13,
    0.9140625, 0.08985632912185793, 3.1218748807418837e-15,
    0.888671875, 0.11802720608852724, 3.013227959910772e-14,
    0.865234375, 0.14475485499428942, 8.272973285564614e-14,
    0.841796875, 0.172216534935842, -8.199467511461324e-14,
    0.8203125, 0.19806991376208316, 1.0634128304268335e-14,
    0.7998046875, 0.2233877217463487, 3.498161122982022e-14,
    0.7802734375, 0.24811085983310477, 7.365833388300793e-14,
    0.76171875, 0.2721778859158803, -6.465103064005256e-14,
    0.744140625, 0.29552524991277096, 3.586053092023274e-14,
    0.7275390625, 0.3180875872199067, -1.313034496619672e-14,
  ],
  16,
);

/** Bit patterns. */
const BITS = memory.data<i64>(
  [
    // of 0.6953125, where the cells of a binade begin: 32 cells of 2⁴⁷ steps each lead to twice that
    0x3fe6400000000000,
    // sign and exponent
    0xfff0000000000000,
    // 1024 as an exponent
    0x4000000000000000,
    // of 1
    0x3ff0000000000000,
    // the number of a cell, times 8
    0xf8,
    // half of the last place of the upper half of a number
    0x4000000,
  ],
  16,
);

/** 2¹⁰⁰⁰: from here on 2⁻ᵏ is 0 or no number. */
const HUGE: f64 = 1.0715086071862673e301;

/**
 * ln(1 + x) on two lanes in two parts, of which the second is at most 2⁻¹³ of the first; their sum is off by less than 2⁻⁶⁴ of it.
 *
 * 1 + x = 2ᵏ c (1 + r) with c the middle of one of 32 cells, |r| ≤ 2⁻⁶; ln(1 + x) = (k ln 2 + ln c) + r − r²/2 + r³ q(r). What roundings lose
 * of 1 + x, r, r² and the sums is carried along. Scheme: S. Nagy, pow in Arm's optimized routines.
 */
export class Log1p {
  /** ln(1 + x + rest), rest being at most an ulp of x: the first part; the second is stored at `low`. */
  @inline static lanes(x: v128, rest: v128, low: usize): v128 {
    return i64x2.bitmask(Log1p.isOrdinary(x)) === 3 ? Log1p.scaled(x, rest, Lanes.spread(TABLE + 24), low) : Log1p.any(x, rest, low);
  }

  /** All ones in the lanes where −1 < x < 2¹⁰⁰⁰; not where x is NaN. */
  @inline static isOrdinary(x: v128): v128 {
    return v128.and(f64x2.lt(x, f64x2.splat(HUGE)), f64x2.gt(x, f64x2.splat(-1)));
  }

  /** For ordinary x, plus k ln 2, k being what `bias` lacks of its usual value. */
  @inline static scaled(x: v128, rest: v128, bias: v128, low: usize): v128 {
    // 1 + x = u + lost = 2ᵏ (m + 2⁻ᵏ lost)
    const one = Lanes.spread(BITS + 24);
    const larger = f64x2.pmax(one, x);
    const u = f64x2.add(one, x);
    const lost = f64x2.sub(f64x2.pmin(one, x), f64x2.sub(u, larger));
    const bits = i64x2.sub(u, Lanes.spread(BITS));
    const exponent = v128.and(bits, Lanes.spread(BITS + 8));
    const m = i64x2.sub(u, exponent);
    const scale = i64x2.sub(Lanes.spread(BITS + 24), exponent);
    const k = f64x2.sub(i64x2.add(i64x2.shr_u(i64x2.add(exponent, Lanes.spread(BITS + 16)), 52), Lanes.spread(TABLE + 16)), bias);

    const cell = v128.and(i64x2.shr_u(bits, 44), Lanes.spread(BITS + 32));
    const cell0 = CELLS + <usize>(3 * i32x4.extract_lane(cell, 0));
    const cell1 = CELLS + <usize>(3 * i32x4.extract_lane(cell, 2));
    const pair0 = v128.load(cell0);
    const pair1 = v128.load(cell1);
    const inverse = Lanes.low(pair0, pair1);
    const logarithm = Lanes.high(pair0, pair1);
    const logarithmLow = v128.load64_lane(cell1, v128.load64_zero(cell0, 16), 1, 16);

    // r + rLow = (m + 2⁻ᵏ(lost + rest))/c − 1
    const mHigh = Halves.upper(i64x2.add(m, Lanes.spread(BITS + 40)));
    const a = f64x2.sub(f64x2.mul(mHigh, inverse), one);
    const b = f64x2.mul(Lanes.madd(lost, scale, f64x2.sub(m, mHigh)), inverse);
    const r = f64x2.add(a, b);
    const rLow = Lanes.madd(f64x2.mul(rest, scale), inverse, f64x2.sub(b, f64x2.sub(r, a)));

    // base = k ln 2 + ln c; sum = base + r; high = sum − r²/2, r² from the upper half of r
    const base = Lanes.madd(k, Lanes.spread(TABLE), logarithm);
    const baseLow = Lanes.madd(k, Lanes.spread(TABLE + 8), logarithmLow);
    const sum = f64x2.add(base, r);
    const sumLow = f64x2.sub(r, f64x2.sub(sum, base));
    const half = Lanes.spread(TABLE + 96);
    const rHigh = Halves.upper(r);
    const square = f64x2.mul(f64x2.mul(rHigh, half), rHigh);
    const squareLow = f64x2.mul(f64x2.mul(f64x2.add(f64x2.sub(r, rHigh), rLow), half), f64x2.add(r, rHigh));
    const high = f64x2.sub(sum, square);
    const highLow = f64x2.sub(f64x2.sub(sum, high), square);

    const r2 = f64x2.mul(r, r);
    const r4 = f64x2.mul(r2, r2);
    const q = Lanes.madd(Polynomial.cubic(TABLE + 64, r, r2), r4, Polynomial.cubic(TABLE + 32, r, r2));
    const small = f64x2.add(f64x2.add(f64x2.add(baseLow, sumLow), rLow), f64x2.sub(highLow, squareLow));
    Lanes.store(low, Lanes.madd(f64x2.mul(r, r2), q, small));
    return high;
  }

  /** For any x: −∞ at −1, NaN below, ∞ at ∞, the second part then being NaN or 0. */
  static any(x: v128, rest: v128, low: usize): v128 {
    const huge = f64x2.ge(x, f64x2.splat(HUGE));
    // 2⁻¹²⁸ x, and 128 ln 2 added
    const factor = v128.bitselect(f64x2.splat(2.938735877055719e-39), f64x2.splat(1), huge);
    const bias = f64x2.sub(Lanes.spread(TABLE + 24), v128.and(huge, f64x2.splat(128)));
    const high = Log1p.scaled(f64x2.mul(x, factor), f64x2.mul(rest, factor), bias, low);
    const bounded = v128.and(f64x2.gt(x, f64x2.splat(-1)), f64x2.lt(x, f64x2.splat(Infinity)));
    const atEnd = v128.bitselect(f64x2.splat(-Infinity), f64x2.sqrt(f64x2.add(x, f64x2.splat(1))), f64x2.eq(x, f64x2.splat(-1)));
    Lanes.store(low, v128.and(Lanes.load(low), bounded));
    return v128.bitselect(high, atEnd, bounded);
  }
}

/**
 * x_i ← ln(1 + x_i), n values at `address`; n is rounded up to an even number. At most 0.51 ulp from the true value.
 *
 * ln(1 + x) = x where |x| < 2⁻⁵⁴, subnormal numbers included, but 0 for −0; ∞ at ∞, −∞ at −1, NaN below −1 and for NaN.
 */
export function log1p(n: i32, address: usize): void {
  for (const end = address + ((<usize>n) << 3); address < end; address += 16) {
    const high = Log1p.lanes(Lanes.load(address), Lanes.zero(), address);
    Lanes.store(address, Lanes.add(high, Lanes.load(address)));
  }
}
