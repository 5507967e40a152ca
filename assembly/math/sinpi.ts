import { Lanes } from "../lanes";
import { Halves } from "./halves";
import { Polynomial } from "./polynomial";

/** Constants stand in memory, as those of exp do. */
const TABLE = memory.data<f64>(
  [
    // where sine and cosine meet
    0.3125, 0.5, 1.0, -0.0,
    // π and π² in two parts, the first with 26 bits
    3.1415926218032837, 3.178650954705639e-8, 9.869604349136353, 5.195300607977199e-8,
  ],
  16,
);

/** Minimax coefficients of (sin πw − πw)/w³ in w², w ≤ 5/16; relative error of sin πw 2⁻⁶². */
const SINE = memory.data<f64>(
  [
    -5.16771278004997, 2.55016403987737, -0.5992645293209792, 0.08214588656094399, -0.007370428859737495, 0.0004662679989810268,
    -2.164678452217751e-5,
  ],
  16,
);

/** Of (cos πw − 1)/w², w ≤ 3/16; relative error of cos πw 2⁻⁵⁹. */
const COSINE = memory.data<f64>(
  [-4.934802200544677, 4.058712126415667, -1.3352627686606386, 0.23533061460697027, -0.02580624316262302, 0.0019164250048673552],
  16,
);

/** Of (sin² πw − π² w²)/w⁴, w ≤ ¼; relative error of sin² πw 2⁻⁶². */
const SQUARE = memory.data<f64>(
  [
    -32.46969701133415, 42.728408603347646, -30.12232068603399, 13.21312839702223, -3.951768329826778, 0.8571968759520581,
    -0.14099439210468606, 0.017875872829933567,
  ],
  16,
);

/** Of sin²(πt/2)/t² in t², t ≤ ½; relative error 2⁻⁵⁶. */
const HALF = memory.data<f64>(
  [
    2.4674011002723395, -2.0293560632083665, 0.6676313844258581, -0.11766531513412215, 0.012903444990704609, -0.000964781196422544,
    5.2291055678103497e-5, -2.0827712613108823e-6,
  ],
  16,
);

/** sin πx and sin² πx on two lanes. The reduction of x is exact however large x is; so are the results at multiples of ½. NaN for ±∞ and NaN. */
export class SinPi {
  /**
   * sin πx, at most 1.25 ulp from the true value; 0 at every integer, never −0.
   *
   * ± sin πz with z ∈ [0, ½] the distance of x from the nearest integer: πw + w³ s(w²) with w = z up to 5/16, 1 + w² c(w²) with w = ½ − z beyond.
   */
  @inline static sine(x: v128): v128 {
    const half = Lanes.spread(TABLE + 8);
    const period = f64x2.nearest(f64x2.mul(x, half));
    const signed = f64x2.sub(x, f64x2.add(period, period));
    const sign = v128.and(signed, Lanes.spread(TABLE + 24));
    const distance = v128.xor(signed, sign);
    const z = f64x2.pmin(distance, f64x2.sub(Lanes.spread(TABLE + 16), distance));

    const z2 = f64x2.mul(z, z);
    const z4 = f64x2.mul(z2, z2);
    const zHigh = Halves.upper(z);
    const most = f64x2.mul(zHigh, Lanes.spread(TABLE + 32));
    const remainder = Lanes.madd(f64x2.sub(z, zHigh), Lanes.spread(TABLE + 32), f64x2.mul(z, Lanes.spread(TABLE + 40)));
    const s = SinPi.seven(SINE, z2, z4, f64x2.mul(z4, z4));
    const sine = f64x2.add(most, Lanes.madd(f64x2.mul(z, z2), s, remainder));

    const w = f64x2.sub(half, z);
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    const c = Lanes.madd(Polynomial.linear(COSINE + 32, w2), f64x2.mul(w4, w4), Polynomial.cubic(COSINE, w2, w4));
    const cosine = Lanes.madd(w2, c, Lanes.spread(TABLE + 16));

    const value = v128.bitselect(sine, cosine, f64x2.le(z, Lanes.spread(TABLE)));
    return f64x2.add(v128.xor(value, sign), f64x2.splat(0));
  }

