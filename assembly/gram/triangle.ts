import { Address } from "../address";
import { axpy } from "../blas/vector";
import { Lanes } from "../lanes";
import { TASK } from "../parallel/region";
import { SIZE } from "./evaluate";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { ofDiagonal, ofTile } from "./tile-vector";
import { Tiles, task, visit } from "./visit";

/** Sums that a product is gathered in: tile row I adds to the one of index I mod PARTS, whoever works. */
const PARTS: i32 = 16;

/** Tiles whose row sums are added up before they are added to the whole: it keeps the roundings of a sum few. */
const GROUP: i32 = 16;

/** Bytes of a row of a tile. */
const WIDTH: usize = (<usize>TILE) << 3;

/** K (n × n) that multiplies t vectors by its lower triangle; one float64 word for each field in this order (src/core/triangle.ts writes them). */
@unmanaged
export class TriangleOperator {
  n: f64;
  t: f64;
  program: f64;
  /** Room for the tiles on and below the diagonal, row by row of tiles; 0: they are made anew each time. */
  kept: f64;
  /** Whether the tiles are there. */
  filled: f64;
  /** X, a vector after the other. */
  x: f64;
  /** PARTS times t vectors, then (4·TILE·t + TILE)·PARTS elements. */
  work: f64;
}

@unmanaged
@final
class Triangle extends Tiles {
  t: i32;
  /** The first row of tiles of the call, a multiple of PARTS, and the one after the last. */
  from: i32;
  to: i32;
  x: usize;
  parts: usize;
  rooms: usize;
  kept: usize;
  filled: bool;

  /** Where the work of a part is done: for each vector the row sums of a group of tiles, on two lanes, and of those before; then the column sums of a tile. */
  @inline room(part: i32): usize {
    return Address.at(this.rooms, (4 * this.t + 1) * TILE * part);
  }

  /** The sums of a vector in a part. */
  @inline sums(part: i32, q: i32): usize {
    return Address.at(this.parts, this.n * (this.t * part + q));
  }

  @inline take(room: usize, i: i32, j: i32, m: i32, _: i32, tile: usize): void {
    if (this.kept && !this.filled) memory.copy(keptAt(this.kept, i, j), tile, SIZE);
    multiplyTile(this, room, i, j, m, tile);
  }
}

/** A tile of the triangle that is kept. */
function keptAt(kept: usize, i: i32, j: i32): usize {
  const row = <usize>(i / TILE);
  return kept + ((row * (row + 1)) / 2 + <usize>(j / TILE)) * SIZE;
}

/**
 * Rows `from` to `to` of tiles of H = K·X, the symmetric K (n × n) being met by its tiles on and below the diagonal, each for both of its uses. `from` is a
 * multiple of 16; the parts of H are set to 0 where it is 0. All rows in turn, then `gatherParts`, give H.
 *
 * An element of H is a sum in a fixed order: 256 terms on two lanes, these in turn; 32 terms of a column, these in turn for every sixteenth row of tiles;
 * sixteen parts. Kept tiles give the same bits as those that are made anew.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused.
 */
export function triangleProduct(operator: usize, from: i32, to: i32): f64 {
  const k = changetype<TriangleOperator>(operator);
  const n = <i32>k.n;
  const t = <i32>k.t;
  const triangle = task<Triangle>(0, <usize>k.program, n, true);
  triangle.t = t;
  triangle.from = from;
  triangle.to = to;
  triangle.x = <usize>k.x;
  triangle.parts = <usize>k.work;
  triangle.rooms = Address.at(triangle.parts, PARTS * n * t);
  triangle.kept = <usize>k.kept;
  triangle.filled = k.filled !== 0;
  if (from === 0) memory.fill(triangle.parts, 0, (<usize>(PARTS * n * t)) << 3);
  return untilRefused(PARTS, multiplyPart);
}

/** H = the parts added up in their order. */
export function gatherParts(operator: usize, h: usize): void {
  const k = changetype<TriangleOperator>(operator);
  const length = <i32>k.n * <i32>k.t;
  memory.copy(h, <usize>k.work, (<usize>length) << 3);
  for (let part = 1; part < PARTS; part++) axpy(length, 1, Address.at(<usize>k.work, length * part), 1, h, 1);
}

function multiplyPart(part: i32, thread: i32): void {
  const triangle = changetype<Triangle>(TASK);
  const n = triangle.n;
  const t = triangle.t;
  const room = triangle.room(part);
  for (let row = triangle.from + part; row < triangle.to; row += PARTS) {
    const i = TILE * row;
    const m = min(TILE, n - i);
    memory.fill(room, 0, (<usize>(4 * TILE * t)) << 3);
    if (triangle.kept && triangle.filled) {
      for (let j = 0; j <= i; j += TILE) multiplyTile(triangle, room, i, j, m, keptAt(triangle.kept, i, j));
    } else if (!visit<Triangle>(thread, room, i, m, 0, i + m)) return;
    for (let q = 0; q < t; q++) {
      const sums = Address.at(triangle.sums(part, q), i);
      closeGroup(m, Address.at(room, 4 * TILE * q));
      for (let r = 0; r < m; r++) {
        const at = Address.at(sums, r);
        store<f64>(at, load<f64>(at) + Lanes.sum(Lanes.load(Address.at(room, 4 * TILE * q + 2 * (TILE + r)))));
      }
    }
  }
}

function multiplyTile(triangle: Triangle, room: usize, i: i32, j: i32, m: i32, tile: usize): void {
  const n = triangle.n;
  const t = triangle.t;
  const part = (i / TILE) % PARTS;
  const columns = Address.at(room, 4 * TILE * t);
  const begins = j > 0 && (j / TILE) % GROUP === 0;
  for (let q = 0; q < t; q++) {
    const x = Address.at(triangle.x, q * n);
    const sums = triangle.sums(part, q);
    if (i === j) {
      ofDiagonal(m, tile, TILE, Address.at(x, i), Address.at(sums, i));
      continue;
    }
    const own = Address.at(room, 4 * TILE * q);
    if (begins) closeGroup(m, own);
    memory.fill(columns, 0, WIDTH);
    ofTile(m, tile, TILE, Address.at(x, i), Address.at(x, j), own, columns);
    const h = Address.at(sums, j);
    for (let c: usize = 0; c < WIDTH; c += 16) Lanes.store(h + c, Lanes.add(Lanes.load(h + c), Lanes.load(columns + c)));
  }
}

/** The sums of a group are added to those before, and begin again. */
function closeGroup(m: i32, own: usize): void {
  for (let r = 0; r < m; r++) {
    const at = Address.at(own, 2 * r);
    const before = Address.at(at, 2 * TILE);
    Lanes.store(before, Lanes.add(Lanes.load(before), Lanes.load(at)));
    Lanes.store(at, Lanes.zero());
  }
}
