import { Address } from "../address";
import { dot } from "../blas/vector";

/**
 * A ≈ L Lᵀ by Cholesky with diagonal pivoting, A (n × n, row stride n, symmetric, its rows alone are read) being left as it is: step k eliminates the
 * row p_k with the largest remaining diagonal element (ties go to the lowest index),
 *
 *     l_ik = (a_ip − Σ_j l_ij l_pj)/√d_p,  d_i ← d_i − l_ik², 0 where it falls below,
 *
 * until `limit` rows are eliminated or no element exceeds `tolerance`. L (n × limit, row stride limit, in the order of A's rows) is 0 beyond the
 * columns reached. `pivots` receives the p_k (32 bits each), traces[k] the trace of A − L Lᵀ after k steps. `rest` is a work area of n.
 *
 * Returns the number of steps, the numerical rank. Column by column: each row of L so far is met by one dot product.
 */
export function pivotedCholesky(n: i32, limit: i32, tolerance: f64, a: usize, l: usize, pivots: usize, traces: usize, rest: usize): i32 {
  memory.fill(l, 0, (<usize>(n * limit)) << 3);
  for (let i = 0; i < n; i++) store<f64>(Address.at(rest, i), Address.get(a, n, 1, i, i));
  for (let k = 0; k < limit; k++) {
    store<f64>(Address.at(traces, k), sum(n, rest));
    const p = largest(n, rest);
    const square = load<f64>(Address.at(rest, p));
    if (!(square > tolerance)) return k;
    store<i32>(Address.index(pivots, k), p);
    const pivot = sqrt(square);
    const rowP = Address.at(l, p * limit);
    for (let i = 0; i < n; i++) {
      const left = Address.at(rest, i);
      const remaining = load<f64>(left);
      // rows eliminated have nothing left
      if (remaining === -1) continue;
      const rowI = Address.at(l, i * limit);
      const value = i === p ? pivot : (Address.get(a, n, 1, p, i) - dot(k, rowI, 1, rowP, 1)) / pivot;
      store<f64>(Address.at(rowI, k), value);
      store<f64>(left, i === p ? -1 : max<f64>(0, remaining - value * value));
    }
  }
  store<f64>(Address.at(traces, limit), sum(n, rest));
  return limit;
}

/** The first index of the largest element. */
function largest(n: i32, x: usize): i32 {
  let best = 0;
  for (let i = 1; i < n; i++) if (load<f64>(Address.at(x, i)) > load<f64>(Address.at(x, best))) best = i;
  return best;
}

/** Σ of the elements that are not −1, the mark of a row eliminated. */
function sum(n: i32, x: usize): f64 {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(Address.at(x, i));
    if (value !== -1) total += value;
  }
  return total;
}
