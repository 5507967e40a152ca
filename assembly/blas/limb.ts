import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * x_i = q_i·unit + rest, q_i whole, |rest| ≤ unit/2: q_i is added to sums_i, and the rest is left in x_i. Both are exact, unit being a power of two, |q_i| < 2⁵² and sums
 * of whole numbers below 2⁵³.
 */
export function carryOver(n: i32, x: usize, sums: usize, unit: f64): void {
  const inverse: f64 = 1 / unit;
  const u = Lanes.splat(unit);
  const v = Lanes.splat(inverse);
  let i = 0;
  for (; i <= n - 2; i += 2) {
    const at = Address.at(x, i);
    const to = Address.at(sums, i);
    const value = Lanes.load(at);
    const q = Lanes.nearest(Lanes.mul(value, v));
    Lanes.store(to, Lanes.add(Lanes.load(to), q));
    Lanes.store(at, Lanes.sub(value, Lanes.mul(q, u)));
  }
  if (i < n) {
    const at = Address.at(x, i);
    const to = Address.at(sums, i);
    const value = load<f64>(at);
    const q = nearest<f64>(value * inverse);
    store<f64>(to, load<f64>(to) + q);
    store<f64>(at, value - q * unit);
  }
}
