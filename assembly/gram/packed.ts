import { Address } from "../address";
import { MR } from "../config";

/** Packed points. */
export class Packed {
  /** Feature 0 of a point; feature k is MR numbers further, the next point beside it, if the index is even. */
  @inline static point(points: usize, d: i32, index: i32): usize {
    return Address.at(points, (index & ~(MR - 1)) * d + (index & (MR - 1)));
  }
}
