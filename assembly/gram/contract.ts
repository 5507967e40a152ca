import { Address } from "../address";
import { gemm } from "../blas/gemm";
import { axpy, dot } from "../blas/vector";
import { position } from "./assemble";
import { evaluate } from "./evaluate";
import { TILE } from "./program";

/** From this many targets on, packing a tile for the product pays. */
const MANY: i32 = 8;

/**
 * H = k(Z, X)·A, m × t: predictions at the m points of the rows from coefficients A (n × t, row-major) of the n points of the columns. K is never stored.
 *
 * Each prediction is summed over the tiles of the columns in order, whatever m is. Returns −1, or i·n + j for a refused element.
 */
export function contract(program: usize, m: i32, n: i32, t: i32, coefficients: usize, out: usize, tile: usize, scratch: usize): f64 {
  memory.fill(out, 0, (<usize>(m * t)) << 3);
  for (let i = 0; i < m; i += TILE) {
    const rows = min(TILE, m - i);
    for (let j = 0; j < n; j += TILE) {
      const columns = min(TILE, n - j);
      const refused = evaluate(program, i, j, rows, columns, tile);
      if (refused >= 0) return position(i, j, n, refused);
      multiply(rows, columns, t, tile, Address.at(coefficients, j * t), Address.at(out, i * t), scratch);
    }
  }
  return -1;
}

/** H += T·A for a tile T. */
function multiply(m: i32, n: i32, t: i32, tile: usize, a: usize, out: usize, scratch: usize): void {
  if (t >= MANY) {
    gemm(m, t, n, 1, tile, TILE, 1, a, t, 1, out, t, 1, scratch);
    return;
  }
  for (let i = 0; i < m; i++) {
    const row = Address.at(tile, TILE * i);
    const sums = Address.at(out, t * i);
    if (t === 1) store<f64>(sums, load<f64>(sums) + dot(n, row, 1, a, 1));
    else for (let j = 0; j < n; j++) axpy(t, load<f64>(Address.at(row, j)), Address.at(a, t * j), 1, sums, 1);
  }
}
