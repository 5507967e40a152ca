import { Address } from "../address";
import { mirror } from "../blas/mirror";
import { Lanes } from "../lanes";
import { TASK } from "../parallel/region";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position, refuse, untilRefused } from "./refusal";

/** What the chunks of a Gram matrix read; each is one row of tiles. */
@unmanaged
@final
class Assembly {
  symmetric: bool;
  program: usize;
  from: i32;
  to: i32;
  n: i32;
  out: usize;
  ld: i32;
  tile: usize;
  stack: usize;
}

/**
 * Rows `from` (a multiple of TILE) to `to` of K_ij = k(x_i, x_j), j ≤ i, and their mirror image: all rows in turn give K, n × n with row
 * stride ld. What is above the diagonal is always its mirror image, so K is symmetric bit for bit.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused; K is then incomplete.
 */
export function gramSymmetric(program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32, tile: usize, stack: usize): f64 {
  return assemble(true, program, from, to, n, out, ld, tile, stack);
}

/** K_ij = k(x_i, z_j), m × n with row stride ld. Returns as gramSymmetric does. */
export function gramRectangular(program: usize, m: i32, n: i32, out: usize, ld: i32, tile: usize, stack: usize): f64 {
  return assemble(false, program, 0, m, n, out, ld, tile, stack);
}
function assemble(symmetric: bool, program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32, tile: usize, stack: usize): f64 {
  const assembly = changetype<Assembly>(TASK);
  assembly.symmetric = symmetric;
  assembly.program = program;
  assembly.from = from;
  assembly.to = to;
  assembly.n = n;
  assembly.out = out;
  assembly.ld = ld;
  assembly.tile = tile;
  assembly.stack = stack;
  return untilRefused((to - from + TILE - 1) / TILE, assembleRow);
}

function assembleRow(index: i32, thread: i32): void {
  const assembly = changetype<Assembly>(TASK);
  const symmetric = assembly.symmetric;
  const program = assembly.program;
  const n = assembly.n;
  const out = assembly.out;
  const ld = assembly.ld;
  const tile = assembly.tile + assembly.stack * thread;
  const i = assembly.from + TILE * index;
  const rows = min(TILE, assembly.to - i);
  const end = symmetric ? i + 1 : n;
  for (let j = 0; j < end; j += TILE) {
    const columns = min(TILE, n - j);
    const refused = evaluate(program, i, j, rows, columns, tile);
    if (refused >= 0) {
      refuse(position(i, j, n, refused));
      return;
    }
    if (symmetric && i === j) mirror(rows, tile, 1, TILE);
    copy(rows, columns, tile, Address.of(out, ld, 1, i, j), ld);
    if (symmetric && j < i) copyTransposed(rows, columns, tile, Address.of(out, ld, 1, j, i), ld);
  }
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
