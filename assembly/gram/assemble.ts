import { Address } from "../address";
import { mirror, reflect } from "../blas/mirror";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { TASK } from "../parallel/region";
import { evaluateChain, isChain } from "./chain";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position, refuse, untilRefused } from "./refusal";

/** Side of the blocks of K whose mirror image is made at once: twice that of a tile. */
const BLOCK: i32 = 2 * TILE;

/** K by blocks, as the chunks of the region find it. */
@unmanaged
@final
class Assembly {
  program: usize;
  /** Columns of K. */
  n: i32;
  symmetric: bool;
  /** Whether tiles can be made where they are to stand. */
  chain: bool;
  from: i32;
  to: i32;
  out: usize;
  ld: i32;

  @inline at(i: i32, j: i32): usize {
    return Address.of(this.out, this.ld, 1, i, j);
  }
}

/**
 * Rows `from` to `to`, both multiples of TILE or the end, of K_ij = k(x_i, x_j), j ≤ i, and their mirror image: all rows in turn give K, n × n with row
 * stride ld. What is above the diagonal is always its mirror image, so K is symmetric bit for bit.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused; K is then incomplete.
 */
export function gramSymmetric(program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32): f64 {
  return assemble(program, from, to, n, true, out, ld);
}

/** K_ij = k(x_i, z_j), m × n with row stride ld. Returns as gramSymmetric does. */
export function gramRectangular(program: usize, m: i32, n: i32, out: usize, ld: i32): f64 {
  return assemble(program, 0, m, n, false, out, ld);
}

function assemble(program: usize, from: i32, to: i32, n: i32, symmetric: bool, out: usize, ld: i32): f64 {
  const assembly = changetype<Assembly>(TASK);
  assembly.program = program;
  assembly.n = n;
  assembly.symmetric = symmetric;
  assembly.chain = isChain(program);
  assembly.from = from;
  assembly.to = to;
  assembly.out = out;
  assembly.ld = ld;
  return untilRefused((to - from + BLOCK - 1) / BLOCK, assembleRow);
}

/** A row of blocks, one after the other. Where an element is refused, those above it may still be so, and come first. */
function assembleRow(index: i32, thread: i32): void {
  const assembly = changetype<Assembly>(TASK);
  const symmetric = assembly.symmetric;
  // rows of a triangle are the longer the lower they are: they come first, so that no thread ends alone with them; but functions of the host are called in order
  const last = (assembly.to - assembly.from - 1) / BLOCK;
  const i = assembly.from + BLOCK * (symmetric && assembly.chain ? last - index : index);
  const m = min(BLOCK, assembly.to - i);
  const columns = symmetric ? i + m : assembly.n;
  let end = i + m;
  for (let j = 0; j < columns && i < end; j += BLOCK) {
    const n = min(BLOCK, columns - j);
    for (let top = i; top < end; top += TILE) if (!fillTiles(thread, top, min(TILE, end - top), j, j + n)) end = top;
    if (symmetric) mirrorBlock(assembly, i, j, m, n);
  }
}

/** Rows i … i + m in columns from j to `to`, but for tiles above the diagonal. Returns whether the program refused none of them. */
function fillTiles(thread: i32, i: i32, m: i32, j: i32, to: i32): bool {
  const assembly = changetype<Assembly>(TASK);
  if (assembly.symmetric) to = min(to, i + m);
  for (; j < to; j += TILE) {
    const refused = fillTile(assembly, thread, i, j, m, min(TILE, to - j));
    if (refused < 0) continue;
    refuse(position(i, j, assembly.n, refused));
    return false;
  }
  return true;
}

function fillTile(assembly: Assembly, thread: i32, i: i32, j: i32, m: i32, n: i32): i32 {
  const program = assembly.program;
  const out = assembly.at(i, j);
  const ld = assembly.ld;
  const tile: usize = <usize>load<f64>(program) + <usize>load<f64>(program, 8) * thread;
  const inPlace = assembly.chain && !((m | n) & (MR - 1));
  const refused = inPlace ? evaluateChain(program, i, j, m, n, out, ld, tile) : evaluate(program, i, j, m, n, tile);
  if (refused >= 0) return refused;
  if (!inPlace) copy(m, n, tile, out, ld);
  if (assembly.symmetric && i === j) mirror(m, out, 1, ld);
  return -1;
}

/** What is on and below the diagonal of an m × n block becomes its mirror image; tiles on the diagonal are theirs already. */
function mirrorBlock(assembly: Assembly, i: i32, j: i32, m: i32, n: i32): void {
  const ld = assembly.ld;
  if (j < i) reflect(m, n, assembly.at(i, j), assembly.at(j, i), ld);
  else if (m > TILE) reflect(m - TILE, TILE, assembly.at(i + TILE, j), assembly.at(j, i + TILE), ld);
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
