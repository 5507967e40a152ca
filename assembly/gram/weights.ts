import { Address } from "../address";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/**
 * The weights M_ij = c S_ij + Σ_q u_iq v_jq, q < t, that a weighted sum Σ M_ij k_ij has: a matrix, vectors, or both. One float64 word for each field in
 * this order (src/core/derivative.ts writes them).
 */
@unmanaged
@final
export class Weights {
  c: f64;
  /** S by rows; 0: none. */
  matrix: f64;
  /** Row stride of S. */
  ld: f64;
  t: f64;
  /** The u_iq, t beside each other; 0: all are 1. */
  u: f64;
  v: f64;

  /** factor·M_ij and its neighbour to the right, which may lie beyond the last column. */
  @inline pair(i: i32, j: i32, factor: f64): v128 {
    const t = <i32>this.t;
    let value = Lanes.zero();
    if (this.matrix) value = Lanes.mul(Lanes.splat(this.c), Lanes.load(Address.of(<usize>this.matrix, <i32>this.ld, 1, i, j)));
    for (let q = 0; q < t; q++) {
      const at = Address.at(<usize>this.v, j * t + q);
      const right = t === 1 ? Lanes.load(at) : Lanes.gather(at, Address.at(at, t));
      const left = this.u ? Lanes.spread(Address.at(<usize>this.u, i * t + q)) : Lanes.splat(1);
      value = Lanes.madd(left, right, value);
    }
    return Lanes.mul(Lanes.splat(factor), value);
  }
}

/** α_rc = factor·M_(i+r)(j+c) for m × n pairs from (i, j) on, 0 in the column beyond where n is odd. */
export function weightsOf(weights: Weights, factor: f64, i: i32, j: i32, m: i32, n: i32, a: usize): void {
  for (let r = 0; r < m; r++) {
    const row = Address.at(a, TILE * r);
    for (let c = 0; c < n; c += 2) Lanes.store(Address.at(row, c), weights.pair(i + r, j + c, factor));
    if (n & 1) store<f64>(Address.at(row, n), 0);
  }
}

/** The same for a symmetric M of which nothing above the diagonal is read: 2 M_ij below the diagonal, M_ii on it, 0 above. */
export function lowerWeightsOf(weights: Weights, i: i32, j: i32, m: i32, n: i32, a: usize): void {
  weightsOf(weights, i === j ? 1 : 2, i, j, m, n, a);
  if (i !== j) return;
  for (let r = 0; r < m; r++) {
    const row = Address.at(a, TILE * r);
    for (let c = 0; c < r; c++) store<f64>(Address.at(row, c), 2 * load<f64>(Address.at(row, c)));
    for (let c = r + 1; c < n; c++) store<f64>(Address.at(row, c), 0);
  }
}

/** α_rr = v_(i+r), 0 elsewhere, for m points. */
export function diagonalWeightsOf(weights: Weights, i: i32, m: i32, a: usize): void {
  memory.fill(a, 0, (<usize>(TILE * m)) << 3);
  for (let r = 0; r < m; r++) store<f64>(Address.at(a, TILE * r + r), load<f64>(Address.at(<usize>weights.v, i + r)));
}
