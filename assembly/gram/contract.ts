import { Address } from "../address";
import { Product, visitTiles } from "../blas/gemm";
import { axpy, dot } from "../blas/vector";
import { scratchOf, TASK } from "../parallel/region";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position, refuse, untilRefused } from "./refusal";

/** From this many targets on, packing a tile for the product pays. */
const MANY: i32 = 8;

/** What the chunks of a contraction read; each is one row of tiles. */
@unmanaged
@final
class Contraction {
  program: usize;
  m: i32;
  n: i32;
  t: i32;
  coefficients: usize;
  out: usize;
  tile: usize;
  stack: usize;
  scratch: usize;
}

/**
 * H = k(Z, X)·A, m × t: predictions at the m points of the rows from coefficients A (n × t, row-major) of the n points of the columns. K is never stored.
 *
 * Each prediction is summed over the tiles of the columns in order, whatever m is. The stacks of tiles of the threads lie `stack` bytes apart. Returns −1,
 * or i·n + j for the first refused element.
 */
export function contract(
  program: usize,
  m: i32,
  n: i32,
  t: i32,
  coefficients: usize,
  out: usize,
  tile: usize,
  stack: usize,
  scratch: usize,
): f64 {
  const contraction = changetype<Contraction>(TASK);
  contraction.program = program;
  contraction.m = m;
  contraction.n = n;
  contraction.t = t;
  contraction.coefficients = coefficients;
  contraction.out = out;
  contraction.tile = tile;
  contraction.stack = stack;
  contraction.scratch = scratch;
  return untilRefused((m + TILE - 1) / TILE, contractRow);
}

function contractRow(index: i32, thread: i32): void {
  const contraction = changetype<Contraction>(TASK);
  const program = contraction.program;
  const n = contraction.n;
  const t = contraction.t;
  const coefficients = contraction.coefficients;
  const tile = contraction.tile + contraction.stack * thread;
  const scratch = scratchOf(contraction.scratch, thread);
  const i = TILE * index;
  const rows = min(TILE, contraction.m - i);
  const out = Address.at(contraction.out, i * t);
  memory.fill(out, 0, (<usize>(rows * t)) << 3);
  for (let j = 0; j < n; j += TILE) {
    const columns = min(TILE, n - j);
    const refused = evaluate(program, i, j, rows, columns, tile);
    if (refused >= 0) {
      refuse(position(i, j, n, refused));
      return;
    }
    multiply(rows, columns, t, tile, Address.at(coefficients, j * t), out, scratch);
  }
}

/** H += T·A for a tile T. */
function multiply(m: i32, n: i32, t: i32, tile: usize, a: usize, out: usize, scratch: usize): void {
  if (t >= MANY) {
    const product = Product.at(scratch, m, t, n, 1, false).of(tile, TILE, 1, a, t, 1).into(out, t, 1);
    visitTiles(product, 0, m, 0, t, scratch);
    return;
  }
  for (let i = 0; i < m; i++) {
    const row = Address.at(tile, TILE * i);
    const sums = Address.at(out, t * i);
    if (t === 1) store<f64>(sums, load<f64>(sums) + dot(n, row, 1, a, 1));
    else for (let j = 0; j < n; j++) axpy(t, load<f64>(Address.at(row, j)), Address.at(a, t * j), 1, sums, 1);
  }
}
