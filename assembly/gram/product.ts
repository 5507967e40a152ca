import { Address } from "../address";
import { axpy } from "../blas/vector";
import { Lanes } from "../lanes";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { ofDiagonal, ofTile } from "./tile-vector";
import { Tiles, task, visit } from "./visit";

/** K (n × n) that multiplies t vectors; one float64 word for each field in this order (src/core/iterations.ts writes them). */
@unmanaged
export class GramOperator {
  n: f64;
  t: f64;
  /** K by rows; 0: the tiles of `program`. */
  matrix: f64;
  program: f64;
  /** In how many strips of rows K is read, each with sums of its own that are added in the end. */
  strips: f64;
  /** (2·TILE·strips + n·(strips − 1))·t elements. */
  work: f64;
}

/** What the strips of a product read. A tile T serves its mirror image, too: T x_J goes to h_I, Tᵀ x_I to h_J. */
@unmanaged
@final
class Product extends Tiles {
  t: i32;
  strips: i32;
  x: usize;
  h: usize;
  work: usize;
  /** Row stride of the tiles. */
  ld: i32;
  absolute: bool;
  /** The room of the last strip. */
  last: usize;

  @inline take(room: usize, i: i32, j: i32, m: i32, _: i32, tile: usize): void {
    const n = this.n;
    const ld = this.ld;
    const h = this.of(room);
    if (this.absolute) magnitudes(tile);
    for (let q = 0; q < this.t; q++) {
      const vector = Address.at(this.x, q * n);
      const out = Address.at(h, q * n);
      if (i === j) ofDiagonal(m, tile, ld, Address.at(vector, i), Address.at(out, i));
      else ofTile(m, tile, ld, Address.at(vector, i), Address.at(vector, j), Address.at(room, 2 * TILE * q), Address.at(out, j));
    }
  }

  /** Where a strip works: the sums of its rows, on two lanes, and above them its part of H. */
  @inline room(strip: i32): usize {
    return Address.at(this.work, (2 * TILE + this.n) * this.t * strip);
  }

  /** The part of H of a strip by its room; that of the last is H itself. */
  @inline of(room: usize): usize {
    return room === this.last ? this.h : Address.at(room, 2 * TILE * this.t);
  }

  /** The row after the last of a strip: strips of the same area of the lower triangle. */
  @inline end(strip: i32): i32 {
    const tiles = <f64>((this.n + TILE - 1) / TILE);
    return min(this.n, TILE * <i32>(tiles * sqrt(<f64>(strip + 1) / <f64>this.strips)));
  }
}

/**
 * H = K·X for the symmetric K and t vectors: X and H are t × n, a vector after the other; or H = |K|·X for the |k_ij| of a program (`absolute`).
 *
 * Each tile on or below the diagonal is met once, stored, where nothing above the tiles of the diagonal is read, or made by the program: the same
 * bits either way. Threads share the strips, of which there are as many whoever works.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused.
 */
export function gramProduct(operator: usize, x: usize, h: usize, absolute: bool): f64 {
  const k = changetype<GramOperator>(operator);
  const n = <i32>k.n;
  const t = <i32>k.t;
  const product = task<Product>(<usize>k.matrix, <usize>k.program, n, true);
  product.t = t;
  product.strips = <i32>k.strips;
  product.x = x;
  product.h = h;
  product.work = <usize>k.work;
  product.ld = k.matrix ? n : TILE;
  product.absolute = absolute && !k.matrix;
  product.last = product.room(product.strips - 1);
  const refused = untilRefused(product.strips, multiplyStrip);
  for (let strip = 0; strip < product.strips - 1; strip++) {
    const part = product.of(product.room(strip));
    for (let q = 0; q < t; q++) axpy(product.end(strip), 1, Address.at(part, q * n), 1, Address.at(h, q * n), 1);
  }
  return refused;
}

function multiplyStrip(strip: i32, thread: i32): void {
  const product = changetype<Product>(TASK);
  const n = product.n;
  const t = product.t;
  const sums = product.room(strip);
  const h = product.of(sums);
  const end = product.end(strip);
  for (let q = 0; q < t; q++) memory.fill(Address.at(h, q * n), 0, (<usize>end) << 3);
  for (let i = strip > 0 ? product.end(strip - 1) : 0; i < end; i += TILE) {
    const m = min(TILE, n - i);
    memory.fill(sums, 0, (<usize>(2 * TILE * t)) << 3);
    if (!visit<Product>(thread, sums, i, m, 0, i + m)) return;
    for (let q = 0; q < t; q++) {
      for (let r = 0; r < m; r++) {
        const address = Address.at(h, q * n + i + r);
        store<f64>(address, load<f64>(address) + Lanes.sum(Lanes.load(Address.at(sums, 2 * (TILE * q + r)))));
      }
    }
  }
}

/** τ ← |τ| */
function magnitudes(tile: usize): void {
  for (const end = Address.at(tile, TILE * TILE); tile < end; tile += 16) Lanes.store(tile, Lanes.abs(Lanes.load(tile)));
}
