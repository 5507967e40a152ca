import { Address } from "../address";
import { dot } from "./vector";

/** squares_i = Σ_j a²_ij for A (m × n), its rows contiguous, rs elements apart. */
export function rowSquares(m: i32, n: i32, a: usize, rs: i32, squares: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, i * rs);
    store<f64>(Address.at(squares, i), dot(n, row, 1, row, 1));
  }
}
