import { Lanes } from "../lanes";

/** All but the last 27 bits. */
const UPPER = memory.data<i64>([0xfffffffff8000000]);

/** Numbers cut in two halves of at most 27 bits, whose products are exact. Source: T. J. Dekker, Numerische Mathematik 18 (1971). */
export class Halves {
  /** The upper half of x, 26 bits; x minus it is the lower half. */
  @inline static upper(x: v128): v128 {
    return v128.and(x, Lanes.spread(UPPER));
  }

  /** x·y − product, what x·y lost by rounding, y being given in its two halves. */
  @inline static rest(x: v128, yHigh: v128, yLow: v128, product: v128): v128 {
    const xHigh = Halves.upper(x);
    const xLow = f64x2.sub(x, xHigh);
    const cross = Lanes.madd(xHigh, yLow, f64x2.sub(f64x2.mul(xHigh, yHigh), product));
    return Lanes.madd(xLow, yLow, Lanes.madd(xLow, yHigh, cross));
  }
}
