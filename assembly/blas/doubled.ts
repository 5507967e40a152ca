import { Address } from "../address";
import { Lanes } from "../lanes";

/** 2²⁷ + 1: x·SPLITTER separates the upper 26 bits of x from the rest. */
const SPLITTER: f64 = 134217729;

/**
 * y_i ← y_i − z_i − Σ_j a_ij x_j, summed in twice the digits and rounded once, for A (m × n). z may be y where that is 0.
 *
 * Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3.
 */
export function subtractDoubled(m: i32, n: i32, a: usize, rs: i32, cs: i32, x: usize, incx: i32, z: usize, y: usize, incy: i32): void {
  const splitter = Lanes.splat(SPLITTER);
  for (let i = 0; i < m; i += 2) {
    // the last row twice where they are odd
    const below = i + 1 < m ? 1 : 0;
    let sum = Lanes.gather(Address.at(y, i * incy), Address.at(y, (i + below) * incy));
    let lost = Lanes.zero();
    let left = Lanes.gather(Address.at(z, i * incy), Address.at(z, (i + below) * incy));
    let right = Lanes.splat(1);
    for (let j = 0; ; j++) {
      // −left·right = p + e and sum + p = s + f without error
      const p = Lanes.negate(Lanes.mul(left, right));
      const bigLeft = Lanes.mul(splitter, left);
      const bigRight = Lanes.mul(splitter, right);
      const highLeft = Lanes.sub(bigLeft, Lanes.sub(bigLeft, left));
      const highRight = Lanes.sub(bigRight, Lanes.sub(bigRight, right));
      const lowLeft = Lanes.sub(left, highLeft);
      const lowRight = Lanes.sub(right, highRight);
      const high = Lanes.madd(highLeft, highRight, p);
      const middle = Lanes.madd(highLeft, lowRight, Lanes.madd(lowLeft, highRight, high));
      const e = Lanes.madd(lowLeft, lowRight, middle);
      const s = Lanes.add(sum, p);
      const q = Lanes.sub(s, sum);
      const f = Lanes.add(Lanes.sub(sum, Lanes.sub(s, q)), Lanes.sub(p, q));
      lost = Lanes.add(lost, Lanes.sub(f, e));
      sum = s;
      if (j === n) break;
      const element = Address.of(a, rs, cs, i, j);
      left = Lanes.gather(element, Address.at(element, below * rs));
      right = Lanes.spread(Address.at(x, j * incx));
    }
    const total = Lanes.add(sum, lost);
    store<f64>(Address.at(y, (i + below) * incy), Lanes.second(total));
    store<f64>(Address.at(y, i * incy), Lanes.first(total));
  }
}
