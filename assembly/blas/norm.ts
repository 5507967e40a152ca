import { Address } from "../address";

/**
 * max_i s_i Σ_j |a_ij| s_j for A (m × n, rows contiguous): the ∞-norm of A, or of SAS when `scale` gives the diagonal of S (0: none).
 *
 * NaN anywhere gives NaN.
 */
export function infinityNorm(m: i32, n: i32, a: usize, rs: i32, scale: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, i * rs);
    let sum: f64 = 0;
    for (let j = 0; j < n; j++) {
      const value = abs(load<f64>(Address.at(row, j)));
      sum += scale ? value * load<f64>(Address.at(scale, j)) : value;
    }
    if (scale) sum *= load<f64>(Address.at(scale, i));
    largest = max(largest, sum);
  }
  return largest;
}
