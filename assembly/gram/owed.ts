import { Address } from "../address";
import { Lanes } from "../lanes";
import { SinPi } from "../math/sinpi";

/** What is owed to a number: the derivative by it, gathered pair by pair. */
export class Owed {
  /** α v, 0 where α is: nothing is owed to what counts for nothing, be it infinite. */
  @inline static weighed(a: v128, v: v128): v128 {
    return Lanes.where(Lanes.differs(a, Lanes.zero()), Lanes.mul(a, v));
  }

  /** sin 2πt: sin² πt changes by π times that. A function of its own, as its code is long. */
  static sineOfTwice(t: v128): v128 {
    return SinPi.sine(Lanes.add(t, t));
  }

  /** The number of an index gains both lanes of v. */
  @inline static add(numbers: usize, index: i32, v: v128): void {
    const address = Address.at(numbers, index);
    store<f64>(address, load<f64>(address) + Lanes.sum(v));
  }
}
