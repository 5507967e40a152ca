import { Address } from "../address";
import { mirror } from "../blas/mirror";
import { Lanes } from "../lanes";
import { evaluate } from "./evaluate";
import { TILE } from "./program";

/**
 * Rows `from` (a multiple of TILE) to `to` of K_ij = k(x_i, x_j), j ≤ i, and their mirror image: all rows in turn give K, n × n with row
 * stride ld. What is above the diagonal is always its mirror image, so K is symmetric bit for bit.
 *
 * Returns −1, or i·n + j for an element that a check of the program refused; K is then incomplete.
 */
export function gramSymmetric(program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32, tile: usize): f64 {
  for (let i = from; i < to; i += TILE) {
    const rows = min(TILE, to - i);
    for (let j = 0; j <= i; j += TILE) {
      const columns = min(TILE, n - j);
      const refused = evaluate(program, i, j, rows, columns, tile);
      if (refused >= 0) return position(i, j, n, refused);
      if (i === j) mirror(rows, tile, 1, TILE);
      copy(rows, columns, tile, Address.of(out, ld, 1, i, j), ld);
      if (j < i) copyTransposed(rows, columns, tile, Address.of(out, ld, 1, j, i), ld);
    }
  }
  return -1;
}

/** K_ij = k(x_i, z_j), m × n with row stride ld. Returns as gramSymmetric does. */
export function gramRectangular(program: usize, m: i32, n: i32, out: usize, ld: i32, tile: usize): f64 {
  for (let i = 0; i < m; i += TILE) {
    const rows = min(TILE, m - i);
    for (let j = 0; j < n; j += TILE) {
      const columns = min(TILE, n - j);
      const refused = evaluate(program, i, j, rows, columns, tile);
      if (refused >= 0) return position(i, j, n, refused);
      copy(rows, columns, tile, Address.of(out, ld, 1, i, j), ld);
    }
  }
  return -1;
}

/** i·n + j of an element, from its tile's corner and its position in the tile. */
export function position(i: i32, j: i32, n: i32, inTile: i32): f64 {
  return <f64>(i + inTile / TILE) * <f64>n + <f64>(j + (inTile % TILE));
}

function copy(m: i32, n: i32, tile: usize, out: usize, ld: i32): void {
  for (let i = 0; i < m; i++) {
    let source = Address.at(tile, TILE * i);
    let target = Address.at(out, ld * i);
    const end = Address.at(target, n & ~1);
    for (; target < end; target += 16, source += 16) Lanes.store(target, Lanes.load(source));
    if (n & 1) store<f64>(target, load<f64>(source));
  }
}

function copyTransposed(m: i32, n: i32, tile: usize, out: usize, ld: i32): void {
  const row = Address.at(0, TILE);
  for (let j = 0; j < n; j += 2) {
    const pair = j + 1 < n;
    let source = Address.at(tile, j);
    let target = Address.at(out, ld * j);
    const below = Address.at(target, ld) - target;
    for (const end = Address.at(target, m & ~1); target < end; target += 16, source += 2 * row) {
      const first = Lanes.load(source);
      const second = Lanes.load(source + row);
      Lanes.store(target, Lanes.low(first, second));
      if (pair) Lanes.store(target + below, Lanes.high(first, second));
    }
    if (m & 1) {
      store<f64>(target, load<f64>(source));
      if (pair) store<f64>(target + below, load<f64>(source, 8));
    }
  }
}
