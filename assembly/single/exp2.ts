import { Lanes } from "../lanes";
import { Quads } from "./quads";

/** (2ᶠ − 1)/f by its values at Chebyshev's points, |f| ≤ ½: f⁰ … f⁵. Four of each: engines differ in how well they hoist vector literals. */
const TABLE = memory.data<f32>([0.69314718, 0.24022651, 0.05550357, 0.009618083, 0.0013390863, 0.00015453163], 16);

/** Beyond this 2⁻ˢ counts as 0. */
const LAST: f32 = 126;

/**
 * 2⁻ˢ for four s ≥ 0, at most 1.6·2⁻²⁴ of itself from the true value; 0 for s > 126, exactly 1 for s = 0.
 *
 * −s = n + f with |f| ≤ ½: 2ⁿ(1 + f·q(f)).
 */
export class HalfToThe {
  @inline static of(s: v128): v128 {
    const t = f32x4.neg(s);
    const n = f32x4.nearest(t);
    const f = Quads.sub(t, n);
    let q = v128.load32_splat(TABLE, 20);
    q = Quads.madd(q, f, v128.load32_splat(TABLE, 16));
    q = Quads.madd(q, f, v128.load32_splat(TABLE, 12));
    q = Quads.madd(q, f, v128.load32_splat(TABLE, 8));
    q = Quads.madd(q, f, v128.load32_splat(TABLE, 4));
    q = Quads.madd(q, f, v128.load32_splat(TABLE));
    const mantissa = Quads.madd(f, q, Quads.splat(1));
    const power = i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23);
    return Lanes.where(f32x4.le(s, Quads.splat(LAST)), i32x4.add(mantissa, power));
  }
}
