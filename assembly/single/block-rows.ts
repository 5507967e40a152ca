import { Address } from "../address";
import { KC } from "../config";

/** Where U of n × n elements in single precision lies, by block rows of KC rows; src/core/single.ts has the same. */
export class BlockRows {
  /** Element (i, i), i being the first row of a block row: above the diagonal of K at `u`, or in U alone. */
  @inline static at(n: i32, u: usize, alone: bool, i: i32): usize {
    if (!alone) return Address.index(Address.at(u, n * i), n + i);
    const blocks = <usize>(i / KC);
    return u + ((<usize>KC * (blocks * <usize>n - (<usize>KC * blocks * (blocks - 1)) / 2)) << 2);
  }

  /** Elements that the rows of this block row are apart. */
  @inline static ld(n: i32, alone: bool, i: i32): i32 {
    return alone ? n - i : 2 * n;
  }
}
