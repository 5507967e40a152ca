import { Address } from "../address";

/** Divides the lower triangle of A (n × n, row stride ld) by the power of two next to the magnitude of its largest element, and returns that power. */
export function scaleToUnit(n: i32, a: usize, ld: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) largest = max(largest, abs(Address.get(a, ld, 1, i, j)));
  let unit: f64 = 1;
  while (largest >= 2 * unit) unit *= 2;
  while (largest > 0 && largest < unit) unit /= 2;
  if (unit === 1) return unit;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) Address.set(a, ld, 1, i, j, Address.get(a, ld, 1, i, j) / unit);
  return unit;
}