  /** x less the nearest integer. */
  @inline static reduced(x: v128): v128 {
    return f64x2.sub(x, f64x2.nearest(x));
  }

  /**
   * sin² πt for |t| ≤ ½, at most 1.2 ulp from the true value if that is above 2⁻¹⁰⁰⁰.
   *
   * S = π² w² + w⁴ s(w²) where t is w ≤ ¼ from 0, 1 − S where it is w from a half.
   */
  @inline static square(t: v128): v128 {
    const z = f64x2.abs(t);
    const opposite = f64x2.sub(Lanes.spread(TABLE + 8), z);
    const w = f64x2.pmin(z, opposite);
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    // w² = v + vLow with half as many bits in v
    const wHigh = Halves.upper(w);
    const square = f64x2.mul(wHigh, wHigh);
    const v = Halves.upper(square);
    const vLow = Lanes.madd(f64x2.sub(w, wHigh), f64x2.add(w, wHigh), f64x2.sub(square, v));
    const s = Lanes.madd(w2, SinPi.seven(SQUARE + 8, w2, w4, f64x2.mul(w4, w4)), Lanes.spread(SQUARE));
    const remainder = Lanes.madd(vLow, Lanes.spread(TABLE + 48), f64x2.mul(w2, Lanes.spread(TABLE + 56)));
    const S = f64x2.add(f64x2.mul(v, Lanes.spread(TABLE + 48)), Lanes.madd(w4, s, remainder));
    return v128.bitselect(S, f64x2.sub(Lanes.spread(TABLE + 16), S), f64x2.le(z, opposite));
  }

  /** ¼ sin² πt = s(1 − s), s = sin²(πt/2), for |t| ≤ ½: without a case, at most 5 ulp from the true value if that is above 2⁻¹⁰⁰⁰. */
  @inline static quarterSquare(t: v128): v128 {
    const v = f64x2.mul(t, t);
    const v2 = f64x2.mul(v, v);
    const low = Polynomial.cubic(HALF, v, v2);
    const high = Polynomial.cubic(HALF + 32, v, v2);
    const s = f64x2.mul(v, Lanes.madd(high, f64x2.mul(v2, v2), low));
    return f64x2.sub(s, f64x2.mul(s, s));
  }

  /** Σ c_i vⁱ, i ≤ 6, the c_i standing at `table`. */
  @inline static seven(table: usize, v: v128, v2: v128, v4: v128): v128 {
    const upper = Lanes.madd(Lanes.spread(table + 48), v2, Polynomial.linear(table + 32, v));
    return Lanes.madd(upper, v4, Polynomial.cubic(table, v, v2));
  }
}

/** x_i ← sin(π x_i/p), n values at `address`, four at a time; n is rounded up to the next multiple of 4. x_i/p is rounded once. */
export function sinpi(n: i32, p: f64, address: usize): void {
  const period = Lanes.splat(p);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.div(Lanes.load(address), period);
    const x1 = Lanes.div(Lanes.load(address + 16), period);
    Lanes.store(address, SinPi.sine(x0));
    Lanes.store(address + 16, SinPi.sine(x1));
  }
}

/** x_i ← sin²(π x_i/p), n values at `address`; n is rounded up to an even number. x_i/p is rounded once. In two passes, as tanh. */
export function squaredSine(n: i32, p: f64, address: usize): void {
  const period = Lanes.splat(p);
  const end = address + ((<usize>n) << 3);
  for (let at = address; at < end; at += 16) Lanes.store(at, SinPi.reduced(Lanes.div(Lanes.load(at), period)));
  for (; address < end; address += 16) Lanes.store(address, SinPi.square(Lanes.load(address)));
}
