import { Address } from "../address";

/**
 * L of L Lᵀ without row and column p, in place: L (n × n) becomes (n − 1) × (n − 1), its rows rs apart as before; what is above the diagonal goes along.
 *
 * The rows below p miss the column l of p, so their product is that of what is left of L, and l lᵀ more: rotations of l into the columns behind, one after the
 * other, which only add. `rotations` has room for 2n numbers.
 *
 * Source: P. E. Gill, G. H. Golub, W. Murray and M. A. Saunders, Methods for modifying matrix factorizations, Mathematics of Computation 28 (1974).
 */
export function removeRow(n: i32, p: i32, l: usize, rs: i32, rotations: usize): void {
  for (let i = 0; i < p; i++) closeGap(n, p, Address.at(l, i * rs), Address.at(l, i * rs));
  for (let i = p + 1; i < n; i++) {
    const row = Address.at(l, i * rs);
    rotate(i, p, row, rotations);
    closeGap(n, p, row, Address.at(l, (i - 1) * rs));
  }
}

/** Row i by the rotations of the rows before it, column p into the columns behind; and the rotation of its own, which makes its diagonal element. */
function rotate(i: i32, p: i32, row: usize, rotations: usize): void {
  let x = load<f64>(Address.at(row, p));
  for (let k = p + 1; k < i; k++) {
    const c = load<f64>(Address.at(rotations, 2 * k));
    const s = load<f64>(Address.at(rotations, 2 * k + 1));
    const at = Address.at(row, k);
    const value = load<f64>(at);
    store<f64>(at, c * value + s * x);
    x = c * x - s * value;
  }
  const diagonal = Address.at(row, i);
  const value = load<f64>(diagonal);
  const radius = length(value, x);
  store<f64>(Address.at(rotations, 2 * i), value / radius);
  store<f64>(Address.at(rotations, 2 * i + 1), x / radius);
  store<f64>(diagonal, radius);
}

/** √(a² + b²) for a > 0, whatever their size. */
function length(a: f64, b: f64): f64 {
  const large = max(a, abs(b));
  const quotient = min(a, abs(b)) / large;
  return large * sqrt(1 + quotient * quotient);
}

/** The n numbers of a row but for that at p. */
function closeGap(n: i32, p: i32, from: usize, to: usize): void {
  if (to !== from) memory.copy(to, from, (<usize>p) << 3);
  memory.copy(Address.at(to, p), Address.at(from, p + 1), (<usize>(n - p - 1)) << 3);
}
