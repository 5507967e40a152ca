import { Address } from "../address";
import { Lanes } from "../lanes";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { Tiles, task, visit } from "./visit";

/** A tile is copied to its place in K, and for a symmetric K to that of its mirror image. */
@unmanaged
@final
class Assembly extends Tiles {
  from: i32;
  to: i32;
  out: usize;
  ld: i32;

  @inline take(_: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): void {
    copy(m, n, tile, Address.of(this.out, this.ld, 1, i, j), this.ld);
    if (this.symmetric && j < i) copyTransposed(m, n, tile, Address.of(this.out, this.ld, 1, j, i), this.ld);
  }
}

/**
 * Rows `from` to `to`, both multiples of TILE or the end, of K_ij = k(x_i, x_j), j ≤ i, and their mirror image: all rows in turn give K, n × n with row
 * stride ld. What is above the diagonal is always its mirror image, so K is symmetric bit for bit.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused; K is then incomplete.
 */
export function gramSymmetric(program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32): f64 {
  return assemble(task<Assembly>(0, program, n, true), from, to, out, ld);
}

/** K_ij = k(x_i, z_j), m × n with row stride ld. Returns as gramSymmetric does. */
export function gramRectangular(program: usize, m: i32, n: i32, out: usize, ld: i32): f64 {
  return assemble(task<Assembly>(0, program, n, false), 0, m, out, ld);
}

function assemble(assembly: Assembly, from: i32, to: i32, out: usize, ld: i32): f64 {
  assembly.from = from;
  assembly.to = to;
  assembly.out = out;
  assembly.ld = ld;
  return untilRefused((to - from + TILE - 1) / TILE, assembleRow);
}

function assembleRow(index: i32, thread: i32): void {
  const assembly = changetype<Assembly>(TASK);
  const i = assembly.from + TILE * index;
  const m = min(TILE, assembly.to - i);
  visit<Assembly>(thread, 0, i, m, 0, assembly.symmetric ? i + m : assembly.n);
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
