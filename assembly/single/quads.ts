import { Address } from "../address";

/** One f32 element of a vector at `base`. */
export class Single {
  @inline static get(base: usize, i: i32): f32 {
    return load<f32>(Address.index(base, i));
  }

  @inline static set(base: usize, i: i32, value: f32): void {
    store<f32>(Address.index(base, i), value);
  }

  /** x, and 0 where |x| < `least`. */
  @inline static flushed(x: f32, least: f32): f32 {
    return abs(x) < least ? 0 : x;
  }
}

/** The vocabulary of four f32 lanes. */
export class Quads {
  @inline static zero(): v128 {
    return f32x4.splat(0);
  }

  @inline static splat(x: f32): v128 {
    return f32x4.splat(x);
  }

  @inline static load(address: usize): v128 {
    return v128.load(address);
  }

  @inline static store(address: usize, x: v128): void {
    v128.store(address, x);
  }

  @inline static add(x: v128, y: v128): v128 {
    return f32x4.add(x, y);
  }

  @inline static sub(x: v128, y: v128): v128 {
    return f32x4.sub(x, y);
  }

  @inline static mul(x: v128, y: v128): v128 {
    return f32x4.mul(x, y);
  }

  @inline static div(x: v128, y: v128): v128 {
    return f32x4.div(x, y);
  }

  /** x·y + z, rounded twice. */
  @inline static madd(x: v128, y: v128, z: v128): v128 {
    return f32x4.add(f32x4.mul(x, y), z);
  }

  /** x·y + z, rounded twice; in the build for relaxed SIMD once where the machine does so faster. */
  @inline static fuse(x: v128, y: v128, z: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, z) : Quads.madd(x, y, z);
  }

  /** Two numbers of each of two pairs of lanes, rounded: (x₀, x₁, y₀, y₁). */
  @inline static rounded(x: v128, y: v128): v128 {
    return v128.shuffle<f64>(f32x4.demote_f64x2_zero(x), f32x4.demote_f64x2_zero(y), 0, 2);
  }

  /** x, and 0 in the lanes where |x| < `least`; not a number stays. */
  @inline static flushed(x: v128, least: v128): v128 {
    return v128.andnot(x, f32x4.lt(f32x4.abs(x), least));
  }

  /** ((lane 0 + lane 2) + (lane 1 + lane 3)) */
  @inline static sum(x: v128): f32 {
    const halves = f32x4.add(x, v128.shuffle<f64>(x, x, 1, 0));
    return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
  }
}

/**
 * What is smaller than this beside elements of the size of 1 counts as 0: far below the rounding of single precision, and its square still a normal
 * number. Products of subnormal ones take a hundred times as long on some machines.
 */
export const TINY: f32 = 8.881784197001252e-16;
