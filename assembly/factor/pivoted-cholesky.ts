import { Address } from "../address";
import { dot } from "../blas/vector";

/**
 * A ≈ L Lᵀ by Cholesky with diagonal pivoting for a symmetric A (n × n), of which a column at a time is asked for: step k eliminates the row p_k with the
 * largest remaining diagonal element (ties go to the lowest index),
 *
 *     l_ik = (a_ip − Σ_j l_ij l_pj)/√d_p,  d_i ← d_i − l_ik², 0 where it falls below.
 *
 * L is n × limit (row stride limit, in the order of A's rows), 0 beyond the columns reached; `rest` has the d_i, at first the diagonal of A, and −1 for a row
 * that has been eliminated: nothing is left of it.
 */
const ELIMINATED: f64 = -1;

/** The row to be eliminated next; −1 where no element exceeds the tolerance. */
export function nextPivot(n: i32, tolerance: f64, rest: usize): i32 {
  let best = 0;
  for (let i = 1; i < n; i++) if (load<f64>(Address.at(rest, i)) > load<f64>(Address.at(rest, best))) best = i;
  return n > 0 && load<f64>(Address.at(rest, best)) > tolerance ? best : -1;
}

/** The trace of A − L Lᵀ. */
export function remainingTrace(n: i32, rest: usize): f64 {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(Address.at(rest, i));
    if (value !== ELIMINATED) total += value;
  }
  return total;
}

/** Step k, which eliminates row p, from the column p of A. Each row of L so far is met by one dot product. */
export function eliminate(n: i32, limit: i32, k: i32, p: i32, column: usize, l: usize, rest: usize): void {
  const pivot = sqrt(load<f64>(Address.at(rest, p)));
  const rowP = Address.at(l, p * limit);
  for (let i = 0; i < n; i++) {
    const left = Address.at(rest, i);
    const remaining = load<f64>(left);
    if (remaining === ELIMINATED) continue;
    const rowI = Address.at(l, i * limit);
    const value = i === p ? pivot : (load<f64>(Address.at(column, i)) - dot(k, rowI, 1, rowP, 1)) / pivot;
    store<f64>(Address.at(rowI, k), value);
    store<f64>(left, i === p ? ELIMINATED : max<f64>(0, remaining - value * value));
  }
}
