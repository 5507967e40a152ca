import { Lanes } from "../lanes";

/** Constants stand in memory, twice each, as those of exp do. */
const TABLE = memory.data<f64>(
  [
    // π in two parts, the first with 26 bits
    3.1415926218032837, 3.1415926218032837, 3.178650954705639e-8, 3.178650954705639e-8,
    // minimax coefficients of (sin πw − πw)/w³ in w² for w ≤ ¼; relative error of sin πw 2⁻⁶³
    -5.16771278004997, -5.16771278004997, 2.550164039877414, 2.550164039877414, -0.5992645293276694, -0.5992645293276694,
    0.08214588692668724, 0.08214588692668724, -0.007370438143702134, -0.007370438143702134, 0.00046637967972968253, 0.00046637967972968253,
    -2.2162900224636127e-5, -2.2162900224636127e-5,
    // of (cos πw − 1)/w²; relative error of cos πw 2⁻⁶¹
    -4.934802200544679, -4.934802200544679, 4.058712126416667, 4.058712126416667, -1.335262768843582, -1.335262768843582,
    0.2353306297938888, 0.2353306297938888, -0.025806876105663058, -0.025806876105663058, 0.001929352846564401, 0.001929352846564401,
    -0.00010304552169491403, -0.00010304552169491403,
    // of (sin² πw − π² w²)/w⁴, after π²; relative error of sin² πw 2⁻⁶²
    9.869604401089358, 9.869604401089358, -32.46969701133415, -32.46969701133415, 42.728408603347646, 42.728408603347646,
    -30.12232068603399, -30.12232068603399, 13.21312839702223, 13.21312839702223, -3.951768329826778, -3.951768329826778,
    0.8571968759520581, 0.8571968759520581, -0.14099439210468606, -0.14099439210468606, 0.017875872829933567, 0.017875872829933567,
  ],
  16,
);

/** Where the tables begin: sine, cosine, squared sine. */
const SINE: usize = 32;
const COSINE: usize = 144;
const SQUARE: usize = 256;

/** All but the last 27 bits: the upper half of a number. */
const HALF: i64 = 0xfffffffff8000000;

/** sin πx and sin² πx on two lanes; exact at all multiples of ½, NaN for ±∞ and NaN. Every reduction of x is exact. */
export class SinPi {
  /**
   * sin πx, at most @SIN@ ulp from the true value: ±sin πz for z ∈ [0, ½], the distance of x from the nearest integer, which is
   * πw + w³ s(w²) with w = z up to ¼ and 1 + w² c(w²) with w = ½ − z beyond. 0 at every integer, never −0.
   */
  @inline static sine(x: v128): v128 {
    const half = f64x2.splat(0.5);
    const period = f64x2.nearest(f64x2.mul(x, half));
    const signed = f64x2.sub(x, f64x2.add(period, period));
    const y = f64x2.abs(signed);
    const z = f64x2.pmin(y, f64x2.sub(f64x2.splat(1), y));
    const opposite = f64x2.sub(half, z);
    const near = f64x2.le(z, opposite);
    const w = f64x2.pmin(z, opposite);
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    // w π_high is exact for the upper half of w
    const wHigh = v128.and(w, i64x2.splat(HALF));
    const most = f64x2.mul(wHigh, v128.load(TABLE));
    const remainder = Lanes.madd(f64x2.sub(w, wHigh), v128.load(TABLE), f64x2.mul(w, v128.load(TABLE, 16)));
    const sine = f64x2.add(most, Lanes.madd(f64x2.mul(w, w2), SinPi.seven(TABLE + SINE, w2, w4), remainder));
    const cosine = Lanes.madd(w2, SinPi.seven(TABLE + COSINE, w2, w4), f64x2.splat(1));
    const value = v128.bitselect(sine, cosine, near);
    return f64x2.add(v128.xor(value, v128.and(signed, f64x2.splat(-0.0))), f64x2.splat(0));
  }

  /** sin² πx, at most @SQ@ ulp from the true value: S = w²(π² + w² s(w²)) with w as for the sine up to ¼ from an integer, 1 − S beyond. */
  @inline static square(x: v128): v128 {
    const z = f64x2.abs(f64x2.sub(x, f64x2.nearest(x)));
    const opposite = f64x2.sub(f64x2.splat(0.5), z);
    const near = f64x2.le(z, opposite);
    const w = f64x2.pmin(z, opposite);
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    const s0 = Lanes.madd(w2, v128.load(TABLE, SQUARE + 16), v128.load(TABLE, SQUARE));
    const s = Lanes.madd(w4, SinPi.seven(TABLE + SQUARE + 32, w2, w4), s0);
    const S = f64x2.mul(w2, s);
    return v128.bitselect(S, f64x2.sub(f64x2.splat(1), S), near);
  }

  /** Σ c_i vⁱ, i ≤ 6, the c_i standing at `table`, twice each. */
  @inline static seven(table: usize, v: v128, v2: v128): v128 {
    const c01 = Lanes.madd(v128.load(table, 16), v, v128.load(table));
    const c23 = Lanes.madd(v128.load(table, 48), v, v128.load(table, 32));
    const c45 = Lanes.madd(v128.load(table, 80), v, v128.load(table, 64));
    const c456 = Lanes.madd(v128.load(table, 96), v2, c45);
    return Lanes.madd(c456, f64x2.mul(v2, v2), Lanes.madd(c23, v2, c01));
  }
}

/** x_i ← sin(π a x_i), n values at `address`, four at a time; n is rounded up to the next multiple of 4. a x_i is rounded once. */
export function sinpi(n: i32, a: f64, address: usize): void {
  const factor = Lanes.splat(a);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.mul(Lanes.load(address), factor);
    const x1 = Lanes.mul(Lanes.load(address + 16), factor);
    Lanes.store(address, SinPi.sine(x0));
    Lanes.store(address + 16, SinPi.sine(x1));
  }
}

/** x_i ← sin²(π a x_i), as sinpi. */
export function squaredSine(n: i32, a: f64, address: usize): void {
  const factor = Lanes.splat(a);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.mul(Lanes.load(address), factor);
    const x1 = Lanes.mul(Lanes.load(address + 16), factor);
    Lanes.store(address, SinPi.square(x0));
    Lanes.store(address + 16, SinPi.square(x1));
  }
}
