import { Lanes } from "../lanes";

/**
 * What two features contribute to a pair of points: acc ← step(acc, x_k, z_k, w_k), starting from `start`;
 * `combine` joins the results of two ranges of k.
 *
 * The micro-kernel is compiled once per class; `changetype<P>(0)` makes every method a constant of the type, so no call is left in the loop.
 */

/** Σ_k x_k z_k */
@unmanaged
@final
export class InnerProduct {
  @inline start(): v128 {
    return Lanes.zero();
  }
  @inline weight(_weights: usize): v128 {
    return Lanes.zero();
  }
  @inline step(acc: v128, x: v128, z: v128, _w: v128): v128 {
    return Lanes.fuse(x, z, acc);
  }
  @inline combine(acc: v128, part: v128): v128 {
    return Lanes.add(acc, part);
  }
}

/** Σ_k (x_k − z_k)²: no cancellation under a common offset, exactly 0 for equal points, and the same bits for (x, z) and (z, x). */
@unmanaged
@final
export class SquaredDistance {
  @inline start(): v128 {
    return Lanes.zero();
  }
  @inline weight(_weights: usize): v128 {
    return Lanes.zero();
  }
  @inline step(acc: v128, x: v128, z: v128, _w: v128): v128 {
    const difference = Lanes.sub(x, z);
    return Lanes.fuse(difference, difference, acc);
  }
  @inline combine(acc: v128, part: v128): v128 {
    return Lanes.add(acc, part);
  }
}

/** Σ_k ((x_k − z_k) w_k)²: divided by the length scales after the difference, never before. */
@unmanaged
@final
export class ScaledSquaredDistance {
  @inline start(): v128 {
    return Lanes.zero();
  }
  @inline weight(weights: usize): v128 {
    return Lanes.spread(weights);
  }
  @inline step(acc: v128, x: v128, z: v128, w: v128): v128 {
    const difference = Lanes.mul(Lanes.sub(x, z), w);
    return Lanes.fuse(difference, difference, acc);
  }
  @inline combine(acc: v128, part: v128): v128 {
    return Lanes.add(acc, part);
  }
}

/** Σ_k |x_k − z_k| */
@unmanaged
@final
export class ManhattanDistance {
  @inline start(): v128 {
    return Lanes.zero();
  }
  @inline weight(_weights: usize): v128 {
    return Lanes.zero();
  }
  @inline step(acc: v128, x: v128, z: v128, _w: v128): v128 {
    return Lanes.add(Lanes.abs(Lanes.sub(x, z)), acc);
  }
  @inline combine(acc: v128, part: v128): v128 {
    return Lanes.add(acc, part);
  }
}

/** In memory: V8 13 builds a vector literal anew at every step, which made this product 1.6 times slower. */
const ONE = memory.data<f64>([1, 1], 16);

/** Π_k (1 + x_k z_k) */
@unmanaged
@final
export class SubsetProduct {
  @inline start(): v128 {
    return Lanes.splat(1);
  }
  @inline weight(_weights: usize): v128 {
    return Lanes.load(ONE);
  }
  @inline step(acc: v128, x: v128, z: v128, one: v128): v128 {
    return Lanes.mul(acc, Lanes.fuse(x, z, one));
  }
  @inline combine(acc: v128, part: v128): v128 {
    return Lanes.mul(acc, part);
  }
}
