import { Address } from "../address";
import { Product, visitTiles } from "../blas/gemm";
import { axpy, dot } from "../blas/vector";
import { scratchOf, TASK } from "../parallel/region";
import { MANY, TILE } from "./program";
import { untilRefused } from "./refusal";
import { Tiles, task, visit } from "./visit";

/** A tile is multiplied by its rows of A, and added to H. */
@unmanaged
@final
class Contraction extends Tiles {
  m: i32;
  t: i32;
  coefficients: usize;
  out: usize;
  scratch: usize;

  @inline take(scratch: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): void {
    const t = this.t;
    multiply(m, n, t, tile, Address.at(this.coefficients, j * t), Address.at(this.out, i * t), scratch);
  }
}

/**
 * H = k(Z, X)·A, m × t: predictions at the m points of the rows from coefficients A (n × t, row-major) of the n points of the columns. K is never stored.
 *
 * Each prediction is summed over the tiles of the columns in order, whatever m is. Returns −1, or i·n + j for the first refused element.
 */
export function contract(program: usize, m: i32, n: i32, t: i32, coefficients: usize, out: usize, scratch: usize): f64 {
  const contraction = task<Contraction>(0, program, n, false);
  contraction.m = m;
  contraction.t = t;
  contraction.coefficients = coefficients;
  contraction.out = out;
  contraction.scratch = scratch;
  return untilRefused((m + TILE - 1) / TILE, contractRow);
}

function contractRow(index: i32, thread: i32): void {
  const contraction = changetype<Contraction>(TASK);
  const t = contraction.t;
  const i = TILE * index;
  const m = min(TILE, contraction.m - i);
  memory.fill(Address.at(contraction.out, i * t), 0, (<usize>(m * t)) << 3);
  visit<Contraction>(thread, scratchOf(contraction.scratch, thread), i, m, 0, contraction.n);
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
