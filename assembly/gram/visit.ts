import { Address } from "../address";
import { mirror } from "../blas/mirror";
import { TASK } from "../parallel/region";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position, refuse } from "./refusal";

/** K by tiles, as the chunks of a region find it at TASK; a class of what is done with the tiles adds what it needs. */
@unmanaged
export class Tiles {
  /** K by rows, n elements apart; 0: the tiles are made by the program. */
  stored: usize;
  program: usize;
  /** Columns of K. */
  n: i32;
  /** Whether a tile on the diagonal that is made becomes its own mirror image, bit for bit. */
  symmetric: bool;
}

/** What a region that begins now does to K. */
export function task<V>(stored: usize, program: usize, n: i32, symmetric: bool): V {
  const tiles = changetype<Tiles>(TASK);
  tiles.stored = stored;
  tiles.program = program;
  tiles.n = n;
  tiles.symmetric = symmetric;
  return changetype<V>(TASK);
}

/**
 * The one loop over tiles of K: rows i … i + m in columns `from` … `to`, a tile after the other. V, a class of `Tiles` with an inline method
 *
 *     take(room, i, j, m, n, tile)
 *
 * says what is done with m × n elements from (i, j) on, which lie at `tile`, TILE apart by rows or as they are stored; `room` is what the
 * chunk works in. Returns whether the program refused none of them; of the first refused it tells.
 */
export function visit<V>(thread: i32, room: usize, i: i32, m: i32, from: i32, to: i32): bool {
  const visitor = changetype<V>(TASK);
  const tiles = changetype<Tiles>(TASK);
  const stored = tiles.stored;
  const program = tiles.program;
  const n = tiles.n;
  let tile: usize = stored ? 0 : <usize>load<f64>(program) + <usize>load<f64>(program, 8) * thread;
  for (let j = from; j < to; j += TILE) {
    const columns = min(TILE, to - j);
    if (stored) tile = Address.of(stored, n, 1, i, j);
    else {
      const refused = evaluate(program, i, j, m, columns, tile);
      if (refused >= 0) {
        refuse(position(i, j, n, refused));
        return false;
      }
      if (tiles.symmetric && i === j) mirror(m, tile, 1, TILE);
    }
    visitor.take(room, i, j, m, columns, tile);
  }
  return true;
}
