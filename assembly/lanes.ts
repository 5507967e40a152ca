/** The vocabulary of two f64 lanes: the only file that names SIMD instructions for arithmetic. */
export class Lanes {
  @inline static zero(): v128 {
    return f64x2.splat(0);
  }

  @inline static splat(x: f64): v128 {
    return f64x2.splat(x);
  }

  @inline static load(address: usize): v128 {
    return v128.load(address);
  }

  /** Both lanes are the element at `address`. */
  @inline static spread(address: usize): v128 {
    return v128.load64_splat(address);
  }

  /** The elements at two addresses. */
  @inline static gather(first: usize, second: usize): v128 {
    return v128.load64_lane(second, v128.load64_zero(first), 1);
  }

  @inline static store(address: usize, x: v128): void {
    v128.store(address, x);
  }

  @inline static add(x: v128, y: v128): v128 {
    return f64x2.add(x, y);
  }

  @inline static sub(x: v128, y: v128): v128 {
    return f64x2.sub(x, y);
  }

  @inline static mul(x: v128, y: v128): v128 {
    return f64x2.mul(x, y);
  }

  @inline static div(x: v128, y: v128): v128 {
    return f64x2.div(x, y);
  }

  @inline static negate(x: v128): v128 {
    return f64x2.neg(x);
  }

  @inline static abs(x: v128): v128 {
    return f64x2.abs(x);
  }

  @inline static min(x: v128, y: v128): v128 {
    return f64x2.min(x, y);
  }

  @inline static max(x: v128, y: v128): v128 {
    return f64x2.max(x, y);
  }

  @inline static sqrt(x: v128): v128 {
    return f64x2.sqrt(x);
  }

  /** The nearest whole numbers, ties to even. */
  @inline static nearest(x: v128): v128 {
    return f64x2.nearest(x);
  }

  /** (x₀, x₁) */
  @inline static pair(x0: f64, x1: f64): v128 {
    return f64x2.replace_lane(f64x2.splat(x0), 1, x1);
  }

  /** y in the lanes where it is larger than x, else x: also where y is not a number. */
  @inline static larger(x: v128, y: v128): v128 {
    return f64x2.pmax(x, y);
  }

  /** y in the lanes where it is smaller than x, else x: also where y is not a number. */
  @inline static smaller(x: v128, y: v128): v128 {
    return f64x2.pmin(x, y);
  }

  /** All ones in the lanes where x > y. */
  @inline static exceeds(x: v128, y: v128): v128 {
    return f64x2.gt(x, y);
  }

  /** x in the lanes where the mask is all ones, y in the others. */
  @inline static select(mask: v128, x: v128, y: v128): v128 {
    return v128.bitselect(x, y, mask);
  }

  /** All ones in the lanes where x ≠ y. */
  @inline static differs(x: v128, y: v128): v128 {
    return f64x2.ne(x, y);
  }

  /** All ones in the lanes where one of two masks is. */
  @inline static or(x: v128, y: v128): v128 {
    return v128.or(x, y);
  }

  /** Whether a mask has all ones in some lane. */
  @inline static any(mask: v128): bool {
    return v128.any_true(mask);
  }

  /** x in the lanes where the mask is all ones, 0 in the others. */
  @inline static where(mask: v128, x: v128): v128 {
    return v128.and(mask, x);
  }

  /** x·y + z, rounded twice. */
  @inline static madd(x: v128, y: v128, z: v128): v128 {
    return f64x2.add(f64x2.mul(x, y), z);
  }

  /** x·y + z, rounded twice; in the build for relaxed SIMD once where the machine does so faster. */
  @inline static fuse(x: v128, y: v128, z: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, y, z) : Lanes.madd(x, y, z);
  }

  /** (x₁, x₀) */
  @inline static swap(x: v128): v128 {
    return v128.shuffle<f64>(x, x, 1, 0);
  }

  /** (x₀, y₀) */
  @inline static low(x: v128, y: v128): v128 {
    return v128.shuffle<f64>(x, y, 0, 2);
  }

  /** (x₁, y₁) */
  @inline static high(x: v128, y: v128): v128 {
    return v128.shuffle<f64>(x, y, 1, 3);
  }

  @inline static first(x: v128): f64 {
    return f64x2.extract_lane(x, 0);
  }

  @inline static second(x: v128): f64 {
    return f64x2.extract_lane(x, 1);
  }

  /** Lane 0 + lane 1. */
  @inline static sum(x: v128): f64 {
    return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
  }
}
