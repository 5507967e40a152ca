import { Lanes } from "../lanes";
import { Exp } from "./exp";
import { SinPi } from "./sinpi";

/**
 * x_i ← e^(b sin²(π a x_i)), n values at `address`, four at a time; n is rounded up to the next multiple of 4.
 *
 * a x_i is rounded once, which counts as a change of x_i. For that a x_i at most 1 + 2 |b| sin²(π a x_i) ulp from the true value: the exponent
 * carries two ulp of its own. 1 exactly where a x_i is an integer.
 */
export function periodic(n: i32, a: f64, b: f64, address: usize): void {
  const factor = Lanes.splat(a);
  const scale = Lanes.splat(b);
  for (const end = address + ((<usize>n) << 3); address < end; address += 32) {
    const x0 = Lanes.mul(SinPi.square(Lanes.mul(Lanes.load(address), factor)), scale);
    const x1 = Lanes.mul(SinPi.square(Lanes.mul(Lanes.load(address + 16), factor)), scale);
    Lanes.store(address, Exp.lanes(x0));
    Lanes.store(address + 16, Exp.lanes(x1));
  }
}
