import { Address } from "../address";
import { Lanes } from "../lanes";

/** Divides the lower triangle of A (n × n, row stride ld) by the power of two next to the magnitude of its largest element, and returns that power; leaves it as it is and returns the magnitude where that is beyond the numbers. */
export function scaleToUnit(n: i32, a: usize, ld: i32): f64 {
  const largest = largestBelow(n, a, ld);
  if (!(largest < Infinity)) return largest;
  let unit: f64 = 1;
  while (largest >= 2 * unit) unit *= 2;
  while (largest > 0 && largest < unit) unit /= 2;
  if (unit === 1) return unit;
  const divisor = Lanes.splat(unit);
  for (let i = 0; i < n; i++) {
    let at = Address.at(a, i * ld);
    for (const end = Address.at(at, (i + 1) & ~1); at < end; at += 16) Lanes.store(at, Lanes.div(Lanes.load(at), divisor));
    if (~i & 1) store<f64>(at, load<f64>(at) / unit);
  }
  return unit;
}

/** max |a_ij| on and below the diagonal. */
function largestBelow(n: i32, a: usize, ld: i32): f64 {
  let most = Lanes.zero();
  let last: f64 = 0;
  for (let i = 0; i < n; i++) {
    let at = Address.at(a, i * ld);
    for (const end = Address.at(at, (i + 1) & ~1); at < end; at += 16) most = Lanes.max(most, Lanes.abs(Lanes.load(at)));
    if (~i & 1) last = max(last, abs(load<f64>(at)));
  }
  return max(last, max(Lanes.first(most), Lanes.second(most)));
}
